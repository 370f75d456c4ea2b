import { type Call, expected, parseInput } from './answer.ts';
import { type Question, readQuestion, type Reply } from './ask.ts';
import type { Bus } from './bus.ts';
import type { Contract, Handlers, Operation } from './contracts/contract.ts';
import { encode } from './encode.ts';
import { toWire } from './errors.ts';
import type { Log } from './log.ts';

type AnyRead = (input: never, call: Pick<Call, 'at' | 'caller'>) => Promise<unknown>;
type Reads<C extends Contract> = Handlers<C, Pick<Call, 'at' | 'caller'>>;

/** Answers a contract of reads alone, of a service that keeps no file. */
export function answerReads<C extends Contract>(
  { bus, log }: { bus: Bus; log: Log },
  contract: C,
  handlers: Reads<C>,
): void {
  const answering = new Set<string>();

  async function reply(name: string, operation: Operation, question: Question): Promise<Reply> {
    const { id, caller } = question;
    try {
      const input = parseInput(operation.input, question.input) as never;
      const at = new Date().toISOString();
      const output = await (handlers[name] as AnyRead)(input, { at, caller });
      return { id, ok: true, output: encode(operation.output, output as never) };
    } catch (error) {
      return { id, ok: false, error: toWire(expected(error, operation, name, log)) };
    }
  }
  for (const [name, operation] of Object.entries(contract.operations)) {
    bus.subscribe(`pos/${bus.name}/do/${name}`, (message) => {
      const question = readQuestion(message);
      if (answering.has(question.id)) return; // asked again while we are at it
      answering.add(question.id);
      void reply(name, operation, question).then((said) => {
        answering.delete(question.id);
        bus.publish(question.reply_to, JSON.stringify(said));
      });
    });
  }
}
