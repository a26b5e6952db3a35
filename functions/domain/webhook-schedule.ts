const [SECOND, MINUTE, HOUR] = [1_000, 60_000, 3_600_000] as const;

/** Pauses after the first attempt, the second, and so on, milliseconds; after the last one an event is given up. */
export const RETRY_PAUSES_MS: readonly number[] = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
];

/** Up to this share is added to a pause, so that what failed together does not come back together. */
const JITTER = 0.1;
/** However long a receiver asks to be left alone. */
const ASKED_MAX_MS = 24 * HOUR;

/** The lanes that deliveries travel in: whoever was slow lately keeps nobody waiting but those who were, too. */
export type Lane = "fast" | "slow";

/** How long an attempt may take in each lane, milliseconds; the slow one has all the time that receivers are given. */
export const PATIENCE_MS: Readonly<Record<Lane, number>> = { fast: 1_000, slow: 15_000 };

/** For so long after it was slow an endpoint stays in the slow lane, milliseconds. */
export const SLOW_FOR_MS = 10 * MINUTE;

/** Why an attempt did not deliver: what a tenant finds in the list of its deliveries. */
export type AttemptFailure =
  | "status"
  | "redirect"
  | "timeout"
  | "address_refused"
  | "name_unknown"
  | "connection"
  | "tls"
  | "answer_malformed";

/** What came of one attempt. */
export type AttemptOutcome =
  | { readonly outcome: "delivered"; readonly status: number }
  /** 410: nobody wants to hear of it any more. */
  | { readonly outcome: "gone"; readonly status: 410 }
  | {
      readonly outcome: "failed";
      readonly why: AttemptFailure;
      readonly status?: number;
      /** What the receiver asked for, milliseconds. */
      readonly retryAfterMs?: number;
    };

/** What becomes of a delivery after an attempt. */
export type NextStep =
  | { readonly next: "delivered" }
  /** Its endpoint is disabled. */
  | { readonly next: "cancelled" }
  | { readonly next: "exhausted" }
  /** Waits so long, milliseconds; `counted` once the schedule has moved on. */
  | { readonly next: "waiting"; readonly pauseMs: number; readonly counted: number };

/** What an answer's status says. */
export function outcomeOf(status: number, retryAfterMs?: number): AttemptOutcome {
  if (status >= 200 && status < 300) return { outcome: "delivered", status };
  if (status === 410) return { outcome: "gone", status };
  const why = status >= 300 && status < 400 ? "redirect" : "status";
  return { outcome: "failed", why, status, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}

/**
 * What becomes of a delivery of which `counted` attempts were made before this one; `random` in [0, 1). Whom the fast
 * lane has no patience with is tried again at once in the slow one, by the same attempt of the schedule.
 */
export function afterAttempt(counted: number, lane: Lane, attempt: AttemptOutcome, random: number): NextStep {
  if (attempt.outcome === "delivered") return { next: "delivered" };
  if (attempt.outcome === "gone") return { next: "cancelled" };
  if (lane === "fast" && attempt.why === "timeout") return { next: "waiting", pauseMs: 0, counted };
  const pause = RETRY_PAUSES_MS[counted];
  if (pause === undefined) return { next: "exhausted" };
  const jittered = pause * (1 + JITTER * random);
  const asked = Math.min(attempt.retryAfterMs ?? 0, ASKED_MAX_MS);
  return { next: "waiting", pauseMs: Math.round(Math.max(jittered, asked)), counted: counted + 1 };
}

/** Whether an attempt shows that its endpoint belongs into the slow lane; `tookMs` as measured. */
export function showsSlowness(attempt: AttemptOutcome, tookMs: number): boolean {
  return tookMs >= PATIENCE_MS.fast || (attempt.outcome === "failed" && attempt.why === "timeout");
}

/** What a `Retry-After` header asks for, milliseconds from `nowMs`; undefined for what is none (RFC 9110, 10.2.3). */
export function retryAfterOf(header: string | undefined, nowMs: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d{1,9}$/.test(header)) return Number(header) * SECOND;
  const date = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(header)
    ? Date.parse(header)
    : NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs);
}
