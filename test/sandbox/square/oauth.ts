import { createHash } from 'node:crypto';
import type { serialization } from 'square';
import { type Inside, newId } from './inside.ts';
import { notAllowed, OauthRefusal } from './refusal.ts';
import type { Call, Route } from './route.ts';
import type { Grant, Token } from './records.ts';

type Obtain = serialization.ObtainTokenRequest.Raw;
type Revoke = serialization.RevokeTokenRequest.Raw;

const DAY_MS = 24 * 3_600_000;
const CODE_LIVES_MS = 5 * 60_000;
const TOKEN_LIVES_MS = 30 * DAY_MS;
const PKCE_REFRESH_LIVES_MS = 90 * DAY_MS;

const unauthorized = () => new OauthRefusal(401, 'service.not_authorized', 'Not Authorized');

/** The merchant says yes; returns the code that Square sends to the redirect URL. */
export function grantCode(inside: Inside, scopes: string[], code_challenge?: string): string {
  const code = `sandbox-sq0cgb-${newId()}`;
  const expires_at = inside.clock.now() + CODE_LIVES_MS;
  const challenge = code_challenge && { code_challenge };
  inside.shelves.grants.put(code, { kind: 'code', scopes, expires_at, spent: false, ...challenge });
  return code;
}

function takeGrant(inside: Inside, id: string | null | undefined, kind: Grant['kind']): Grant {
  const grant = inside.shelves.grants.get(id ?? '');
  const over = grant && (grant.expires_at ?? Number.POSITIVE_INFINITY) <= inside.clock.now();
  if (!grant || grant.kind !== kind || grant.spent || over) throw unauthorized();
  return grant;
}

/** An application proves itself by its secret, or by what it began with. */
function prove({ settings }: Inside, body: Obtain, grant: Grant): void {
  if (body.client_id !== settings.application_id) throw unauthorized();
  if (grant.code_challenge) {
    if (grant.kind === 'refresh') return;
    const hash = createHash('sha256')
      .update(body.code_verifier ?? '')
      .digest('base64url');
    if (hash !== grant.code_challenge) throw unauthorized();
  } else if (body.client_secret !== settings.application_secret) throw unauthorized();
}

function obtain(inside: Inside, body: Obtain): object {
  const { shelves, clock, settings } = inside;
  const refreshing = body.grant_type === 'refresh_token';
  if (!refreshing && body.grant_type !== 'authorization_code') {
    throw new OauthRefusal(400, 'bad_request.invalid_parameter', 'Unknown grant_type');
  }
  const id = (refreshing ? body.refresh_token : body.code) ?? '';
  const grant = takeGrant(inside, id, refreshing ? 'refresh' : 'code');
  prove(inside, body, grant);
  const wider = (body.scopes ?? []).filter((scope) => !grant.scopes.includes(scope));
  if (wider.length > 0) throw unauthorized();
  const pkce = grant.code_challenge !== undefined;
  // of the code flow a refresh token is always the same one; of PKCE it serves once
  const refresh_token = refreshing && !pkce ? id : `EQAA${newId()}`;
  if (refresh_token !== id) {
    shelves.grants.put(id, { ...grant, spent: true });
    const ends = pkce ? { expires_at: clock.now() + PKCE_REFRESH_LIVES_MS } : {};
    const { expires_at: _, ...rest } = grant;
    shelves.grants.put(refresh_token, { ...rest, kind: 'refresh', spent: false, ...ends });
  }
  const short_lived = body.short_lived ?? false;
  const token: Token = {
    access_token: `EAAA${newId()}`,
    refresh_token,
    scopes: body.scopes?.length ? body.scopes : grant.scopes,
    expires_at: clock.now() + (short_lived ? DAY_MS : TOKEN_LIVES_MS),
    revoked: false,
  };
  shelves.tokens.put(token.access_token, token);
  const iso = (ms: number) => new Date(ms).toISOString();
  return {
    access_token: token.access_token,
    token_type: 'bearer',
    expires_at: iso(token.expires_at ?? 0),
    merchant_id: settings.merchant_id,
    refresh_token,
    short_lived,
    ...(pkce && { refresh_token_expires_at: iso(clock.now() + PKCE_REFRESH_LIVES_MS) }),
  };
}

/** Takes tokens back: one, or all that the merchant has given. */
export function revokeTokens(inside: Inside, access_token?: string, only = false): void {
  const { shelves, settings, announce } = inside;
  for (const token of shelves.tokens.all()) {
    if (access_token && token.access_token !== access_token) continue;
    shelves.tokens.put(token.access_token, { ...token, revoked: true });
    const grant = shelves.grants.get(token.refresh_token ?? '');
    if (grant && !only) shelves.grants.put(token.refresh_token ?? '', { ...grant, spent: true });
  }
  const object = { revocation: { revoked_at: inside.clock.iso(), revoker_type: 'APPLICATION' } };
  if (!only) announce('oauth.authorization.revoked', settings.merchant_id, object);
}

function revoke(inside: Inside, { headers, body }: Call): object {
  const { settings, shelves } = inside;
  const said = body as Revoke;
  const proven = headers.authorization === `Client ${settings.application_secret}`;
  if (!proven || said.client_id !== settings.application_id) throw unauthorized();
  const known = said.access_token && shelves.tokens.get(said.access_token);
  if (!known && said.merchant_id !== settings.merchant_id) {
    throw new OauthRefusal(404, 'not_found', 'access token or merchant not found');
  }
  const one = said.access_token ?? undefined;
  revokeTokens(inside, one, said.revoke_only_access_token ?? false);
  return { success: true };
}

/** How an application comes by its tokens, looks at them and gives them back. */
export function oauthRoutes(inside: Inside): Route[] {
  return [
    {
      name: 'ObtainToken',
      method: 'POST',
      path: '/oauth2/token',
      request: 'ObtainTokenRequest',
      response: 'ObtainTokenResponse',
      handle: ({ body }) => obtain(inside, body as Obtain),
    },
    {
      name: 'RetrieveTokenStatus',
      method: 'POST',
      path: '/oauth2/token/status',
      scopes: [],
      response: 'RetrieveTokenStatusResponse',
      handle({ token }) {
        const { application_id: client_id, merchant_id } = inside.settings;
        if (!token) throw notAllowed('UNAUTHORIZED', 'This request could not be authorized.');
        const { scopes, expires_at } = token;
        const ends = expires_at && { expires_at: new Date(expires_at).toISOString() };
        return { scopes, ...ends, client_id, merchant_id };
      },
    },
    {
      name: 'RevokeToken',
      method: 'POST',
      path: '/oauth2/revoke',
      request: 'RevokeTokenRequest',
      response: 'RevokeTokenResponse',
      handle: (call) => revoke(inside, call),
    },
  ];
}
