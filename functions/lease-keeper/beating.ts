import { BEAT_MS } from "../domain/health.ts";
import type { Canary } from "../stores/canary.ts";
import type { Clock, Random } from "../stores/clock.ts";
import { reported, type Log } from "../stores/log.ts";
import type { Signs } from "../stores/signs.ts";
import type { Env } from "./env.ts";

/** The keeper as its cell's heartbeat. */
export interface Beating {
  /** One beat, unless another keeper has just beaten; tells in how many milliseconds the next one is due. */
  beat(): Promise<number>;
  /** Beats until `end`, monotonic milliseconds; apart from the tick, so that a canary that hangs stops no lease. */
  run(end: number): Promise<void>;
}

/** What beating reads and writes. */
interface Stores {
  readonly signs: Pick<Signs, "beatOf" | "beat">;
  readonly canary: Canary;
  readonly log: Log;
}

/** A beat younger than this is another keeper's: one of those that overlap is enough. */
const OTHERS_MS = 4_000;
/** Whoever follows looks this much later than whoever leads, and so takes over only when no beat came. */
const FOLLOW_MS = 500;
/** After a failed canary, sooner: one lost payment is not to look like a lost cell. */
const AGAIN_MS = 2_000;

/** Beats after each canary payment that was taken, or sent on by a cell that knows that it is evacuated. */
export function createBeating(env: Env, { signs, canary, log }: Stores, clock: Clock, random: Random): Beating {
  let lastBeat: bigint | undefined;
  /** Whether this keeper alone has beaten last; it needs not look then: the count of its next beat tells of others. */
  let leads = false;

  async function beat(): Promise<number> {
    const began = clock.monotonic();
    const led = leads;
    leads = false;
    let count = lastBeat;
    if (!led) {
      const before = await signs.beatOf(env.cell);
      const age = before === undefined ? undefined : Math.abs(clock.now() - Number(before.at));
      if (age !== undefined && age < OTHERS_MS && before?.count !== lastBeat) return BEAT_MS + FOLLOW_MS - age;
      count = before?.count;
    }
    const paid = await canary.pay();
    if (paid.outcome === "failed") {
      log("warn", "the canary payment failed", { why: paid.why });
      return AGAIN_MS;
    }
    lastBeat = await signs.beat(env.cell);
    // Two keepers in step would stay so for good: whoever finds that another beat meanwhile looks again next time, and
    // falls back where it had looked.
    leads = lastBeat === (count ?? 0n) + 1n;
    return Math.max(1, BEAT_MS - (clock.monotonic() - began) + (leads || led ? 0 : FOLLOW_MS * (1 + random())));
  }

  return {
    beat,
    async run(end) {
      leads = false;
      for (;;) {
        const wait = (await beat().catch(reported(log, "keeper beat"))) || AGAIN_MS;
        if (clock.monotonic() + wait >= end) return;
        await clock.sleep(wait);
      }
    },
  };
}
