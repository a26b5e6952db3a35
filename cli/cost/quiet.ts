import { UserError } from "../../local/core/errors.ts";
import type { LocalCloud, UnderWay } from "../../local/cloud.ts";
import type { CliContext } from "../context.ts";
import { DEAD_LETTERS } from "../dlq/queues.ts";
import { count, duration } from "../text.ts";

const LOOK_MS = 100;
/** Between its stages, for some milliseconds each, nobody sees what is under way. */
const LOOKS_IN_A_ROW = 4;
/** Canaries pay every five seconds, and each is done within one: a platform that is never quiet does not keep up. */
const LIMIT_MS = 180_000;
const TELL_MS = 5_000;

/** Waits until a local cloud has done all that was asked of it. Throws `UserError` where it is not in time. */
export async function untilQuiet({ underWay }: Pick<LocalCloud, "underWay">, context: CliContext): Promise<void> {
  const { clock, screen, err } = context;
  const began = clock.monotonic();
  let told = began;
  for (let quiet = 0; quiet < LOOKS_IN_A_ROW;) {
    const now = toDo(underWay());
    quiet = isNothing(now) ? quiet + 1 : 0;
    const waited = clock.monotonic() - began;
    if (quiet === 0 && waited > LIMIT_MS) {
      throw new UserError(
        `The platform did not come to rest within ${duration(LIMIT_MS)}: ${lineOf(now)}. ` +
          "Try fewer --payments, or a machine that does less besides.",
      );
    }
    screen?.draw(`waiting until the platform is quiet: ${lineOf(now)}`.slice(0, screen.columns - 1));
    if (screen === undefined && began + waited - told >= TELL_MS) {
      told = began + waited;
      err(`waiting until the platform is quiet: ${lineOf(now)}`);
    }
    await clock.sleep(LOOK_MS);
  }
  screen?.clear();
}

interface ToDo extends Omit<UnderWay, "queued"> {
  readonly queued: number;
}

/** What was given up waits for an operator, and no longer for the platform. */
function toDo({ queued, ...rest }: UnderWay): ToDo {
  const live = [...queued].filter(([queue]) => !queue.endsWith(DEAD_LETTERS));
  return { ...rest, queued: live.reduce((sum, [, messages]) => sum + messages, 0) };
}

function isNothing({ replicating, queued, reading }: ToDo): boolean {
  return replicating + queued + reading === 0;
}

function lineOf({ replicating, queued, reading }: ToDo): string {
  const parts = [
    `${count(replicating, "item")} replicating`,
    `${count(queued, "message")} in queues`,
    `${count(reading, "stream")} being read`,
  ];
  return parts.join(", ");
}
