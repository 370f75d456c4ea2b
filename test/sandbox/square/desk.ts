import { admit, answered, askVersion, keepAnswer } from './gate.ts';
import type { Inside } from './inside.ts';
import { OauthRefusal, Refusal } from './refusal.ts';
import type { Call, Route } from './route.ts';
import { complaintOf, loadShapes, problemsOf } from './validate.ts';

/** What goes back to the caller. */
export interface Answer {
  status: number;
  answer: object;
}

/** Does what one request asks for, and throws where the answer is not in Square's own form. */
export type Desk = (route: Route, call: Omit<Call, 'token'>) => Promise<Answer>;

/** `settle` brings up to date what has had its time. */
export function openDesk(inside: Inside, settle: () => void): Desk {
  let shapes: ReturnType<typeof loadShapes> | undefined;

  return async function answer(route, call) {
    const shape = await (shapes ??= loadShapes());
    // from here on nothing is waited for: two requests with one key come one after the other
    settle();
    try {
      const token = admit(inside, call.headers, route);
      askVersion(call.headers);
      const complaint = route.request && complaintOf(shape(route.request), call.body, route);
      if (complaint) throw complaint;
      const kept = answered(inside, route, call.body);
      if (kept) return { status: kept.status, answer: kept.answer };
      return checked(route, call.body, { status: 200, answer: route.handle({ ...call, token }) });
    } catch (error) {
      if (error instanceof OauthRefusal) return { status: error.status, answer: error.body };
      if (!(error instanceof Refusal)) throw error;
      return checked(route, call.body, { status: error.status, answer: error.body });
    } finally {
      inside.save();
    }

    function checked(of: Route, body: unknown, result: Answer): Answer {
      // as it is now: what is on the shelves goes on changing
      const now = structuredClone(result);
      const [problem] = problemsOf(shape(of.response), now.answer);
      if (problem) throw new Error(`${of.name}: ${problem.path.join('.')}: ${problem.message}`);
      keepAnswer(inside, of, body, now);
      return now;
    }
  };
}
