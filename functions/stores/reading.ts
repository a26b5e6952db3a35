import { ATTEMPT_MS } from "../domain/lease.ts";
import type { Clock, Random } from "./clock.ts";
import { classify } from "./failures.ts";

const ATTEMPTS = 3;
const BACKOFF_BASE_MS = 8;

/**
 * Reads, and again within bounds where the table sheds load or the reply is lost: reading twice does no harm. Throws
 * what the last attempt threw, and anything else at once.
 */
export async function reading<Reply>(
  read: (options: { readonly abortSignal: AbortSignal }) => Promise<Reply>,
  clock: Clock,
  random: Random,
  attemptMs: number = ATTEMPT_MS,
): Promise<Reply> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await read({ abortSignal: clock.deadline(attemptMs) });
    } catch (error) {
      const failure = classify(error);
      if (attempt === ATTEMPTS || failure === "fault" || failure === "refused") throw error;
      await clock.sleep(random() * BACKOFF_BASE_MS * 2 ** attempt);
    }
  }
}
