import type { DeclineCode, OperationDeclineCode } from "../../../functions/domain/entries.ts";
import type { Breach, Claimed } from "../checker.ts";
import type { HistoryEvent, Reply } from "../history-event.ts";
import type { LedgerView } from "../ledger-view.ts";

/** What a history is judged by, besides the state it ended in. */
export interface HistoryBounds {
  /** When the last fault was gone, by the history's clock; absent: progress is not judged. */
  readonly healedAt?: number;
  /** How long after heal a key may still be refused, milliseconds. */
  readonly progressWithinMs?: number;
}

type Invocation = Extract<HistoryEvent, { readonly type: "invoke" }>;
/** What came of a call. */
export type Outcome = Exclude<HistoryEvent, Invocation>;

/** A call and what came of it; without an outcome the history ended before. */
export interface Attempt {
  readonly invoke: Invocation;
  readonly outcome: Outcome | undefined;
}

/** All attempts under one idempotency key, in the order in which they began. */
export interface KeyAttempts {
  /** Tenant, method, path and key as one text: what makes a request the same request. */
  readonly scope: string;
  readonly attempts: readonly [Attempt, ...Attempt[]];
}

/** A history as the checkers look at it; worked out once for all of them. */
export interface HistoryView {
  readonly attempts: readonly Attempt[];
  readonly keys: readonly KeyAttempts[];
  readonly ledger: LedgerView;
  readonly bounds: HistoryBounds;
  /** When the last event was, milliseconds; zero for an empty history. */
  readonly endedAt: number;
}

/** An invariant of what clients were told, together with the state that it ended in. */
export interface HistoryChecker extends Claimed {
  check(view: HistoryView): readonly Breach[];
}

/** Pairs calls with their outcomes and groups them by key. */
export function viewHistory(history: readonly HistoryEvent[], ledger: LedgerView, bounds: HistoryBounds): HistoryView {
  const outcomes = new Map<number, Outcome>();
  for (const event of history) if (event.type !== "invoke") outcomes.set(event.call, event);
  const attempts = history
    .filter((event) => event.type === "invoke")
    .map((invoke) => ({ invoke, outcome: outcomes.get(invoke.call) }));
  const byScope = new Map<string, [Attempt, ...Attempt[]]>();
  for (const attempt of attempts) {
    const { tenant, method, path, key } = attempt.invoke;
    if (key === undefined) continue;
    const scope = `${tenant} ${method} ${path} ${key}`;
    const known = byScope.get(scope);
    if (known === undefined) byScope.set(scope, [attempt]);
    else known.push(attempt);
  }
  const keys = [...byScope].map(([scope, list]) => ({ scope, attempts: list }));
  const endedAt = history.reduce((last, { at }) => Math.max(last, at), 0);
  return { attempts, keys, ledger, bounds, endedAt };
}

const STORED_DECLINES = {
  insufficient_funds: true,
  account_closed: true,
  currency_mismatch: true,
  payee_not_found: true,
  payee_closed: true,
  payee_currency_mismatch: true,
  duplicate_reference: true,
  not_capturable: true,
  not_voidable: true,
  authorization_expired: true,
  capture_exceeds_authorization: true,
  nothing_to_refund: true,
  refund_exceeds_captured: true,
} as const satisfies Readonly<Record<DeclineCode | OperationDeclineCode, true>>;

/** An answer that is kept under its key: accepted, or declined for good; anything else promises nothing. */
export function storedAnswer(attempt: Attempt): { readonly reply: Reply; readonly accepted: boolean } | undefined {
  const reply = attempt.outcome?.type === "ok" ? attempt.outcome.reply : undefined;
  if (reply === undefined) return undefined;
  if (reply.status >= 200 && reply.status < 300) return { reply, accepted: true };
  const declined = reply.code !== undefined && Object.hasOwn(STORED_DECLINES, reply.code);
  return declined ? { reply, accepted: false } : undefined;
}

/** The events of an attempt, for a breach to show. */
export function eventsOf({ invoke, outcome }: Attempt): readonly HistoryEvent[] {
  return outcome === undefined ? [invoke] : [invoke, outcome];
}

/** A field of an answer's body as text; empty where it has none. */
export function textIn(body: Reply["body"], field: string): string {
  const value = body?.[field];
  return typeof value === "string" || typeof value === "number" ? `${value}` : "";
}

/** Whether a path asks for a payment, or for something to be done about one. */
export function asksFor(path: string): "payment" | "operation" | "account" | "other" {
  if (/^\/v1\/accounts\/[^/]+\/payments$/.test(path)) return "payment";
  if (/^\/v1\/payments\/[^/]+\/(capture|void|refunds)$/.test(path)) return "operation";
  return path === "/v1/accounts" ? "account" : "other";
}
