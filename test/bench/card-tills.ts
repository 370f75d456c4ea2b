import { parentPort, workerData } from 'node:worker_threads';

/** Tills with a card each, in a thread of their own, as they are machines of their own. */
const { url, headers } = workerData as { url: string; headers: Record<string, string> };
const TENDER = JSON.stringify({ method: 'card', source_id: 'cnon:card-nonce-ok' });

const tell = (what: number | 'connected') => parentPort?.postMessage(what);

/** Tells how many ms the card took. */
async function pay(id: number): Promise<void> {
  const began = performance.now();
  const answer = await fetch(`${url}/orders/${id}/close`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: TENDER,
  });
  const { status } = (await answer.json()) as { status?: string };
  if (status !== 'closed') throw new Error(`a card was not taken: ${answer.status}`);
  tell(performance.now() - began);
}

/** A till has its connection before a guest comes. */
async function connect(): Promise<void> {
  await (await fetch(`${url}/health`)).arrayBuffer();
}

/** A number: so many connect. Orders: all of them are paid at once. */
parentPort?.on('message', (what: number | number[]) => {
  if (typeof what === 'object') for (const id of what) void pay(id);
  else void Promise.all(Array.from({ length: what }, connect)).then(() => tell('connected'));
});
