import { deliveryGrants } from "./archive-grants.ts";
import { archiveBucket, type BucketPlan } from "./buckets.ts";
import { partsOf } from "./grant-parts.ts";
import { cellNames } from "./names.ts";
import { keyPolicy, type Grant } from "./policies.ts";
import type { CellEntry, Stage } from "./registry.ts";

/** How long S3 keeps what comes into the archive: nobody gets round COMPLIANCE, whoever may gets round GOVERNANCE. */
export interface ArchiveLock {
  readonly mode: "COMPLIANCE" | "GOVERNANCE";
  readonly days: number;
}

/** Ten years, as books of account are kept. */
export const archiveLockDefault: ArchiveLock = { mode: "COMPLIANCE", days: 3653 };

/** How often what has come to an archive is sealed, and what others have sealed is countersigned. */
export const sealedEveryMinutes = 5;

/** Where every change of a cell's ledger is kept, and how it comes there. */
export interface ArchivePlan {
  readonly bucket: BucketPlan;
  readonly deliveryStream: string;
  readonly bufferSeconds: number;
  readonly bufferMiB: number;
  readonly prefix: string;
  readonly errorPrefix: string;
  readonly logGroup: string;
  readonly roleName: string;
  readonly grants: readonly Grant[];
  /** The key by which this cell countersigns what others have sealed. */
  readonly countersignKey: { readonly alias: string; readonly description: string; readonly policy: string };
  readonly deadLetters: DeadLettersPlan;
}

/** How the log of the archive's function becomes a figure. */
interface DeadLettersPlan {
  /** Of the filter and of the figure that it makes. */
  readonly name: string;
  readonly pattern: string;
  readonly namespace: string;
}

/** How the function's log tells of records that Firehose could not deliver as it should. */
export const deadLettersMessage = "records came to the error prefix";

/** The archive of a cell. */
export function cellArchive(stage: Stage, cell: CellEntry): ArchivePlan {
  const names = cellNames(stage, cell.name);
  return {
    bucket: archiveBucket(stage.account, cell.region, names.archiveBucket),
    deliveryStream: names.deliveryStream,
    bufferSeconds: 60,
    bufferMiB: 64,
    prefix: "journal/!{timestamp:yyyy/MM/dd}/",
    errorPrefix: "errors/!{timestamp:yyyy/MM/dd}/!{firehose:error-output-type}/",
    logGroup: names.deliveryLogGroup,
    roleName: names.deliveryRole,
    grants: deliveryGrants(partsOf(stage, cell)),
    countersignKey: {
      alias: names.countersignKeyAlias,
      description: `Cell ${cell.name} of ${stage.name}: countersigns what other cells' archives have sealed`,
      policy: keyPolicy(stage.account),
    },
    deadLetters: {
      name: names.archiveDeadLetters,
      // Plain text, not JSON: every line of a Lambda function's log begins with more than its JSON.
      pattern: `"${deadLettersMessage}"`,
      namespace: "PaymentCells",
    },
  };
}
