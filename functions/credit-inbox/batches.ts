import type { Random } from "../stores/clock.ts";
import { decodeInboxMessage, type InboxReturns } from "../stores/inbox-queue.ts";
import { faultFields, type Log } from "../stores/log.ts";
import type { Metrics } from "../stores/metrics.ts";
import { noSegments, type Segments } from "../stores/segments.ts";
import type { Inbox } from "./app.ts";

/** A message of the inbox queue as whoever takes it gets it. */
export interface InboxMessage {
  readonly id: string;
  /** Names this receipt of it. */
  readonly handle: string;
  readonly body: string;
  /** How often it was handed out, this time included. */
  readonly receives: number;
  /** Where in a trace it belongs (W3C `traceparent`). */
  readonly traceparent?: string;
}

/** What a consumer of batches needs. */
export interface BatchParts {
  readonly inbox: Pick<Inbox, "act" | "waitsForReturn">;
  readonly returns: InboxReturns;
  readonly log: Log;
  readonly random: Random;
  readonly segments?: Segments;
  readonly metrics?: Metrics;
}

/** What becomes of a message: one that comes `later` is given back, one that is `swept` is not needed any more. */
type End = "done" | "later" | "swept";

/**
 * Acts on the messages of a batch side by side, and gives those that failed back to the queue, each with a pause of its
 * own: without that they would come again only when their visibility ends, which allows for a batch that takes as long
 * as it may. Gives the ids of those that failed.
 */
export function createBatches({ inbox, returns, log, random, metrics, segments = noSegments }: BatchParts) {
  /** A message that is no key can never be done: it fails, and so ends in the dead-letter queue for a person to see. */
  async function work({ body, id, traceparent }: InboxMessage): Promise<End> {
    const key = decodeInboxMessage(body);
    if (key === undefined) return "later";
    const span = segments.open(traceparent, { name: "credit-inbox", as: "segment" });
    try {
      const acted = await inbox.act(key, span?.traceparent);
      span?.close();
      if (acted) return "done";
      // Evacuations outlast all tries: it would lie among the dead letters, and be done by the sweep all the same.
      const swept = await inbox.waitsForReturn(key);
      const why = swept ? "an entry waits for its home to return" : "an entry has to wait";
      log(swept ? "info" : "warn", why, { messageId: id, ...key });
      return swept ? "swept" : "later";
    } catch (fault) {
      span?.close("failed");
      log("error", "an entry could not be acted on", { messageId: id, ...key, ...faultFields(fault) });
      return "later";
    }
  }

  return async (messages: readonly InboxMessage[]): Promise<ReadonlySet<string>> => {
    const ends = await Promise.all(messages.map(work));
    const failed = messages.filter((_, index) => ends[index] === "later");
    const answered = ends.filter((end) => end === "done").length;
    metrics?.measure({ EntriesAnswered: answered, EntriesWaiting: messages.length - answered });
    if (failed.length > 0) {
      const paused = failed.map(({ handle, receives }) => ({ handle, seconds: pauseSeconds(receives, random()) }));
      // Those that cannot be given back show again by themselves; the others of the batch are done all the same.
      await returns.giveBack(paused).catch((fault: unknown) => {
        log("warn", "messages could not be given back", { messages: failed.length, ...faultFields(fault) });
      });
    }
    return new Set(failed.map(({ id }) => id));
  };
}

const PAUSE_MAX_S = 60;

/**
 * How long a message that failed stays away, in whole seconds: twice as long each time up to a minute, of which
 * `chance` in [0, 1) takes off up to half, so that what failed together does not come again together.
 */
export function pauseSeconds(receives: number, chance: number): number {
  const longest = Math.min(PAUSE_MAX_S, 2 ** receives);
  return longest - Math.round((chance * longest) / 2);
}
