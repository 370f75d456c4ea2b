interface Door {
  path: string;
  name: string;
  what: string;
}

const DOORS: Door[] = [
  { path: '/display', name: 'Customer display', what: 'the order as its guest sees it' },
  { path: '/kitchen', name: 'Kitchen screen', what: 'the tickets that are due, and Bump' },
  { path: '/board', name: 'Order board', what: 'the numbers that are being made, and ready' },
  { path: '/docs', name: 'API, to try out', what: 'every call of the HTTP interface' },
  { path: '/redoc', name: 'API, to read', what: 'the same, with what a front end must know' },
  { path: '/asyncapi', name: 'Real-time topics', what: 'what the screens are told, live' },
  { path: '/health', name: 'Health', what: 'how every part of the house is' },
];
const DEMO_DOOR: Door = {
  path: '/demo/printer',
  name: 'Demo printer',
  what: 'the paper that came out of it',
};

/** The page at `/`: what this is, where it is reached, what to open next. */
export function frontPage(addresses: string[], version: string, demo: boolean): string {
  const doors = demo ? [...DOORS.slice(0, 3), DEMO_DOOR, ...DOORS.slice(3)] : DOORS;
  return `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>Restaurant POS Server</title>
  <link rel="icon" href="/pages/icon.svg">
  <link rel="stylesheet" href="/pages/front-page.css">
</head>
<body>
<main>
  <header>
    <h1>Restaurant POS Server</h1>
    <p>Tills, customer displays, kitchen screens and printers of this restaurant meet here. It
      needs no internet.</p>
  </header>
  <nav>${doors.map(door).join('')}</nav>
  ${demo ? DEMO_NOTE : ''}
  <section>
    <h2>Reached at</h2>
    <ul>${addresses.map((address) => `<li><code>${escaped(address)}</code></li>`).join('')}</ul>
    <p>Apps find it by themselves: <code>_pos._tcp</code>, “Restaurant POS Server”. The documents
      for programs are <a href="/openapi.json">openapi.json</a> and
      <a href="/asyncapi.json">asyncapi.json</a>.</p>
  </section>
  <footer>Version ${escaped(version)}</footer>
</main>
</body>
</html>
`;
}

const DEMO_NOTE = `<section>
    <h2>This is the demo</h2>
    <p>Its staff log in with <kbd>2468</kbd> (Ada, admin), <kbd>1357</kbd> (Ben) and
      <kbd>8642</kbd> (Carla). A screen shows a code until it is approved: at a till, or with
      “Approve here” and Ada’s PIN. Then another till or station than the usual one is chosen in
      the address: <code>/display?till=bar</code>, <code>/kitchen?station=kitchen</code>.</p>
  </section>`;

function door({ path, name, what }: Door): string {
  return `<a href="${path}"><strong>${name}</strong><span>${what}</span><code>${path}</code></a>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
