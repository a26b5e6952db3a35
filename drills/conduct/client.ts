import type { Reply } from "../checkers/history-event.ts";
import { isRetryable, outcomeOf, type HistoryEvent } from "../checkers/history-event.ts";
import type { ApiAnswer, ApiCall, Target } from "../targets/target.ts";

/** How clients try again. */
export interface Patience {
  /** How long an attempt is waited for. Milliseconds. */
  readonly attemptMs: number;
  /** The first pause before another attempt; it doubles up to the longest. Milliseconds. */
  readonly pauseMs: number;
  readonly pauseMsMax: number;
  /** When a client gives up for good. Milliseconds. */
  readonly giveUpMs: number;
}

/** A client that behaves: it waits as it is told, longer each time, and each one differently. */
export const patient: Patience = { attemptMs: 2_000, pauseMs: 100, pauseMsMax: 3_000, giveUpMs: 180_000 };

/** A client that does not: it asks again at once, however often. */
export const impatient: Patience = { attemptMs: 1_000, pauseMs: 50, pauseMsMax: 50, giveUpMs: 180_000 };

/** What the API is asked, apart from how it is asked again. */
export interface Asked extends ApiCall {
  readonly amount?: number;
  readonly payee?: string;
}

/** How a request ended: with an answer for good, or without one. */
export interface Ending {
  readonly answer: ApiAnswer | undefined;
  readonly attempts: number;
}

/** A client of the public API that writes down everything it asked and was answered. */
export interface Client {
  /** Sends a request with its key until there is an answer for good; hears of every attempt that was none. */
  ask(asked: Asked, patience: Patience, onRefusal?: (kind: string) => void): Promise<Ending>;
  readonly history: readonly HistoryEvent[];
}

/** A client over a target. */
export function createClient(target: Pick<Target, "send" | "clock" | "random">): Client {
  const { clock, random } = target;
  const history: HistoryEvent[] = [];
  let calls = 0;

  async function attempt(asked: Asked, preferCell: string | undefined, timeoutMs: number) {
    const call = { call: (calls += 1), ...calledOf(asked, preferCell) };
    history.push({ type: "invoke", at: clock.now(), ...call });
    const answer = await target.send({ ...asked, ...(preferCell === undefined ? {} : { preferCell }) }, timeoutMs);
    const reply = answer && replyOf(answer);
    const cell = answer?.servedBy ?? call.cell;
    history.push({ type: outcomeOf(reply), at: clock.now(), ...call, cell, ...(reply && { reply }) });
    return answer;
  }

  return {
    history,
    async ask(asked, patience, onRefusal = () => {}) {
      const started = clock.monotonic();
      let pauseMs = patience.pauseMs;
      let preferCell: string | undefined;
      for (let attempts = 1; ; attempts += 1) {
        const answer = await attempt(asked, preferCell, patience.attemptMs);
        if (answer !== undefined && !isRetryable(replyOf(answer)) && answer.status < 500) return { answer, attempts };
        onRefusal(kindOf(answer));
        if (clock.monotonic() - started > patience.giveUpMs) return { answer: undefined, attempts };
        // A 421 names the cell to prefer, once: whatever comes of that, the edge decides again.
        const named = answer?.status === 421 && preferCell === undefined ? answer.homeCell : undefined;
        preferCell = named;
        if (named !== undefined) continue;
        // What the answer asks for is the least; the rest is drawn, so that clients do not come back together.
        const leastMs = patience === impatient ? 0 : (answer?.retryAfterSeconds ?? 0) * 1_000;
        await clock.sleep(leastMs + pauseMs * (0.5 + random() / 2));
        pauseMs = Math.min(pauseMs * 2, patience.pauseMsMax);
      }
    },
  };
}

/** What the figure of errors calls an answer that was none for good. */
export function kindOf(answer: ApiAnswer | undefined): string {
  if (answer === undefined) return "no answer";
  const code = typeof answer.body["code"] === "string" ? ` ${answer.body["code"]}` : "";
  return `${answer.status}${code}`;
}

function calledOf({ as, issuer, method, path, idempotencyKey, body, amount, payee }: Asked, cell: string | undefined) {
  return {
    cell: cell ?? issuer,
    tenant: as,
    method,
    path,
    ...(idempotencyKey === undefined ? {} : { key: idempotencyKey }),
    ...(body === undefined ? {} : { request: JSON.stringify(body) }),
    ...(amount === undefined ? {} : { amount }),
    ...(payee === undefined ? {} : { payee }),
  };
}

/** An answer as the checkers look at it. */
function replyOf({ status, body, replayed }: ApiAnswer): Reply {
  const { code, id, payment, object } = body;
  const ofPayment = object === "payment" ? id : payment;
  return {
    status,
    replayed,
    body,
    ...(typeof code === "string" ? { code } : {}),
    ...(typeof ofPayment === "string" ? { payment: ofPayment } : {}),
    ...(typeof id === "string" && id.startsWith("op_") ? { operation: id } : {}),
  };
}
