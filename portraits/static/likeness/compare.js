// Lays two pictures of one frame over each other with a divider that follows a slider. Without it they stand side by side.
for (const place of document.querySelectorAll("[data-compare]")) {
  const [before, after] = place.querySelectorAll("img");
  if (!before || !after) continue;
  const figure = document.createElement("div");
  figure.className = "compare";
  const top = before.cloneNode(), bottom = after.cloneNode();
  top.className = "compare-before";
  bottom.className = "";
  top.loading = bottom.loading = "eager";
  const line = document.createElement("div");
  line.className = "compare-line";
  const slider = document.createElement("input");
  Object.assign(slider, { type: "range", min: 0, max: 100, value: 50, step: 1 });
  slider.setAttribute("aria-label", place.dataset.compare);
  const move = () => {
    figure.style.setProperty("--at", `${slider.value}%`);
    slider.setAttribute("aria-valuetext", `${slider.value} % ${place.dataset.before}, the rest ${place.dataset.after}`);
  };
  slider.addEventListener("input", move);
  const tags = [["left", place.dataset.before], ["right", place.dataset.after]].map(([side, words]) => {
    const tag = document.createElement("span");
    tag.className = `compare-tag ${side}`;
    tag.textContent = words;
    tag.setAttribute("aria-hidden", "true");
    return tag;
  });
  figure.append(bottom, top, line, ...tags, slider);
  move();

  const toggle = document.createElement("button");
  toggle.type = "button";
  toggle.className = "button plain";
  const show = (overlaid) => {
    place.classList.toggle("is-enhanced", overlaid);
    figure.hidden = !overlaid;
    toggle.textContent = overlaid ? "Show side by side" : "Show over each other";
  };
  toggle.addEventListener("click", () => show(figure.hidden));
  place.prepend(figure);
  place.append(toggle);
  show(true);
}
