import { keysLike, type Parts } from "./grant-parts.ts";
import type { Grant } from "./policies.ts";

/** What seals the archive: it reads what lies there, adds manifests, and writes of the ledger the archives' part. */
export function archiveGrants(parts: Parts) {
  const { cell, names, arn, ledger, control, ledgerKey, controlKey, queueKey, runtime, keepFailures, keyUse } = parts;
  const bucket = arn.bucket(names.archiveBucket);
  return {
    archive: [
      {
        sid: "ListArchive",
        actions: ["s3:ListBucket"],
        resources: [bucket],
        conditions: { StringLike: { "s3:prefix": ["journal/*", "errors/*", "manifests/*"] } },
      },
      { sid: "ReadArchive", actions: ["s3:GetObject"], resources: [`${bucket}/*`] },
      { sid: "WriteManifests", actions: ["s3:PutObject"], resources: [`${bucket}/manifests/*`] },
      {
        sid: "ReadRoots",
        actions: ["dynamodb:Query"],
        resources: [ledger],
        conditions: keysLike("*#archive"),
      },
      {
        sid: "WriteOwnRoots",
        actions: ["dynamodb:PutItem"],
        resources: [ledger],
        conditions: keysLike(`${cell}#archive`),
      },
      { sid: "ReadControl", actions: ["dynamodb:GetItem"], resources: [control] },
      {
        sid: "Countersign",
        actions: ["kms:Sign"],
        resources: [arn.anyKey],
        conditions: {
          "ForAnyValue:StringEquals": { "kms:ResourceAliases": names.countersignKeyAlias },
        },
      },
      keepFailures("archive"),
      keyUse("ArchiveKey", names.keyAlias("archive"), "s3", ["kms:Decrypt", "kms:GenerateDataKey"]),
      ledgerKey,
      controlKey,
      queueKey,
      ...runtime("archive"),
    ],
  };
}

/** What Firehose may do for the archive: read the journal, write objects, and tell why it could not. */
export function deliveryGrants({ names, arn, journalKey, keyUse }: Parts): readonly Grant[] {
  const bucket = arn.bucket(names.archiveBucket);
  return [
    { sid: "ReadJournal", actions: journalActions, resources: [arn.journal(names.journalStream)] },
    journalKey,
    { sid: "FindBucket", actions: bucketActions, resources: [bucket] },
    { sid: "WriteObjects", actions: objectActions, resources: [`${bucket}/journal/*`, `${bucket}/errors/*`] },
    keyUse("ArchiveKey", names.keyAlias("archive"), "s3", ["kms:Decrypt", "kms:GenerateDataKey"]),
    { sid: "TellFailures", actions: ["logs:PutLogEvents"], resources: [arn.logStreams(names.deliveryLogGroup)] },
  ];
}

/** Source: Amazon Data Firehose Developer Guide, "Grant Firehose access to an Amazon S3 destination". */
const journalActions = [
  "kinesis:DescribeStream",
  "kinesis:GetRecords",
  "kinesis:GetShardIterator",
  "kinesis:ListShards",
];
const bucketActions = ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"];
const objectActions = ["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"];
