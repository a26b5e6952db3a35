import type { Breach, Claimed } from "../checker.ts";
import type { LedgerView } from "../ledger-view.ts";

/** All that was seen of uploaded payment files in a run. */
export interface UploadRun {
  readonly files: readonly SeenFile[];
}

/** A file, which may have been brought by several uploads; its account pays nothing but files. */
export interface SeenFile {
  readonly messageId: string;
  readonly debtor: string;
  /** Whom its lines pay, and how much; minor units. */
  readonly lines: readonly { readonly payee: string; readonly amount: number }[];
  readonly uploads: readonly SeenUpload[];
}

/** An upload of a file, as the API tells of it in the end. */
export interface SeenUpload {
  readonly id: string;
  /** Whether S3 has said that it has the file. */
  readonly brought: boolean;
  readonly state: string;
  /** The code of its refusal, where it is refused. */
  readonly refusal: string | undefined;
  readonly lines: readonly SeenLine[];
}

/** A line of an upload, as the API tells of it. */
export interface SeenLine {
  readonly status: string;
  readonly payment: string | null;
  /** Why it is not paid, where it is not. */
  readonly code?: string;
}

/** An invariant of uploaded files beside the ledger that pays them. */
export interface UploadChecker extends Claimed {
  check(run: UploadRun, ledger: LedgerView): readonly Breach[];
}

/** The cell that an id of an account or an upload names. */
export function cellIn(id: string): string {
  return id.split("_")[1] ?? "";
}

/** Whether a line is told as paid, or as being paid in another cell. */
export function isToldAsPaid({ status }: SeenLine): boolean {
  return status === "completed" || status === "processing";
}
