// Takes a picture with the camera into the form's own file field, and shows what was picked before it is sent.
const form = document.querySelector("form[data-camera]");
const field = form?.querySelector('input[type="file"]');
const preview = form?.querySelector("[data-preview]");
const opener = form?.querySelector("[data-camera-open]");
const dialog = document.querySelector("dialog.camera");
const video = dialog?.querySelector("video");
const problem = form?.querySelector("[data-camera-problem]");
const LONGEST = 2560; // pixels: more only makes the upload slower
const MOST = field?.multiple ? 3 : 1; // pictures of one check-in
let stream;
let addresses = [];

function show() {
  addresses.forEach((address) => URL.revokeObjectURL(address));
  addresses = [...field.files].map((file) => URL.createObjectURL(file));
  preview.hidden = !addresses.length;
  preview.querySelector("[data-preview-pictures]").replaceChildren(...addresses.map((address, at) => {
    const image = new Image(96, 120);
    image.src = address;
    image.alt = `Picture ${at + 1} that you are about to send`;
    return image;
  }));
}

function stop() {
  stream?.getTracks().forEach((track) => track.stop());
  stream = undefined;
  video.srcObject = null;
  delete video.dataset.ready;
}

async function open() {
  problem.hidden = true;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "user", width: { ideal: 1920 }, height: { ideal: 1920 } }, audio: false });
  } catch (error) {
    problem.textContent = error.name === "NotAllowedError"
      ? "The browser was not allowed to use the camera. Allow it, or choose a file."
      : "No camera was found. Choose a file instead.";
    problem.hidden = false;
    return;
  }
  video.srcObject = stream;
  dialog.showModal();
  await video.play();
  video.dataset.ready = "";
}

function take() {
  if (!video.videoWidth) return;
  const scale = Math.min(1, LONGEST / Math.max(video.videoWidth, video.videoHeight));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(video.videoWidth * scale);
  canvas.height = Math.round(video.videoHeight * scale);
  canvas.getContext("2d").drawImage(video, 0, 0, canvas.width, canvas.height);
  canvas.toBlob((blob) => {
    const files = new DataTransfer();
    [...field.files].slice(0, MOST - 1).forEach((file) => files.items.add(file));
    files.items.add(new File([blob], `selfie-${files.items.length + 1}.jpg`, { type: "image/jpeg" }));
    field.files = files.files;
    dialog.close();
    field.dispatchEvent(new Event("change", { bubbles: true }));
    form.querySelector("button[type=submit]").focus();
  }, "image/jpeg", 0.95);
}

if (field) {
  field.addEventListener("change", show);
  if (navigator.mediaDevices?.getUserMedia && dialog) {
    opener.hidden = false;
    opener.addEventListener("click", open);
    dialog.querySelector("[data-camera-take]").addEventListener("click", take);
    dialog.querySelector("[data-camera-close]").addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", stop);
  }
}
