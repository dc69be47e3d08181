// The face in a level square frame, as the server cuts it: halved, reduced to twice the frame's detail, cubic filter.
// A plane is { width, height, pixels } with RGBA codes.
const BEYOND = 4; // pixels of the frame that a cubic filter reaches over its edge, and one more
const CUBIC = -0.75; // OpenCV's own

// The similarity that brings the eyes (as seen: left, right) level, `apart` pixels from each other, `down` from the top.
export function similarity(left, right, size, apart, down) {
  const across = [right[0] - left[0], right[1] - left[1]], length = Math.max(Math.hypot(...across), 1e-6);
  const scale = apart / length, [cos, sin] = across.map((part) => (scale * part) / length);
  const target = [(size - apart) / 2, down];
  return { scale, cos, sin, x: target[0] - cos * left[0] - sin * left[1], y: target[1] + sin * left[0] - cos * left[1] };
}

export function framed(bitmap, matrix, size) {
  const whole = part(bitmap, matrix, size);
  let plane = whole.plane;
  const factor = () => [plane.width / whole.plane.width, plane.height / whole.plane.height];
  const scale = () => matrix.scale / factor()[0];
  const smaller = (by) => reduced(plane, ...[plane.width, plane.height].map((side) => Math.max(1, Math.round(side * by))));
  while (scale() <= 0.25 && Math.min(plane.width, plane.height) > 1) plane = smaller(0.5);
  if (scale() < 0.5) plane = smaller(2 * scale());
  return warped(plane, matrix, { from: whole, factor: factor() }, size);
}

// What the frame shows of the picture, and a margin, as it is.
function part(bitmap, matrix, size) {
  const margin = BEYOND / matrix.scale, corners = [[0, 0], [size, 0], [0, size], [size, size]].map((corner) => back(matrix, ...corner));
  const [lows, highs] = [Math.min, Math.max].map((pick) => [0, 1].map((axis) => pick(...corners.map((corner) => corner[axis]))));
  const limits = [bitmap.width, bitmap.height];
  const [left, top] = lows.map((low, axis) => Math.floor(Math.min(Math.max(low - margin, 0), limits[axis] - 1)));
  const [right, bottom] = highs.map((high, axis) => Math.ceil(Math.min(Math.max(high + margin, 1), limits[axis])));
  return { plane: seen(bitmap, left, top, Math.max(right - left, 1), Math.max(bottom - top, 1)), left, top };
}

// A piece of a picture as pixels, drawn to width x height.
export function seen(bitmap, left, top, width, height, toWidth = width, toHeight = height) {
  const canvas = new OffscreenCanvas(toWidth, toHeight), context = canvas.getContext("2d", { willReadFrequently: true });
  context.imageSmoothingQuality = "high";
  context.fillStyle = "#fff"; // what is seen through is on white, as the server has it
  context.fillRect(0, 0, toWidth, toHeight);
  context.drawImage(bitmap, left, top, width, height, 0, 0, toWidth, toHeight);
  return { width: toWidth, height: toHeight, pixels: context.getImageData(0, 0, toWidth, toHeight).data };
}

function back({ scale, cos, sin, x, y }, column, row) {
  const over = [column - x, row - y], square = scale * scale;
  return [(cos * over[0] - sin * over[1]) / square, (sin * over[0] + cos * over[1]) / square];
}

// Each new pixel is the mean of what it covers.
function reduced({ width, height, pixels }, toWidth, toHeight) {
  const columns = shares(width, toWidth), rows = shares(height, toHeight);
  const wide = new Float32Array(toWidth * height * 3), made = new Uint8ClampedArray(toWidth * toHeight * 4).fill(255);
  for (let y = 0; y < height; y++) {
    columns.forEach((parts, x) => {
      for (const [from, share] of parts) {
        for (let channel = 0; channel < 3; channel++) wide[3 * (y * toWidth + x) + channel] += share * pixels[4 * (y * width + from) + channel];
      }
    });
  }
  rows.forEach((parts, y) => {
    for (let x = 0; x < toWidth; x++) {
      for (let channel = 0; channel < 3; channel++) {
        let sum = 0;
        for (const [from, share] of parts) sum += share * wide[3 * (from * toWidth + x) + channel];
        made[4 * (y * toWidth + x) + channel] = sum;
      }
    }
  });
  return { width: toWidth, height: toHeight, pixels: made };
}

// For each new pixel the old ones under it with their shares.
function shares(length, wanted) {
  const step = length / wanted;
  return Array.from({ length: wanted }, (_, at) => {
    const start = at * step, end = Math.min(start + step, length), parts = [];
    for (let from = Math.floor(start); from < end; from++) parts.push([from, (Math.min(from + 1, end) - Math.max(from, start)) / step]);
    return parts;
  });
}

function warped(plane, matrix, { from, factor }, size) {
  const made = new Uint8ClampedArray(size * size * 4).fill(255);
  for (let row = 0, to = 0; row < size; row++) {
    for (let column = 0; column < size; column++, to += 4) {
      const [x, y] = back(matrix, column, row);
      sampled(plane, (x - from.left) * factor[0], (y - from.top) * factor[1], made, to);
    }
  }
  return { width: size, height: size, pixels: made };
}

function sampled({ width, height, pixels }, x, y, made, to) {
  const left = Math.floor(x), top = Math.floor(y), across = weights(x - left), down = weights(y - top), sums = [0, 0, 0];
  for (let row = 0; row < 4; row++) {
    for (let column = 0; column < 4; column++) {
      const from = 4 * (mirrored(top + row - 1, height) * width + mirrored(left + column - 1, width)), share = down[row] * across[column];
      for (let channel = 0; channel < 3; channel++) sums[channel] += share * pixels[from + channel];
    }
  }
  for (let channel = 0; channel < 3; channel++) made[to + channel] = Math.round(sums[channel]);
}

function weights(over) {
  const near = (far) => ((CUBIC + 2) * far - (CUBIC + 3)) * far * far + 1;
  const first = ((CUBIC * (over + 1) - 5 * CUBIC) * (over + 1) + 8 * CUBIC) * (over + 1) - 4 * CUBIC;
  const parts = [first, near(over), near(1 - over)];
  return [...parts, 1 - parts[0] - parts[1] - parts[2]];
}

function mirrored(at, length) {
  while (at < 0 || at >= length) at = at < 0 ? -at - 1 : 2 * length - 1 - at;
  return at;
}
