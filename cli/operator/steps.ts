import type { Clock } from "../../functions/stores/clock.ts";
import { UserError } from "../../local/core/errors.ts";

/** Something that has come about on the way, and when. */
export interface Step {
  readonly step: string;
  readonly says: string;
  /** Since the operator asked; milliseconds. */
  readonly afterMs: number;
}

/** Where an operator's command has come to. */
export interface Steps {
  /** Something has come about. */
  done(step: string, says: string): void;
  /**
   * Waits until `look` says that something has come about (a text) or what is still missing (`{ waiting }`). Throws
   * `UserError` after `withinMs` with what was missing last.
   */
  until(step: string, withinMs: number, look: () => Promise<string | Waiting>): Promise<void>;
  readonly taken: readonly Step[];
}

/** What is still missing. */
export interface Waiting {
  readonly waiting: string;
}

const LOOK_MS = 500;

/** Steps that are told as they come; `draw` shows what is waited for, until it is done. */
export function createSteps(clock: Clock, tell: (step: Step) => void, draw: (waiting: string) => void): Steps {
  const began = clock.monotonic();
  const taken: Step[] = [];

  function done(step: string, says: string): void {
    const told = { step, says, afterMs: clock.monotonic() - began };
    taken.push(told);
    tell(told);
  }

  return {
    taken,
    done,
    async until(step, withinMs, look) {
      const started = clock.monotonic();
      for (;;) {
        const found = await look();
        if (typeof found === "string") return done(step, found);
        if (clock.monotonic() - started > withinMs) {
          throw new UserError(
            `Still waiting after ${Math.round(withinMs / 1_000)} s: ${found.waiting}. It may yet come about by ` +
              "itself; `npx cells status` shows it.",
          );
        }
        draw(found.waiting);
        await clock.sleep(LOOK_MS);
      }
    },
  };
}
