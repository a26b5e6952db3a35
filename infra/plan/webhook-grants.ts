import { keysLike, type Parts } from "./grant-parts.ts";
import type { Grant } from "./policies.ts";
import { webhookQueues } from "./webhooks.ts";

/**
 * Who sends webhooks has a way out. It reads of the ledger only where tenants want their events sent, writes there only
 * that an endpoint is gone, and can touch no money.
 */
export function webhookGrants(parts: Parts) {
  const { cell, names, arn, ledger, control, views, ledgerKey, controlKey, viewsKey, queueKey } = parts;
  const queues = webhookQueues.map(({ name }) => arn.queue(names.queue(name)));
  return {
    webhooks: [
      {
        sid: "FindEndpoints",
        actions: ["dynamodb:Query"],
        resources: [ledger],
        conditions: keysLike("*#hooks#*", "*#gone#*"),
      },
      {
        sid: "NoteGone",
        actions: ["dynamodb:UpdateItem"],
        resources: [ledger],
        conditions: keysLike(`${cell}#gone#*`),
      },
      { sid: "ReadControl", actions: ["dynamodb:GetItem"], resources: [control] },
      { sid: "FindServingViews", actions: ["dynamodb:GetItem"], resources: [views] },
      {
        sid: "ReadEvents",
        actions: ["dynamodb:Query"],
        resources: [views],
        conditions: keysLike("*#tenant#*", "marks"),
      },
      deliveriesGrant(parts, ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:PutItem"]),
      { sid: "FindDue", actions: ["dynamodb:Query"], resources: [arn.index(names.webhooksTable, "due")] },
      secretsGrant(parts, "kms:Decrypt"),
      {
        sid: "MoveDeliveries",
        actions: ["sqs:SendMessage", "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
        resources: queues,
      },
      parts.keepFailures("webhooks-sweep"),
      ledgerKey,
      controlKey,
      viewsKey,
      queueKey,
      ...parts.runtime("webhooks"),
    ],
  };
}

/** Using what the cell has sent. */
export function deliveriesGrant({ arn, names }: Parts, actions: readonly string[]): Grant {
  return { sid: "UseDeliveries", actions, resources: [arn.table(names.webhooksTable)] };
}

/** Using the key of webhooks' secrets, which every cell has, on the data keys of endpoints. */
export function secretsGrant({ arn, shared }: Parts, action: string): Grant {
  return {
    sid: "SealSecrets",
    actions: [action],
    resources: [arn.anyKey],
    conditions: {
      "ForAnyValue:StringEquals": { "kms:ResourceAliases": shared.webhooksKeyAlias },
      "ForAllValues:StringEquals": { "kms:EncryptionContextKeys": ["about"] },
      Null: { "kms:EncryptionContextKeys": "false" },
    },
  };
}
