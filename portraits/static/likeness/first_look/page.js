// Says what speaks against a chosen picture before it is sent. The server judges every picture all the same.
const place = document.querySelector("[data-first-look]");
const field = place && document.getElementById(place.dataset.firstLook);

if (field && window.Worker && window.OffscreenCanvas && window.createImageBitmap) {
  const { said, worker, network, looking, fine, unseen, some, stops } = place.dataset;
  const limits = JSON.parse(document.getElementById(said).textContent);
  let looker, round = 0;

  const look = (file, number) => new Promise((done) => {
    const answer = ({ data }) => {
      if (data.number !== number) return;
      looker.removeEventListener("message", answer);
      done(data);
    };
    looker.addEventListener("message", answer);
    looker.addEventListener("error", () => done({ unseen: true, sentences: [] }), { once: true });
    looker.postMessage({ number, file, limits, network });
  });

  const shown = (lead, sentences, tone) => {
    place.dataset.tone = tone;
    const first = document.createElement("p");
    first.textContent = lead;
    const list = document.createElement("ul");
    list.append(...sentences.map((sentence) => Object.assign(document.createElement("li"), { textContent: sentence })));
    place.replaceChildren(first, ...(sentences.length ? [list] : []));
  };

  const told = (answers) => {
    const sentences = answers.flatMap((each, at) => each.sentences.map((sentence) => (answers.length > 1 ? `Picture ${at + 1}: ${sentence}` : sentence)));
    if (sentences.length) shown(answers.some((each) => each.stops) ? stops : some, sentences, answers.some((each) => each.stops) ? "bad" : "due");
    else shown(answers.some((each) => each.unseen) ? unseen : fine, [], answers.some((each) => each.unseen) ? "none" : "good");
    place.dataset.figures = JSON.stringify(answers.map((each) => each.figures ?? null));
  };

  field.addEventListener("change", async () => {
    const own = (round += 1), files = [...field.files];
    delete place.dataset.figures;
    if (!files.length) return place.replaceChildren();
    looker ??= new Worker(worker, { type: "module" });
    shown(looking, [], "none");
    const answers = await Promise.all(files.map((file, at) => look(file, `${own}.${at}`)));
    if (own === round) told(answers);
  });
}
