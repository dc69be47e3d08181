// Finds faces in a picture as the server's detector does: the same published network (BlazeFace, short range), the same
// parameters, plain arithmetic. Pictures are RGBA pixels; places are pixels of the picture given.
const INPUT = 128;
const DOUBTFUL = 0.5; // of a score: MediaPipe's own default
const OVERLAP = 0.3; // of two boxes of one face: MediaPipe's own default
const FIRST = 24; // channels of the first layer
const BLOCKS = [ // channels after each block, and its stride
  [24, 1], [28, 1], [32, 2], [36, 1], [42, 1], [48, 2], [56, 1], [64, 1],
  [72, 1], [80, 1], [88, 1], [96, 2], [96, 1], [96, 1], [96, 1], [96, 1],
];
const FINE = 10; // the block whose cells are 16 a side; the last one's are 8
const NUMBERS = 16; // a box and six points of an anchor

export async function finder(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`the face finder answered ${answer.status}`);
  const network = unpacked(halves(await answer.arrayBuffer()));
  return (pixels) => merged(answers(network, pixels));
}

function halves(buffer) {
  const view = new DataView(buffer);
  return Float32Array.from({ length: buffer.byteLength / 2 }, (_, at) => half(view.getUint16(2 * at, true)));
}

function half(bits) {
  const sign = bits & 0x8000 ? -1 : 1, exponent = (bits >> 10) & 31, fraction = bits & 1023;
  return sign * (exponent ? 2 ** (exponent - 15) * (1 + fraction / 1024) : 2 ** -14 * (fraction / 1024));
}

function unpacked(numbers) {
  let at = 0;
  const next = (count) => numbers.subarray(at, (at += count));
  const layer = (size, outputs) => ({ weight: next(size), bias: next(outputs) });
  const first = layer(FIRST * 75, FIRST);
  let channels = FIRST;
  const blocks = BLOCKS.map(([outputs, stride]) => {
    const block = { stride, depth: layer(9 * channels, channels), point: layer(channels * outputs, outputs) };
    channels = outputs;
    return block;
  });
  const fine = BLOCKS[FINE][0];
  const scores = [layer(fine * 2, 2), layer(channels * 6, 6)];
  const places = [layer(fine * 2 * NUMBERS, 2 * NUMBERS), layer(channels * 6 * NUMBERS, 6 * NUMBERS)];
  if (at !== numbers.length) throw new Error("the face finder's file is not the expected one");
  return { first, blocks, scores, places };
}

function answers(network, pixels) {
  let maps = opened(network.first, pixels);
  const kept = [];
  network.blocks.forEach((block, number) => {
    maps = passed(block, maps);
    if (number === FINE || number === BLOCKS.length - 1) kept.push(maps);
  });
  return kept.flatMap((each, level) => hits(each, pointwise(each, network.scores[level]), pointwise(each, network.places[level])));
}

// The first layer: 5 x 5, every second pixel, with one line of nothing above and left and two below and right.
function opened({ weight, bias }, pixels) {
  const side = INPUT / 2, values = new Float32Array(side * side * FIRST);
  const codes = Float32Array.from({ length: 256 }, (_, code) => code / 127.5 - 1);
  for (let y = 0, to = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      for (let channel = 0; channel < FIRST; channel++) {
        let sum = bias[channel];
        for (let down = 0; down < 5; down++) {
          const row = 2 * y + down - 1;
          if (row < 0 || row >= INPUT) continue;
          for (let across = 0; across < 5; across++) {
            const column = 2 * x + across - 1;
            if (column < 0 || column >= INPUT) continue;
            const from = 4 * (row * INPUT + column), by = 3 * (25 * channel + 5 * down + across);
            sum += codes[pixels[from]] * weight[by] + codes[pixels[from + 1]] * weight[by + 1] + codes[pixels[from + 2]] * weight[by + 2];
          }
        }
        values[to++] = sum > 0 ? sum : 0;
      }
    }
  }
  return { side, channels: FIRST, values };
}

// One block: what it adds to its own input, which is halved by its maxima where the block steps by two.
function passed({ stride, depth, point }, maps) {
  const next = pointwise(depthwise(maps, depth, stride), point);
  const base = stride === 2 ? maxima(maps) : maps;
  for (let cell = 0; cell < next.side ** 2; cell++) {
    for (let channel = 0; channel < next.channels; channel++) {
      const at = cell * next.channels + channel;
      const sum = next.values[at] + (channel < base.channels ? base.values[cell * base.channels + channel] : 0);
      next.values[at] = sum > 0 ? sum : 0;
    }
  }
  return next;
}

function depthwise({ side, channels, values }, { weight, bias }, stride) {
  const smaller = side / stride, start = stride === 2 ? 0 : -1, made = new Float32Array(smaller * smaller * channels);
  for (let y = 0; y < smaller; y++) {
    for (let x = 0; x < smaller; x++) {
      const to = (y * smaller + x) * channels;
      made.set(bias, to);
      for (let tap = 0; tap < 9; tap++) {
        const row = y * stride + start + Math.floor(tap / 3), column = x * stride + start + (tap % 3);
        if (row < 0 || column < 0 || row >= side || column >= side) continue;
        const from = (row * side + column) * channels;
        for (let channel = 0; channel < channels; channel++) made[to + channel] += values[from + channel] * weight[tap * channels + channel];
      }
    }
  }
  return { side: smaller, channels, values: made };
}

function pointwise({ side, channels, values }, { weight, bias }) {
  const outputs = bias.length, made = new Float32Array(side * side * outputs);
  for (let cell = 0, to = 0; cell < side * side; cell++) {
    const from = cell * channels;
    for (let output = 0; output < outputs; output++) {
      let sum = bias[output];
      for (let channel = 0, by = output * channels; channel < channels; channel++) sum += values[from + channel] * weight[by + channel];
      made[to++] = sum;
    }
  }
  return { side, channels: outputs, values: made };
}

function maxima({ side, channels, values }) {
  const smaller = side / 2, made = new Float32Array(smaller * smaller * channels);
  for (let y = 0; y < smaller; y++) {
    for (let x = 0; x < smaller; x++) {
      const from = (2 * y * side + 2 * x) * channels, below = from + side * channels, to = (y * smaller + x) * channels;
      for (let channel = 0; channel < channels; channel++) {
        made[to + channel] = Math.max(values[from + channel], values[from + channels + channel], values[below + channel], values[below + channels + channel]);
      }
    }
  }
  return { side: smaller, channels, values: made };
}

function hits({ side }, scores, places) {
  const anchors = scores.channels, found = [];
  scores.values.forEach((odds, number) => {
    const score = 1 / (1 + Math.exp(-odds));
    if (score <= DOUBTFUL) return;
    const cell = Math.floor(number / anchors), step = INPUT / side;
    const middle = [((cell % side) + 0.5) * step, (Math.floor(cell / side) + 0.5) * step];
    const [x, y, width, height, ...points] = places.values.subarray(number * NUMBERS, (number + 1) * NUMBERS);
    const left = x + middle[0] - width / 2, top = y + middle[1] - height / 2;
    found.push({ score, numbers: [left, top, left + width, top + height, ...points.map((value, at) => value + middle[at % 2])] });
  });
  return found;
}

// Hits that overlap are one face: their mean by score. The best one comes first.
export function merged(found) {
  const rest = [...found].sort((one, other) => other.score - one.score), faces = [];
  while (rest.length) {
    const best = rest[0], group = rest.filter((each) => each === best || overlap(best.numbers, each.numbers) > OVERLAP);
    rest.splice(0, rest.length, ...rest.filter((each) => !group.includes(each)));
    const weight = group.reduce((sum, each) => sum + each.score, 0);
    faces.push({ score: best.score, numbers: best.numbers.map((_, at) => group.reduce((sum, each) => sum + each.score * each.numbers[at], 0) / weight) });
  }
  return faces;
}

function overlap(one, other) {
  const across = Math.min(one[2], other[2]) - Math.max(one[0], other[0]), down = Math.min(one[3], other[3]) - Math.max(one[1], other[1]);
  const shared = Math.max(across, 0) * Math.max(down, 0);
  return shared / Math.max(area(one) + area(other) - shared, 1e-6);
}

function area([left, top, right, bottom]) {
  return Math.max(right - left, 0) * Math.max(bottom - top, 0);
}
