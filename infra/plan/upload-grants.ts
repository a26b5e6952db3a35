import { keysLike, ledgerWrites, tableKeyActions, type Parts } from "./grant-parts.ts";
import { sealGrant } from "./payout-grants.ts";
import type { Grant } from "./policies.ts";
import { fileQueues } from "./uploads.ts";

/** What paying takes beside the ledger: to know a request again, and to keep whom a payout pays. */
export function payingGrants(parts: Parts): readonly Grant[] {
  const { shared, arn, vault } = parts;
  return [
    {
      sid: "HashRequests",
      actions: ["kms:GenerateMac"],
      resources: [arn.anyKey],
      conditions: { "ForAnyValue:StringEquals": { "kms:ResourceAliases": shared.requestHashKeyAlias } },
    },
    {
      sid: "KeepBeneficiaries",
      actions: ["dynamodb:PutItem"],
      resources: [vault],
      conditions: keysLike("payout#*"),
    },
    sealGrant(parts, "kms:GenerateDataKey"),
  ];
}

/** What the API does about uploads: it keeps who asked, and signs URLs, which do what the API itself may. */
export function askForUploads(parts: Parts): readonly Grant[] {
  const { names, arn, keyUse } = parts;
  return [
    {
      sid: "KeepUploads",
      actions: ["dynamodb:PutItem", "dynamodb:GetItem", "dynamodb:Query"],
      resources: [arn.table(names.uploadsTable)],
      conditions: keysLike("upload#*"),
    },
    { sid: "BringFiles", actions: ["s3:PutObject"], resources: [`${arn.bucket(names.uploadsBucket)}/files/*`] },
    keyUse("FilesKey", names.keyAlias("uploads"), "s3", ["kms:GenerateDataKey"]),
    keyUse("UploadsKey", names.keyAlias("uploads"), "dynamodb", tableKeyActions),
  ];
}

/** Who pays uploaded files: it may write money as the API may, reads nobody's statements and has no way out. */
export function uploadGrants(parts: Parts) {
  const { cell, names, arn, ledger, control } = parts;
  const { ledgerKey, controlKey, vaultKey, queueKey, keyUse, runtime } = parts;
  const queue = (name: string) => arn.queue(names.queue(name));
  return {
    "batch-runner": [
      { sid: "ReadLedger", actions: ["dynamodb:GetItem", "dynamodb:BatchGetItem"], resources: [ledger] },
      ...ledgerWrites(cell, ledger),
      { sid: "ReadControl", actions: ["dynamodb:GetItem"], resources: [control] },
      ...payingGrants(parts),
      {
        sid: "NoteUploads",
        actions: ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"],
        resources: [arn.table(names.uploadsTable)],
        conditions: keysLike("upload#*"),
      },
      {
        // The version that the bucket has told of, and no other.
        sid: "ReadFiles",
        actions: ["s3:GetObjectVersion"],
        resources: [`${arn.bucket(names.uploadsBucket)}/files/*`],
      },
      keyUse("FilesKey", names.keyAlias("uploads"), "s3", ["kms:Decrypt"]),
      keyUse("UploadsKey", names.keyAlias("uploads"), "dynamodb", tableKeyActions),
      {
        sid: "WorkThroughFiles",
        actions: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ChangeMessageVisibility"],
        resources: [queue(fileQueues.files), queue(fileQueues.parts)],
      },
      { sid: "HandOnParts", actions: ["sqs:SendMessage"], resources: [queue(fileQueues.parts)] },
      ledgerKey,
      controlKey,
      vaultKey,
      queueKey,
      ...runtime("batch-runner"),
    ],
  };
}
