import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { type Action, type OnDeed, takesDown } from './action.ts';
import { openOutbox, type Outbox } from './outbox.ts';
import type { Ticket } from './tickets.ts';

/** So long a bump can be undone by the word that says it. */
const TOAST_MS = 8_000;

export interface Deeds {
  /** What the server has not told back yet. */
  actions: readonly Action[];
  /** How many of them cannot be sent at the moment. */
  stuck: number;
  does: OnDeed;
  /** What was bumped here a moment ago, or what the server did not do. */
  toast: { ticket: Ticket; isFailure: boolean } | undefined;
  undo: () => void;
}

const NONE: readonly Action[] = [];

/** What is done at this screen: sent in its order, and said to whoever did it. */
export function useDeeds(secret: string, isLive: boolean, due: readonly Ticket[]): Deeds {
  const [sent, setSent] = useState({ actions: NONE, stuck: 0 });
  const [toast, setToast] = useState<Deeds['toast']>();
  const outbox = useRef<Outbox | undefined>(undefined);
  const hanging = useRef(due);
  hanging.current = due;

  useEffect(() => {
    const box: Outbox = openOutbox(secret, {
      changed: () => setSent({ actions: box.actions(), stuck: box.stuck() }),
      failed({ ticket_id }) {
        const ticket = hanging.current.find(({ id }) => id === ticket_id);
        if (ticket) setToast({ ticket, isFailure: true });
      },
    });
    outbox.current = box;
    setSent({ actions: box.actions(), stuck: box.stuck() });
    return () => box.close();
  }, [secret]);

  useEffect(() => {
    if (isLive && outbox.current) outbox.current.wake();
  }, [isLive]);

  useEffect(() => {
    if (!toast) return;
    const timer = setTimeout(() => setToast(undefined), TOAST_MS);
    return () => clearTimeout(timer);
  }, [toast]);

  const does = useMemo<OnDeed>(
    () => (ticket, deed) => {
      if (deed.name === 'start' && ticket.status !== 'new') return;
      if (outbox.current) outbox.current.add(ticket.id, deed);
      if (takesDown(ticket, deed)) setToast({ ticket, isFailure: false });
      else if (deed.name === 'undo' || deed.name === 'recall') setToast(undefined);
    },
    [],
  );
  const undo = () => toast && !toast.isFailure && does(toast.ticket, { name: 'undo' });
  return { ...sent, does, toast, undo };
}
