import { describe, expect, it } from "vitest";
import { createUsageLedger } from "../../../../../local/aws/iam/usage.ts";
import type { Decision } from "../../../../../local/aws/iam/decision.ts";
import { serviceCaller } from "../../../../../local/aws/principals.ts";
import { accountId, root, sessionOf } from "../account.ts";

const ledger = `arn:aws:dynamodb:eu-west-1:${accountId}:table/prod-ledger`;
const put = { action: "dynamodb:PutItem", resource: ledger, context: { "dynamodb:LeadingKeys": ["eu#1"] } };
const allowed: Decision = { allowed: true, by: "identity-based policy" };

describe("the usage record", () => {
  it("keeps what each principal did, with what values, and by what it was allowed or denied", () => {
    const usage = createUsageLedger();
    usage.add(sessionOf("relay"), put, allowed);
    usage.add(sessionOf("relay"), { ...put, context: { "dynamodb:LeadingKeys": ["eu#2", "eu#1"] } }, allowed);
    usage.add(sessionOf("relay"), put, { allowed: false, by: "permissions boundary", explicit: false });
    usage.add(sessionOf("relay"), put, { allowed: false, by: "VPC endpoint policy", explicit: true });
    usage.add(root, put, { allowed: true, by: "account root" });
    expect(usage.list()).toEqual([
      {
        principal: `arn:aws:iam::${accountId}:role/relay`,
        service: "dynamodb",
        action: "dynamodb:PutItem",
        resources: [ledger],
        conditions: { "dynamodb:LeadingKeys": ["eu#1", "eu#2"] },
        allowed: 2,
        denied: 2,
        outcomes: {
          "allowed: identity-based policy": 2,
          "denied: no permissions boundary": 1,
          "denied: explicit deny in VPC endpoint policy": 1,
        },
        truncated: false,
      },
      expect.objectContaining({ principal: root.arn, allowed: 1, outcomes: { "allowed: account root": 1 } }),
    ]);
  });

  it("names services as they are, and through whom a key was used", () => {
    const usage = createUsageLedger();
    const decrypt = { action: "kms:Decrypt", resource: "*", context: {}, via: "sqs.eu-west-1.amazonaws.com" };
    usage.add(serviceCaller("logs.amazonaws.com", accountId), decrypt, allowed);
    expect(usage.list()).toMatchObject([
      { principal: "logs.amazonaws.com", service: "kms", conditions: { "kms:ViaService": [decrypt.via] } },
    ]);
  });

  it("stays small however much it sees, and says that there was more", () => {
    const usage = createUsageLedger();
    for (let index = 0; index < 2_000; index += 1) {
      const context = { "dynamodb:LeadingKeys": [`${index}-${"x".repeat(1_000)}`], [`aws:RequestTag/${index}`]: ["v"] };
      usage.add(sessionOf("relay"), { ...put, resource: `${ledger}-${index}`, context }, allowed);
    }
    const [entry] = usage.list();
    expect(entry).toMatchObject({ allowed: 2_000, truncated: true });
    expect(entry?.resources).toHaveLength(500);
    expect(Object.keys(entry?.conditions ?? {})).toHaveLength(50);
    expect(JSON.stringify(entry).length).toBeLessThan(100_000);
    for (let index = 0; index < 20_000; index += 1) usage.add(sessionOf(`role-${index}`), put, allowed);
    expect(usage.list()).toHaveLength(5_000);
  });
});
