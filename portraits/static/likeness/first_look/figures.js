// What a face in a picture measures, under the names and in the units of the server's own components.
import { framed, similarity } from "./frame.js";

// Where things are on a face seen from the front, in distances between the eyes: from the middle between them, to the right
// and down as seen. Means of 74 portraits; the server's own mesh fits each face better.
const OUTER_EYES = 1.37; // distance of their outer corners
const IRISES = 0.97; // distance of the irises
const OVAL = { x: 0.02, y: 0.46, across: 1.03, down: 1.25 }; // half axes
const HALVES = [ // ellipses of cheeks, forehead and jaws, left and right as seen
  [{ x: -0.72, y: 0.46, across: 0.2, down: 0.2 }, { x: 0.73, y: 0.46, across: 0.2, down: 0.2 }],
  [{ x: -0.45, y: -0.45, across: 0.2, down: 0.11 }, { x: 0.45, y: -0.45, across: 0.2, down: 0.11 }],
  [{ x: -0.68, y: 0.82, across: 0.14, down: 0.18 }, { x: 0.7, y: 0.82, across: 0.14, down: 0.18 }],
];
const TURN = { nose: 60.7, ears: -9.4 }; // degrees a distance of nose tip and of the ears' middle beside the eyes' middle
const FEWEST = 20; // pixels of a region
export const UNSURE = { inter_eye_distance: 6, head_pose_yaw: 5, head_pose_roll: 4 }; // so near a limit six points cannot tell

export function figures(bitmap, points, scales) {
  const [left, right] = points, apart = Math.hypot(right[0] - left[0], right[1] - left[1]);
  const wanted = Math.round((scales.eyes_apart * scales.frame) / OUTER_EYES);
  const frame = cut(bitmap, points, scales, scales.frame);
  const native = apart >= wanted ? frame : cut(bitmap, points, scales, Math.max(16, Math.round((apart * OUTER_EYES) / scales.eyes_apart)));
  const face = region(frame, OVAL);
  return {
    inter_eye_distance: IRISES * apart,
    sharpness: sharpness(native.plane, scales),
    illumination_uniformity: sides(frame, scales),
    over_exposure_prevention: share(face, (codes) => Math.min(...codes) >= scales.blown),
    under_exposure_prevention: percentile(face.map((codes) => Math.max(...codes)), scales.highlights),
    dynamic_range: range(face, scales),
    head_pose_yaw: turned(points, apart),
    head_pose_roll: (Math.atan2(right[1] - left[1], right[0] - left[0]) * 180) / Math.PI,
  };
}

function cut(bitmap, [left, right], scales, size) {
  const apart = (scales.eyes_apart * size) / OUTER_EYES;
  return { plane: framed(bitmap, similarity(left, right, size, apart, scales.eyes_down * size), size), size, apart, down: scales.eyes_down * size };
}

// The codes [red, green, blue] within an ellipse of the face.
function region({ plane, size, apart, down }, place) {
  const found = [];
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const x = ((column - size / 2) / apart - place.x) / place.across, y = ((row - down) / apart - place.y) / place.down;
      if (x * x + y * y <= 1) found.push(plane.pixels.subarray(4 * (row * size + column), 4 * (row * size + column) + 3));
    }
  }
  return found;
}

// The smallest, along rows, columns and both diagonals, of the shares of steps between neighbours that a blur takes away.
function sharpness({ width, height, pixels }, scales) {
  const grey = Float32Array.from({ length: width * height }, (_, at) => Math.round(0.299 * pixels[4 * at] + 0.587 * pixels[4 * at + 1] + 0.114 * pixels[4 * at + 2]));
  const straight = scales.blur_width, aslant = scales.blur_aslant;
  const ways = [[0, 1, straight], [1, 0, straight], [1, 1, aslant], [1, -1, aslant]];
  return Math.min(...ways.map((way) => lost(grey, width, height, ...way)));
}

function lost(grey, width, height, down, across, blur) {
  let total = 0, gone = 0;
  const reach = (blur - 1) / 2, mirrored = (at, length) => (at < 0 ? -at : at >= length ? 2 * length - 2 - at : at);
  const at = (row, column) => grey[mirrored(row, height) * width + mirrored(column, width)];
  const step = (row, column, after, before) => Math.abs(at(row + after * down, column + after * across) - at(row - before * down, column - before * across));
  for (let row = down; row < height; row++) {
    for (let column = Math.max(across, 0); column < width + Math.min(across, 0); column++) {
      const sharp = step(row, column, 0, 1);
      total += sharp;
      gone += Math.max(0, sharp - step(row, column, reach, reach + 1) / blur);
    }
  }
  return total > 0 ? gone / total : 0;
}

// Stops by which the person's left half, on the right as seen, is brighter: the median over cheeks, forehead and jaws.
function sides(frame, scales) {
  const steps = HALVES.map(([left, right]) => matt(region(frame, right), scales) - matt(region(frame, left), scales));
  return steps.every(Number.isFinite) ? steps.sort((one, other) => one - other)[1] : null;
}

function matt(codes, scales) {
  return codes.length >= FEWEST ? Math.log2(percentile(codes.map((each) => light(each, scales)), scales.matt) + scales.black) : NaN;
}

function range(codes, scales) {
  const [low, high] = scales.range.map((share) => Math.log2(percentile(codes.map((each) => light(each, scales)), share) + scales.black));
  return high - low;
}

function light(codes, { luminance }) {
  return luminance.reduce((sum, share, channel) => sum + share * linear(codes[channel] / 255), 0);
}

function linear(value) {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

function share(codes, holds) {
  return codes.filter(holds).length / Math.max(codes.length, 1);
}

// Between the two nearest values, as numpy has it.
function percentile(values, percent) {
  const sorted = Float32Array.from(values).sort(), place = ((sorted.length - 1) * percent) / 100, below = Math.floor(place);
  return sorted[below] + (place - below) * (sorted[Math.min(below + 1, sorted.length - 1)] - sorted[below]);
}

// Degrees to the person's own left, from how far nose and ears stand beside the middle between the eyes.
function turned([left, right, nose, , leftEar, rightEar], apart) {
  const along = [(right[0] - left[0]) / apart, (right[1] - left[1]) / apart], middle = [(left[0] + right[0]) / 2, (left[1] + right[1]) / 2];
  const beside = ([x, y]) => ((x - middle[0]) * along[0] + (y - middle[1]) * along[1]) / apart;
  return TURN.nose * beside(nose) + (TURN.ears * (beside(leftEar) + beside(rightEar))) / 2;
}
