import { atLeast, none } from "../conduct/bounds.ts";
import type { DownConsumer } from "./consumer-down.ts";

/** A message whose try has failed as a whole shows again after six times the function's timeout; seconds. */
const SHOWN_AGAIN_SECONDS = 720;
/** Two files at once, of a dozen lines each, take an hour's within this; seconds. */
const PAID_SECONDS = 60;

/** Who checks uploaded payment files, and pays them line by line. */
export const uploadsDown: DownConsumer = {
  consumer: "uploads",
  about: "payment files that are uploaded to a cell wait for an hour, and are all paid, each line once",
  claim:
    "Every invocation of the function fails for an hour that checks and pays uploaded payment files. Tenants upload " +
    "as before, by presigned URLs; their files wait, and say so. An alarm rings within five minutes. No message is " +
    "given up. Afterwards every file of that hour is paid to its end, each line once, with a status for each.",
  caughtUpWithin: SHOWN_AGAIN_SECONDS + PAID_SECONDS,
  because: "a message that was tried last shows again after twelve minutes, and two files are paid at once",
  load: { filesPerMinute: 4 },
  strikes: { at: "a file has come", when: ({ waiting }) => waiting > 0 },
  async during({ stage, watch, hit, downAt, lasted }) {
    const { brought, awaited } = await stage.uploads(hit, downAt + PAID_SECONDS, downAt + lasted);
    return [
      atLeast("files brought while it is down", brought, lasted / 20, "files"),
      none("of these not said to be awaited", brought - awaited),
      none("messages given up while it is down", watch.state().deadLetters),
    ];
  },
  async after({ stage, hit, downAt, lasted }) {
    const seen = await stage.uploads(hit, downAt - PAID_SECONDS, downAt + lasted);
    return [
      none("files of that hour not paid to the end", seen.brought - seen.completed),
      atLeast("lines of these", seen.lines, lasted / 10, "lines"),
      none("of these whose status is not that they are paid", seen.lines - seen.paid),
      none("of these not paid exactly once, as the file says", seen.wrong),
      none("payments from the files' accounts that no line names", seen.unnamed),
    ];
  },
};
