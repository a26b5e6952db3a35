import type { InboxReturns } from "../stores/inbox-queue.ts";
import { faultFields, type Log } from "../stores/log.ts";
import { uploadedFiles } from "../stores/uploaded-files.ts";
import type { Runner } from "./app.ts";
import { decodePart } from "./parts-queue.ts";

/** A message of one of the runner's queues as whoever takes it gets it. */
export interface FileMessage {
  readonly id: string;
  /** Names this receipt of it. */
  readonly handle: string;
  readonly body: string;
  /** How often it was handed out, this time included. */
  readonly receives: number;
}

/** Which of the runner's queues a message is from: that of files that have come, or that of their parts. */
export type FileQueue = "files" | "parts";

/** What a consumer of batches needs. */
export interface BatchParts {
  readonly runner: Runner;
  readonly returns: Readonly<Record<FileQueue, InboxReturns>>;
  readonly log: Log;
}

const PAUSE_MAX_SECONDS = 300;

/** Works on the messages of a batch of one queue, one after the other; gives the ids of those to be tried again. */
export function createBatches({ runner, returns, log }: BatchParts) {
  async function work(from: FileQueue, { body }: FileMessage): Promise<"done" | "again"> {
    if (from === "files") {
      for (const file of uploadedFiles(body)) {
        const outcome = await runner.take(file);
        log(outcome === "not_the_first" ? "warn" : "info", "a file is taken", { object: file.object, outcome });
      }
      return "done";
    }
    const part = decodePart(body);
    const again = await runner.pay(part);
    if (again > 0) log("warn", "lines are tried again", { upload: part.upload, part: part.part, lines: again });
    return again === 0 ? "done" : "again";
  }

  async function handled(from: FileQueue, message: FileMessage): Promise<boolean> {
    const { id, handle, receives } = message;
    try {
      if ((await work(from, message)) === "done") return true;
    } catch (fault) {
      log("error", "a message was not handled", { messageId: id, ...faultFields(fault) });
    }
    // Otherwise it would come back only when the queue takes its consumer for dead.
    const seconds = Math.min(2 ** receives, PAUSE_MAX_SECONDS);
    await returns[from]
      .giveBack([{ handle, seconds }])
      .catch((fault: unknown) => log("error", "a message was not given back", faultFields(fault)));
    return false;
  }

  return async (from: FileQueue, messages: readonly FileMessage[]): Promise<ReadonlySet<string>> => {
    const failed = new Set<string>();
    for (const message of messages) if (!(await handled(from, message))) failed.add(message.id);
    return failed;
  };
}
