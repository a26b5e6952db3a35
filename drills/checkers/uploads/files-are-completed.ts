import { fault } from "../checker.ts";
import type { UploadChecker } from "./upload-run.ts";

const ENDS: readonly string[] = ["completed", "processing", "declined", "rejected"];

/**
 * Whoever brought a file waits for nothing in the end. These files are all in order: what is refused came to a stand-in
 * whose time was over when it was to be read.
 */
export const filesAreCompleted: UploadChecker = {
  name: "upload-files-are-completed",
  claim: "Every file that was brought is completed, and each of its lines has an end; or it is refused as misdirected.",
  holds: "afterHeal",
  harm: "lost",
  check: ({ files }) =>
    files.flatMap(({ messageId, lines, uploads }) =>
      uploads.flatMap(({ id, brought, state, refusal, lines: told }) => {
        if (!brought || (state === "refused" && refusal === "misdirected")) return [];
        if (state !== "completed") return [fault(`${id} brought ${messageId}, and is ${state}.`)];
        const ended = told.filter(({ status }) => ENDS.includes(status)).length;
        if (ended === lines.length && told.length === lines.length) return [];
        return [fault(`${ended} of the ${told.length} lines of ${id} have an end; ${messageId} has ${lines.length}.`)];
      }),
    ),
};
