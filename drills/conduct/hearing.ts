import { textOf } from "../checkers/ledger-view.ts";
import type { WebhookRun } from "../checkers/webhooks/webhook-run.ts";

/** What endpoints have heard of events that happened in a cell between two moments. */
export interface Hearing {
  /** Pairs of an event and an endpoint that wants it. */
  readonly wanted: number;
  /** Of these, how many the endpoint has not taken, and how many it has taken more than once. */
  readonly missing: number;
  readonly repeated: number;
  /** Attempts that travelled in the lane of the slow. */
  readonly slow: number;
}

/** Looks at the events of a cell from `from` to `to`, milliseconds of the target's clock. */
export function hearingOf(run: WebhookRun, cell: string, from: number, to: number): Hearing {
  const taken = new Map<string, number>();
  for (const { url, headers, status = 0 } of run.sent) {
    if (status < 200 || status > 299) continue;
    const name = `${url} ${headers["webhook-id"]}`;
    taken.set(name, (taken.get(name) ?? 0) + 1);
  }
  const events = run.events.filter(({ home, at }) => home === cell && at >= from && at < to);
  const times = events.flatMap(({ id, item }) => {
    const wants = run.endpoints.filter(({ tenant, events: types }) => {
      return tenant === textOf(item, "tenant") && (types.length === 0 || types.includes(textOf(item, "type")));
    });
    return [...new Set(wants.map(({ url }) => url))].map((url) => taken.get(`${url} ${id}`) ?? 0);
  });
  const ids = new Set(events.map(({ id }) => id));
  const attempts = run.deliveries.flatMap((delivery) => (ids.has(delivery.event) ? delivery.attempts : []));
  return {
    wanted: times.length,
    missing: times.filter((count) => count === 0).length,
    repeated: times.filter((count) => count > 1).length,
    slow: attempts.filter(({ lane }) => lane === "slow").length,
  };
}

/** Messages that a cell has sent between two moments, milliseconds of the target's clock. */
export function sentFrom({ sent }: WebhookRun, cell: string, from: number, to: number): number {
  return sent.filter((message) => message.from === cell && message.at >= from && message.at < to).length;
}
