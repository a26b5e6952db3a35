import { homeOf, type CellName } from "../domain/ids.ts";
import { isLeftBehind, type LineAnswer, type PaymentUpload, type UploadRefusal } from "../domain/payment-uploads.ts";
import { endLines } from "../payments-api/actions/pay-batch.ts";
import { authorityNow, type PayingDeps } from "../payments-api/deps.ts";
import type { Problem } from "../payments-api/problems.ts";
import type { UploadNotes } from "../stores/payment-uploads.ts";
import type { FilePart } from "./parts-queue.ts";

/** What a cell has begun of files and may not go on with: it stood in for the home that another cell serves now. */
export interface LeftBehind {
  /** Why an upload is refused for good, where a problem that passes elsewhere stays here; undefined: it may pass. */
  refusalOf(problem: Problem, upload: PaymentUpload): Promise<UploadRefusal | undefined>;
  /** The ends of those of a part's lines that a turn has left undecided and no later turn here will decide. */
  endsOf(part: FilePart, paid: readonly LineAnswer[]): Promise<readonly LineAnswer[]>;
}

/** Looks at the authority that there is now, when something was misdirected. */
export function createLeftBehind(notes: Pick<UploadNotes, "get">, deps: PayingDeps): LeftBehind {
  async function servedBy(upload: PaymentUpload): Promise<CellName | undefined> {
    const now = await authorityNow(homeOf(upload.debtor), deps);
    return now.may === "redirect" && isLeftBehind(upload, deps.env.cell, now) ? now.owner : undefined;
  }

  return {
    async refusalOf({ code }, upload) {
      const owner = code === "misdirected" ? await servedBy(upload) : undefined;
      if (owner === undefined) return undefined;
      return {
        code,
        detail: `Cell ${owner} serves the account now: bring the file there, by another upload.`,
        errors: [],
      };
    },
    async endsOf(part, paid) {
      const isMisdirected = ({ status, code }: LineAnswer): boolean => status === "retry" && code === "misdirected";
      const left = new Set(paid.filter(isMisdirected).map(({ index }) => index));
      const upload = left.size === 0 ? undefined : await notes.get(part.upload);
      if (upload === undefined || (await servedBy(upload)) === undefined) return [];
      return endLines(
        part.lines.filter(({ index }) => left.has(index)),
        part,
        deps,
      );
    },
  };
}
