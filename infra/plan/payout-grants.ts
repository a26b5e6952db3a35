import { coordination, keysLike, ledgerWrites, type Parts } from "./grant-parts.ts";
import type { Grant } from "./policies.ts";

/**
 * The functions of payouts. Whoever talks to the bank has a way out, reads whom a payout pays, and can write no money;
 * whoever books its end can, and has no way out.
 */
export function payoutGrants(parts: Parts) {
  const { stage, cell, names, arn, ledger, control, ledgerKey, controlKey, queueKey, runtime, keepFailures } = parts;
  const { vault, vaultKey, keyUse } = parts;
  const payouts = arn.queue(names.queue("payouts"));
  return {
    "bank-connector": [
      coordination(stage, ["dynamodb:GetItem"]),
      { sid: "ReadVault", actions: ["dynamodb:GetItem", "dynamodb:BatchGetItem"], resources: [vault] },
      // Neither rules nor the list of those who may not be paid are its to change.
      {
        sid: "ScreenPayouts",
        actions: ["dynamodb:PutItem", "dynamodb:UpdateItem"],
        resources: [vault],
        conditions: keysLike("payout#*", "velocity#*"),
      },
      sealGrant(parts, "kms:Decrypt"),
      {
        sid: "ReadBankSecret",
        actions: ["secretsmanager:GetSecretValue"],
        resources: [arn.secret(names.bankSecret)],
      },
      keyUse("BankSecretKey", names.keyAlias("secrets"), "secretsmanager", ["kms:Decrypt"]),
      {
        sid: "StartPayouts",
        actions: ["states:StartExecution"],
        resources: [arn.stateMachine(names.payoutsMachine)],
      },
      // A token says itself whom it wakes: IAM knows no resource of it.
      { sid: "WakePayouts", actions: ["states:SendTaskSuccess"], resources: ["*"] },
      { sid: "EmptyQueue", actions: takeActions, resources: [payouts] },
      vaultKey,
      queueKey,
      ...runtime("bank-connector"),
    ],
    "payout-ledger": [
      { sid: "ReadLedger", actions: ["dynamodb:GetItem"], resources: [ledger] },
      { sid: "FindUnended", actions: ["dynamodb:Query"], resources: [arn.index(parts.shared.ledgerTable, "due")] },
      // A payout stays within its home's items: none of another cell is ever checked.
      ...ledgerWrites(cell, ledger).filter(({ sid }) => sid !== "CheckAnyItem"),
      { sid: "ReadControl", actions: ["dynamodb:GetItem"], resources: [control] },
      { sid: "FillQueue", actions: ["sqs:SendMessage"], resources: [payouts] },
      keepFailures("payout-sweep"),
      ledgerKey,
      controlKey,
      queueKey,
      ...runtime("payout-ledger"),
    ],
  };
}

const takeActions = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"];

/** Using the vault's key on the data keys of people, which nothing but the functions themselves does. */
export function sealGrant({ arn, names }: Parts, action: string): Grant {
  return {
    sid: "SealPeople",
    actions: [action],
    resources: [arn.anyKey],
    conditions: {
      "ForAnyValue:StringEquals": { "kms:ResourceAliases": names.keyAlias("vault") },
      "ForAllValues:StringEquals": { "kms:EncryptionContextKeys": ["about"] },
      Null: { "kms:EncryptionContextKeys": "false" },
    },
  };
}

/** What Step Functions may do in the machine's name: call the two functions, keep its log, use its key. */
export function machineGrants({ names, arn, keyUse }: Parts): readonly Grant[] {
  const functions = (["bank-connector", "payout-ledger"] as const).map((name) => arn.function(names.function(name)));
  return [
    { sid: "CallFunctions", actions: ["lambda:InvokeFunction"], resources: functions },
    keyUse("MachineKey", names.keyAlias("queues"), "states", ["kms:Decrypt", "kms:GenerateDataKey"]),
    // AWS knows no resource of theirs (Step Functions: logging to CloudWatch Logs).
    { sid: "DeliverLog", actions: deliveryActions, resources: ["*"] },
    { sid: "Trace", actions: traceActions, resources: ["*"] },
  ];
}

const deliveryActions = [
  "logs:CreateLogDelivery",
  "logs:GetLogDelivery",
  "logs:UpdateLogDelivery",
  "logs:DeleteLogDelivery",
  "logs:ListLogDeliveries",
  "logs:PutResourcePolicy",
  "logs:DescribeResourcePolicies",
  "logs:DescribeLogGroups",
];

const traceActions = [
  "xray:PutTraceSegments",
  "xray:PutTelemetryRecords",
  "xray:GetSamplingRules",
  "xray:GetSamplingTargets",
];
