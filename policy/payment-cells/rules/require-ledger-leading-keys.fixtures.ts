import { UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { role, writer } from "../compliant.ts";
import { requireLedgerLeadingKeys } from "./require-ledger-leading-keys.ts";

const [own] = writer.Statement;
const around = { companions: [role], madeFrom: { role: ["writer-role"] } };
const policyOf = (change: Readonly<Record<string, unknown>>, role = "prod-eu-payments-api") => ({
  properties: { role, policy: JSON.stringify({ ...writer, Statement: [{ ...own, ...change }] }) },
  ...around,
});

/** Writers of one cell, of every cell, of another one. */
export const fixtures: Fixtures = {
  rule: requireLedgerLeadingKeys,
  compliant: {
    "a writer of its own cell": policyOf({}),
    "a reader": policyOf({ Action: "dynamodb:GetItem", Condition: undefined }),
    "a writer of another table": policyOf({
      Resource: "arn:aws:dynamodb:eu-west-1:111122223333:table/prod-eu-control",
      Condition: undefined,
    }),
    "a policy of no role that is known": {
      type: "aws:iam/policy:Policy",
      properties: { policy: writer, tags: { cell: "eu" } },
    },
    "a role with it inline": {
      type: "aws:iam/role:Role",
      properties: { tags: { cell: "eu" }, inlinePolicies: [{ name: "grants", policy: JSON.stringify(writer) }] },
    },
  },
  violating: {
    "no condition": {
      ...policyOf({ Condition: undefined }),
      faults: ["policy.Statement[0] lets its role write items of every cell to the ledger."],
    },
    "all tables": {
      ...policyOf({ Resource: "arn:aws:dynamodb:*:*:table/*", Action: "dynamodb:*", Condition: undefined }),
      faults: ["policy.Statement[0] lets its role write items of every cell to the ledger."],
    },
    "several cells": {
      ...policyOf({
        Condition: {
          "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["eu#*", "us#*"] },
          Null: { "dynamodb:LeadingKeys": "false" },
        },
      }),
      faults: ["policy.Statement[0] lets its role write items of several cells to the ledger."],
    },
    "another cell": {
      ...policyOf({
        Condition: {
          "ForAllValues:StringLike": { "dynamodb:LeadingKeys": "us#*" },
          Null: { "dynamodb:LeadingKeys": "false" },
        },
      }),
      faults: ["policy.Statement[0] lets a role of cell eu write items of cell us."],
    },
    "no leading keys at all": {
      ...policyOf({ Condition: { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": "eu#*" } } }),
      faults: ["policy.Statement[0] holds also where a request has no leading keys: `ForAllValues` is true of none."],
    },
  },
  unknown: {
    policy: { properties: { role: "prod-eu-payments-api", policy: UNKNOWN }, ...around, path: "policy" },
  },
};
