/** For versions 1 to 6, with a seventh of each code redundant: level M, as printers are told. */
const VERSIONS = [
  { check: 10, blocks: [16] },
  { check: 16, blocks: [28] },
  { check: 26, blocks: [44] },
  { check: 18, blocks: [32, 32] },
  { check: 24, blocks: [43, 43] },
  { check: 16, blocks: [27, 27, 27, 27] },
];
/** Level M and mask 0, guarded against errors, as ISO 18004 lists it. */
const FORMAT = 0b101010000010010;

const EXP = [1];
for (let i = 1; i < 255; i++) {
  const next = EXP[i - 1] * 2;
  EXP.push(next > 255 ? next ^ 0x11d : next);
}
const times = (a, b) => (a && b ? EXP[(EXP.indexOf(a) + EXP.indexOf(b)) % 255] : 0);

/** Reed and Solomon's remainder. */
function checkOf(data, length) {
  let divisor = [1];
  for (let i = 0; i < length; i++) {
    const shifted = [...divisor, 0];
    divisor = shifted.map((c, j) => c ^ times(divisor[j - 1] ?? 0, EXP[i]));
  }
  const rest = [...data, ...Array(length).fill(0)];
  for (let i = 0; i < data.length; i++) {
    const factor = rest[i];
    for (const [j, c] of divisor.entries()) rest[i + j] ^= times(c, factor);
  }
  return rest.slice(data.length);
}

/** The codewords of a text, interleaved, in the smallest version that holds them. */
function codewordsOf(text) {
  const bytes = [...new TextEncoder().encode(text)];
  const room = ({ blocks }) => blocks.reduce((sum, size) => sum + size, 0);
  const version = VERSIONS.findIndex((one) => room(one) >= bytes.length + 2);
  if (version < 0) return undefined;
  const { check, blocks } = VERSIONS[version];
  // four bits say that bytes follow, eight how many, four that it ends
  const nibbles = [4, bytes.length >> 4, bytes.length & 15];
  for (const byte of bytes) nibbles.push(byte >> 4, byte & 15);
  nibbles.push(0);
  const data = [];
  for (let i = 0; i < nibbles.length; i += 2) data.push(nibbles[i] * 16 + nibbles[i + 1]);
  const size = room(VERSIONS[version]);
  for (let pad = 0xec; data.length < size; pad ^= 0xec ^ 0x11) data.push(pad);
  const parts = blocks.map((length) => data.splice(0, length));
  const checks = parts.map((part) => checkOf(part, check));
  const woven = (all) => all[0].flatMap((_, i) => all.map((one) => one[i]));
  return { version: version + 1, words: [...woven(parts), ...woven(checks)] };
}

/** Rows of black (1), white (0) and not yet decided squares. */
function frameOf(version) {
  const size = 17 + 4 * version;
  const rows = Array.from({ length: size }, () => Array(size).fill(undefined));
  const put = (y, x, black) => {
    if (rows[y] && x >= 0 && x < size) rows[y][x] = black ? 1 : 0;
  };
  const target = (cy, cx, reach, isBlack) => {
    for (let dy = -reach; dy <= reach; dy++) {
      for (let dx = -reach; dx <= reach; dx++) {
        put(cy + dy, cx + dx, isBlack(Math.max(Math.abs(dy), Math.abs(dx))));
      }
    }
  };
  for (let i = 0; i < size; i++) {
    put(6, i, i % 2 === 0);
    put(i, 6, i % 2 === 0);
  }
  for (const [y, x] of [
    [3, 3],
    [3, size - 4],
    [size - 4, 3],
  ]) {
    target(y, x, 4, (ring) => ring !== 2 && ring !== 4);
  }
  if (version > 1) target(size - 7, size - 7, 2, (ring) => ring !== 1);
  for (let i = 0; i < 15; i++) {
    const bit = (FORMAT >> i) & 1;
    put(i < 6 ? i : i < 8 ? i + 1 : size - 15 + i, 8, bit);
    put(8, i < 8 ? size - 1 - i : i < 9 ? 15 - i : 14 - i, bit);
  }
  put(size - 8, 8, 1);
  return rows;
}

/** In columns of two from the lower right corner, upwards and downwards in turn. */
function fill(rows, words) {
  const size = rows.length;
  let bit = 0;
  for (let right = size - 1, up = true; right > 0; right -= 2, up = !up) {
    if (right === 6) right = 5;
    for (let i = 0; i < size; i++) {
      const y = up ? size - 1 - i : i;
      for (const x of [right, right - 1]) {
        if (rows[y][x] !== undefined) continue;
        const black = (words[bit >> 3] >> (7 - (bit & 7))) & 1;
        rows[y][x] = black ^ ((x + y) % 2 === 0 ? 1 : 0);
        bit++;
      }
    }
  }
}

/** A square code as a picture; one that says too much for it stands there as text. */
export function squareOf(text) {
  const code = codewordsOf(text);
  if (!code) return document.createTextNode(text);
  const rows = frameOf(code.version);
  fill(rows, code.words);
  const size = rows.length + 4; // two squares of white all around, on white paper
  const dots = rows.flatMap((row, y) =>
    row.flatMap((black, x) => (black ? [`M${x + 2} ${y + 2}h1v1h-1z`] : [])),
  );
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', `0 0 ${size} ${size}`);
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', text);
  svg.setAttribute('shape-rendering', 'crispEdges');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', dots.join(''));
  path.setAttribute('fill', 'currentColor');
  svg.append(path);
  return svg;
}
