import type { serialization } from 'square';
import { isFinal } from './checkout.ts';
import { knowsDevice } from './devices.ts';
import { type Inside, newId } from './inside.ts';
import { durationMs } from './payment.ts';
import { invalid, notFound } from './refusal.ts';
import type { Route } from './route.ts';
import { deadlineOf } from './terminal.ts';
import { SILENT_TERMINALS, TERMINALS } from './test-values.ts';
import type { Action } from './wire.ts';

type Create = serialization.terminal.CreateTerminalActionRequest.Raw;

const READ = ['PAYMENTS_READ'];
const WRITE = ['PAYMENTS_WRITE'];

function create(inside: Inside, { action: wanted }: Create): Action {
  const { clock, settings, shelves, announce } = inside;
  const device_id = wanted.device_id ?? '';
  if (!knowsDevice(inside, device_id)) throw notFound('Device', 'action.device_id');
  if (wanted.type !== 'PING') throw invalid('INVALID_VALUE', 'Only PING is known.', 'action.type');
  const action: Action = {
    id: newId(),
    device_id,
    type: wanted.type,
    deadline_duration: deadlineOf(wanted.deadline_duration, 'action.deadline_duration'),
    status: 'PENDING',
    location_id: settings.location_id,
    app_id: settings.application_id,
    created_at: clock.iso(),
    updated_at: clock.iso(),
  };
  shelves.actions.put(action.id, { action, step_at: clock.now() + settings.checkout_step_ms });
  announce('terminal.action.created', action.id, { action });
  return action;
}

function put({ shelves, clock, announce }: Inside, action: Action, changes: Partial<Action>): void {
  const changed = { ...action, ...changes, updated_at: clock.iso() };
  shelves.actions.put(action.id, { action: changed, step_at: 0 });
  announce('terminal.action.updated', action.id, { action: changed });
}

/** Terminals answer, or nobody does. */
export function settleActions(inside: Inside): void {
  const now = inside.clock.now();
  for (const { action, step_at } of inside.shelves.actions.all()) {
    if (isFinal(action) || now < step_at) continue;
    const offline = TERMINALS[action.device_id] === 'offline';
    const silence = offline ? 'offline' : SILENT_TERMINALS[action.device_id];
    const deadline = Date.parse(action.created_at) + (durationMs(action.deadline_duration) ?? 0);
    if (silence === 'times out' || now >= deadline) {
      put(inside, action, { status: 'CANCELED', cancel_reason: 'TIMED_OUT' });
    } else if (!silence) put(inside, action, { status: 'COMPLETED' });
  }
}

/** What can be asked of a terminal besides money. */
export function actionRoutes(inside: Inside): Route[] {
  return [
    {
      name: 'CreateTerminalAction',
      method: 'POST',
      path: '/v2/terminals/actions',
      scopes: WRITE,
      request: 'CreateTerminalActionRequest',
      response: 'CreateTerminalActionResponse',
      lengths: { idempotency_key: 64 },
      handle: ({ body }) => ({ action: create(inside, body as Create) }),
    },
    {
      name: 'GetTerminalAction',
      method: 'GET',
      path: '/v2/terminals/actions/:action_id',
      scopes: READ,
      response: 'GetTerminalActionResponse',
      handle({ params }) {
        const kept = inside.shelves.actions.get(params.action_id ?? '');
        if (!kept) throw notFound(`Action ${params.action_id}`);
        return { action: kept.action };
      },
    },
  ];
}
