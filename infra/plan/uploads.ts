import { arns } from "./arns.ts";
import { uploadsBucket, type BucketPlan } from "./buckets.ts";
import { cellNames } from "./names.ts";
import { policyDocument } from "./policies.ts";
import type { CellEntry, Stage } from "./registry.ts";

/** The queues of files that have come, and of their parts. */
export const fileQueues = { files: "payment-files", parts: "payment-parts" } as const;

/**
 * Files at once, and parts at once: the fewest that Lambda takes, so that payments that somebody waits for keep the
 * account's concurrency, and the debtor's own account its turns.
 */
export const filesAtOnce = 2;

/**
 * How often a part is tried before it goes aside: with pauses that double up to five minutes more than an hour, so that
 * a home that is out of order for an hour puts nothing aside.
 */
export const fileReceivesMax = 20;

/** What is decided about a cell's uploads of payment files. */
export interface UploadsPlan {
  readonly bucket: BucketPlan;
  /** The policy of the queue of files: the bucket tells it of them. */
  readonly queuePolicy: string;
}

/** Decides a cell's uploads. */
export function cellUploads(stage: Stage, cell: CellEntry): UploadsPlan {
  const { account } = stage;
  const names = cellNames(stage, cell.name);
  const arn = arns(account, cell.region);
  return {
    bucket: uploadsBucket(account, cell.region, names.uploadsBucket),
    queuePolicy: policyDocument([
      {
        sid: "UploadsTell",
        principal: { Service: ["s3.amazonaws.com"] },
        actions: ["sqs:SendMessage"],
        resources: [arn.queue(names.queue(fileQueues.files))],
        conditions: {
          StringEquals: { "aws:SourceAccount": account },
          ArnEquals: { "aws:SourceArn": arn.bucket(names.uploadsBucket) },
        },
      },
    ]),
  };
}
