import { squareOf } from './square.js';

/** Paper comes out seldom: looked at each second, answered with 304 mostly. */
const LOOK_EVERY_MS = 1_000;
const desk = document.getElementById('papers');
const state = document.getElementById('state');
let shown = -1;

function element(name, className, text = '') {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

/** Each character in its place, also one for which the font has another width; some have two. */
function printOf(text, wide, classes) {
  const print = element('span', classes);
  for (const [i, character] of [...text].entries()) {
    if (wide.includes(i)) print.append(element('b', 'wide', character));
    else print.append(character < '\x7f' ? character : element('b', 'narrow', character));
  }
  print.normalize();
  return print;
}

/** A line in its place: characters are as wide as on paper, larger ones are scaled. */
function lineOf({ text, wide, width, height, bold, inverted, align, qr }, columns) {
  const line = element('div', 'line');
  if (qr !== undefined) {
    line.className = `square ${align}`;
    line.append(squareOf(qr));
    return line;
  }
  const cells = [...text].length + wide.length;
  const free = columns - cells * width;
  const left = align === 'left' ? 0 : align === 'right' ? free : Math.floor(free / 2);
  const classes = [bold && 'bold', inverted && 'inverted'].filter(Boolean).join(' ');
  const print = printOf(text, wide, classes);
  line.style.height = `calc(var(--row) * ${height})`;
  print.style.left = `${Math.max(0, left)}ch`;
  print.style.width = `${cells}ch`;
  print.style.transform = `scale(${width}, ${height})`;
  line.append(print);
  return line;
}

function paperOf({ number, printed_at, lines }, columns, isNew) {
  const when = new Date(printed_at).toLocaleTimeString();
  const figure = element('figure', isNew ? 'new' : '');
  const paper = element('div', 'paper');
  paper.style.width = `calc(${columns}ch + 2 * var(--margin))`;
  paper.append(...lines.map((line) => lineOf(line, columns)));
  figure.append(element('figcaption', '', `No. ${number} · ${when}`), paper);
  return figure;
}

async function look() {
  try {
    const answer = await fetch('/demo/printer/papers.json', { cache: 'no-cache' });
    if (!answer.ok) throw new Error(String(answer.status));
    const { columns, papers } = await answer.json();
    const newest = papers.length ? papers[0].number : 0;
    state.textContent = papers.length
      ? `The newest comes first. ${papers.length} shown.`
      : 'Nothing was printed yet: close an order, and its receipt comes out here.';
    state.className = '';
    if (newest === shown) return;
    desk.replaceChildren(
      ...papers.map((paper) => paperOf(paper, columns, shown >= 0 && paper.number > shown)),
    );
    shown = newest;
  } catch {
    state.textContent = 'The demo printer is away. It comes back by itself.';
    state.className = 'away';
  } finally {
    setTimeout(() => void look(), LOOK_EVERY_MS);
  }
}

void look();

/** What goes wrong with a printer, to be tried out. */
document.getElementById('panel').addEventListener('click', ({ target }) => {
  const { wish } = target.dataset;
  if (!wish) return;
  const headers = { 'content-type': 'application/json' };
  void fetch('/demo/printer/_control', { method: 'POST', headers, body: wish });
});
