import assert from 'node:assert/strict';
import type { Entry } from '#shared/contracts/service.ts';
import { type Front, openFront } from '../support/front.ts';
import { openBooks } from '../support/books.ts';
import type { Answer } from '../support/restaurant.ts';

/** What a refusal says. */
interface Refused {
  code: string;
  errors?: { field: string; message: string }[];
  current?: { version: number; [field: string]: unknown };
}
/** An entity of the menu, as it is on the wire. */
export interface Told {
  id: number;
  name: string;
  version: number;
  [field: string]: unknown;
}

/** Ada in the office, over HTTP. */
export interface Office {
  front: Front;
  token: string;
  /** The services' files. */
  books: ReturnType<typeof openBooks>;
  ask<T = Told>(method: string, path: string, body?: object): Promise<Answer<T>>;
  /** What was asked was done: its body. */
  done<T = Told>(method: string, path: string, body?: object, status?: number): Promise<T>;
  /** That it is refused, and that nothing in catalog's file is another than before. */
  refused(
    wanted: [method: string, path: string, body?: object],
    status: number,
    code: string,
    field?: string,
  ): Promise<Refused>;
  /** What catalog announced so far, last first. */
  announced(): Pick<Entry, 'type' | 'body'>[];
}

export async function openOffice(
  services: string[] = [],
  extra: NodeJS.ProcessEnv = {},
): Promise<Office> {
  const front = await openFront(['catalog', 'staff', ...services], extra);
  const token = await front.login();
  const books = openBooks(front.house.config.POS_DATA_DIR);
  const announced = () =>
    books
      .rows<{ type: string; body: string }>('catalog', 'SELECT * FROM journal ORDER BY seq DESC')
      .map(({ type, body }) => ({ type, body: JSON.parse(body) as unknown }));
  const office: Office = {
    front,
    token,
    books,
    announced,
    ask: (method, path, body) => front.call(method, path, { token, ...(body && { body }) }),
    async done(method, path, body, status = 200) {
      const answer = await office.ask(method, path, body);
      assert.equal(answer.status, status, JSON.stringify(answer.body));
      return answer.body as never;
    },
    async refused([method, path, body], status, code, field) {
      const before = announced();
      const answer = await office.ask<Refused>(method, path, body);
      const named = answer.body.errors?.[0]?.field;
      assert.deepEqual([answer.status, answer.body.code, named], [status, code, field]);
      assert.deepEqual(announced(), before);
      return answer.body;
    },
  };
  return office;
}
