import { keysLike, type Parts } from "./grant-parts.ts";

/** The attributes of the vault's items that reports may read: functions/domain/reports/vault-records.ts names them. */
export const reportedAttributes = ["pk", "sk", "purpose", "by", "why", "verdict", "at", "hits", "breaches"] as const;

/** The function that makes reports: it reads, writes nothing but its bucket, and has no way out. */
export function reportGrants(parts: Parts) {
  const { cell, names, arn, ledger, control, views, vault } = parts;
  const { ledgerKey, controlKey, viewsKey, vaultKey, queueKey } = parts;
  const { keyUse, runtime, keepFailures } = parts;
  return {
    reports: [
      { sid: "ReadViews", actions: ["dynamodb:GetItem", "dynamodb:Query", "dynamodb:Scan"], resources: [views] },
      {
        sid: "ReadEnds",
        actions: ["dynamodb:BatchGetItem"],
        resources: [ledger],
        conditions: keysLike(`${cell}#rail#*`),
      },
      {
        sid: "ReadPayments",
        actions: ["dynamodb:Query"],
        resources: [ledger],
        conditions: keysLike("*#pay#*"),
      },
      { sid: "ReadControl", actions: ["dynamodb:GetItem"], resources: [control] },
      // Who has looked and what screenings came to, and never whom a payout pays.
      {
        sid: "ReadLooks",
        actions: ["dynamodb:Scan"],
        resources: [vault],
        conditions: {
          StringEquals: { "dynamodb:Select": "SPECIFIC_ATTRIBUTES" },
          "ForAllValues:StringEquals": { "dynamodb:Attributes": reportedAttributes },
          Null: { "dynamodb:Attributes": "false" },
        },
      },
      { sid: "KeepReports", actions: ["s3:PutObject"], resources: [`${arn.bucket(names.reportsBucket)}/*`] },
      keyUse("ReportsKey", names.keyAlias("reports"), "s3", ["kms:GenerateDataKey"]),
      keepFailures("reports"),
      ledgerKey,
      controlKey,
      viewsKey,
      vaultKey,
      queueKey,
      ...runtime("reports"),
    ],
  };
}
