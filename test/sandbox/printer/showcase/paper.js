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

/** A line in its place: characters are as wide as on paper, larger ones are scaled. */
function lineOf({ text, width, height, bold, inverted, align }, columns) {
  const line = element('div', 'line');
  const free = columns - [...text].length * width;
  const left = align === 'left' ? 0 : align === 'right' ? free : Math.floor(free / 2);
  const classes = [bold && 'bold', inverted && 'inverted'].filter(Boolean).join(' ');
  const print = element('span', classes, text);
  line.style.height = `calc(var(--row) * ${height})`;
  print.style.left = `${Math.max(0, left)}ch`;
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
