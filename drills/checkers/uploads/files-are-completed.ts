import { fault } from "../checker.ts";
import {
  cellIn,
  isToldAsPaid,
  type SeenFile,
  type SeenLine,
  type SeenUpload,
  type UploadChecker,
} from "./upload-run.ts";

/**
 * Whoever brought a file waits for nothing in the end. These files are all in order: nothing is refused but a line that
 * pays its own account, and what came to a stand-in and was not paid when its time was over.
 */
export const filesAreCompleted: UploadChecker = {
  name: "upload-files-are-completed",
  claim:
    "Every file that was brought is completed, and each of its lines has an end; a stand-in may leave some undone.",
  holds: "afterHeal",
  harm: "lost",
  check: ({ files }) =>
    files.flatMap((file) =>
      file.uploads.flatMap((upload) => {
        const { id, brought, state, refusal, lines } = upload;
        if (!brought || (state === "refused" && isLeft(refusal, upload, file))) return [];
        if (state !== "completed") return [fault(`${id} brought ${file.messageId}, and is ${state}.`)];
        const ended = lines.filter((line, index) => isEnd(line, index, upload, file)).length;
        if (ended === file.lines.length && lines.length === ended) return [];
        const of = `${file.messageId} has ${file.lines.length}`;
        return [fault(`${ended} of the ${lines.length} lines of ${id} have an end; ${of}.`)];
      }),
    ),
};

function isEnd(line: SeenLine, index: number, upload: SeenUpload, file: SeenFile): boolean {
  if (isToldAsPaid(line) || line.status === "declined") return true;
  const paysItself = file.lines[index]?.payee === file.debtor;
  return line.status === "rejected" && (paysItself || isLeft(line.code, upload, file));
}

/** Only a cell that is not the debtor's home may leave anything to another one. */
function isLeft(code: string | undefined, { id }: SeenUpload, { debtor }: SeenFile): boolean {
  return code === "misdirected" && cellIn(id) !== cellIn(debtor);
}
