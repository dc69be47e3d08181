// Looks at one picture file beside the page: what it is, whom it shows, how light and sharpness are. Nothing leaves the browser.
import { UNSURE, figures } from "./figures.js";
import { finder, merged } from "./finder.js";
import { seen } from "./frame.js";

const INPUT = 128; // pixels of the finder's square
const TILE = 0.5; // of the shorter side: where nobody is surely seen, closer
const POINTS = 6;
let finding;

self.addEventListener("message", async ({ data: { number, file, limits, network } }) => {
  try {
    finding ??= finder(network);
    self.postMessage({ number, ...(await look(file, limits, await finding)) });
  } catch (problem) { // the server looks at every picture anyway
    finding = undefined;
    self.postMessage({ number, unseen: true, sentences: [], problem: String(problem) });
  }
});

async function look(file, limits, find) {
  const { sentence, kind } = await asFile(file, limits.file);
  if (sentence) return { sentences: [sentence], stops: true };
  let bitmap;
  try {
    bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return kind.everywhere ? { sentences: [limits.file.damaged], stops: true } : { unseen: true, sentences: [] };
  }
  const size = asPixels(bitmap, limits.file);
  return size ? { sentences: [size], stops: true } : asFace(bitmap, limits, find);
}

// What can be said before anything is decoded, as the server says it.
async function asFile(file, { empty, most_bytes, too_many_bytes, ours, theirs, unknown }) {
  if (!file.size) return { sentence: empty };
  if (file.size > most_bytes) return { sentence: too_many_bytes };
  const beginning = [...new Uint8Array(await file.slice(0, 16).arrayBuffer())].map((code) => code.toString(16).padStart(2, "0")).join("");
  const other = theirs.find((each) => beginning.startsWith(each.begins));
  if (other) return { sentence: other.sentence };
  const kind = ours.find((each) => beginning.startsWith(each.bytes, 2 * each.at));
  return kind ? { kind } : { sentence: unknown };
}

function asPixels({ width, height }, { most_pixels, too_many_pixels, shortest, too_small }) {
  if (width * height > most_pixels) return too_many_pixels;
  return Math.min(width, height) < shortest ? too_small.replace("{width}", width).replace("{height}", height) : "";
}

function asFace(bitmap, { components, scales, faces }, find) {
  const [main, ...others] = people(bitmap, find, faces.sure);
  if (!main) return { sentences: [faces.sentences.no_face] };
  const height = (face) => face.numbers[3] - face.numbers[1];
  if (others.some((each) => each.score >= faces.sure && height(each) >= faces.second * height(main))) return { sentences: [faces.sentences.several_faces] };
  const points = Array.from({ length: POINTS }, (_, at) => main.numbers.slice(4 + 2 * at, 6 + 2 * at));
  const measured = figures(bitmap, points, scales);
  return { figures: measured, sentences: Object.entries(components).map(([name, limit]) => said(measured[name], limit, UNSURE[name] ?? 0)).filter(Boolean) };
}

function said(value, { low, high, below, above }, unsure) {
  if (value === null) return "";
  if (low !== null && value < low - unsure) return below;
  return high !== null && value > high + unsure ? above : "";
}

// Faces, largest first: of the whole picture, and of squares of it where nobody is surely there.
function people(bitmap, find, sure) {
  const longest = Math.max(bitmap.width, bitmap.height);
  let found = find(letterboxed(bitmap)).map((face) => placed(face, longest / INPUT, [(bitmap.width - longest) / 2, (bitmap.height - longest) / 2]));
  if (!found.some((face) => face.score >= sure)) found = closer(bitmap, find).filter((face) => face.score >= sure);
  return found.sort((one, other) => other.numbers[3] - other.numbers[1] - (one.numbers[3] - one.numbers[1]));
}

function letterboxed(bitmap) {
  const factor = INPUT / Math.max(bitmap.width, bitmap.height), [width, height] = [bitmap.width, bitmap.height].map((side) => Math.max(1, Math.round(side * factor)));
  const inside = seen(bitmap, 0, 0, bitmap.width, bitmap.height, width, height), square = new Uint8ClampedArray(INPUT * INPUT * 4);
  const left = (INPUT - width) >> 1, top = (INPUT - height) >> 1;
  for (let row = 0; row < height; row++) square.set(inside.pixels.subarray(4 * row * width, 4 * (row + 1) * width), 4 * ((row + top) * INPUT + left));
  return square;
}

function closer(bitmap, find) {
  const side = Math.floor(Math.min(bitmap.width, bitmap.height) * TILE);
  if (side < INPUT) return [];
  const found = starts(bitmap.height, side).flatMap((top) => starts(bitmap.width, side).flatMap((left) => find(seen(bitmap, left, top, side, side, INPUT, INPUT).pixels).map((face) => placed(face, side / INPUT, [left, top]))));
  return merged(found);
}

function starts(length, side) {
  const steps = Math.max(1, Math.ceil(((length - side) * 3) / (2 * side)));
  return Array.from({ length: steps + 1 }, (_, at) => Math.round(((length - side) * at) / steps));
}

function placed({ score, numbers }, factor, [left, top]) {
  return { score, numbers: numbers.map((value, at) => value * factor + (at % 2 ? top : left)) };
}
