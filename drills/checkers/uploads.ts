import type { Finding } from "./checker.ts";
import type { LedgerView } from "./ledger-view.ts";
import { filesAreCompleted } from "./uploads/files-are-completed.ts";
import { linesArePaidOnce } from "./uploads/lines-are-paid-once.ts";
import { linesArePayments } from "./uploads/lines-are-payments.ts";
import type { UploadChecker, UploadRun } from "./uploads/upload-run.ts";

/** In the order in which they are told. */
const uploadCheckers: readonly UploadChecker[] = [filesAreCompleted, linesArePayments, linesArePaidOnce];

/** Holds what was told of uploaded files, and the ledger beside it, against all of them. */
export function checkUploads(run: UploadRun, ledger: LedgerView): readonly Finding[] {
  return uploadCheckers.map((checker) => ({ checker, breaches: checker.check(run, ledger) }));
}
