import { rule } from "../../core/rule.ts";
import { allowsOnAll, IDENTITY_TYPES } from "../../iam/identity.ts";

/** Items are read and written by table. */
export const disallowItemsOfAllTables = rule({
  name: "disallow-items-of-all-tables",
  description: "Reading and writing DynamoDB items is allowed in named tables only.",
  types: IDENTITY_TYPES,
  property: "iam.identity.dynamodb.Resource",
  severity: "high",
  level: "mandatory",
  reason: "One function that is taken over should lose its own table, not every table of the account.",
  remediation: "Name the table in `Resource`: `arn:aws:dynamodb:<region>:<account>:table/<name>`.",
  controls: {
    "pci-dss-4.0.1": ["7.2.1", "7.2.5"],
    soc2: ["CC6.1", "CC6.3"],
    gdpr: ["25.2", "32.1.b"],
    psd2: ["RTS 22"],
  },
  judge: ({ resource }) => allowsOnAll(resource, "items"),
});
