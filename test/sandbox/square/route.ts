import type { IncomingHttpHeaders } from 'node:http';
import type { Token } from './records.ts';

/** One request, after what is the same for all has been looked at. */
export interface Call {
  params: Record<string, string>;
  query: URLSearchParams;
  body: unknown;
  headers: IncomingHttpHeaders;
  /** Undefined where the endpoint is open. */
  token: Token | undefined;
}

/** An endpoint. */
export interface Route {
  /** Square's own name of the operation, which faults are asked for by. */
  name: string;
  method: 'GET' | 'POST' | 'PUT';
  /** `:name` stands for one part. */
  path: string;
  /** Permissions that the token must have; undefined: no token is asked for. */
  scopes?: string[];
  /** The SDK's names of what comes and of what goes. */
  request?: string;
  response: string;
  /** The longest text of a field, as `payment.note`. */
  lengths?: Record<string, number>;
  handle(call: Call): object;
}

/** The route of a request and the parts of its path. */
export function findRoute(routes: Route[], method: string, pathname: string) {
  const parts = pathname.split('/');
  for (const route of routes) {
    const wanted = route.path.split('/');
    if (route.method !== method || wanted.length !== parts.length) continue;
    const params: Record<string, string> = {};
    const fits = wanted.every((part, i) => {
      if (!part.startsWith(':')) return part === parts[i];
      params[part.slice(1)] = decodeURIComponent(parts[i] as string);
      return parts[i] !== '';
    });
    if (fits) return { route, params };
  }
  return undefined;
}
