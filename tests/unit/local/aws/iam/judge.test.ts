import { describe, expect, it } from "vitest";
import { createIam } from "../../../../../local/aws/iam/index.ts";
import type { Iam } from "../../../../../local/aws/iam/index.ts";
import type { AuthorizationRequest } from "../../../../../local/core/call.ts";
import { createVirtualKernel } from "../../../../../local/drivers/virtual-clock.ts";
import { accountId, register, root, sessionOf } from "../account.ts";

type Statement = Readonly<Record<string, unknown>>;
type Context = AuthorizationRequest["context"];

const ledger = `arn:aws:dynamodb:eu-west-1:${accountId}:table/prod-ledger`;
const relay = sessionOf("relay");
const trust = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { AWS: accountId } }],
};

function policyOf(statements: readonly Statement[]): Readonly<Record<string, unknown>> {
  return { Version: "2012-10-17", Statement: statements };
}

async function iamWith(statements: readonly Statement[], more: Readonly<Record<string, unknown>> = {}): Promise<Iam> {
  const iam = createIam({ kernel: createVirtualKernel(1), accountId });
  await register(iam.resources, "aws:iam/role:Role", {
    name: "relay",
    assumeRolePolicy: trust,
    inlinePolicies: [{ name: "may", policy: policyOf(statements) }],
    ...more,
  });
  return iam;
}

function verdictOf(iam: Iam, action: string, resource: string, context: Context): string {
  try {
    iam.judge({ caller: relay }, [{ action, resource, context }]);
    return "allowed";
  } catch (fault) {
    const message = fault instanceof Error ? fault.message : "";
    return message.includes("with an explicit deny") ? "denied" : "not allowed";
  }
}

const allow = (more: Statement): Statement => ({ Effect: "Allow", Action: "dynamodb:*", Resource: "*", ...more });
const deny = (more: Statement): Statement => ({ ...allow(more), Effect: "Deny" });
const when = (operator: string, key: string, value: unknown): Statement =>
  allow({ Condition: { [operator]: { [key]: value } } });
const keys = (...values: readonly string[]): Context => ({ "dynamodb:LeadingKeys": values });

describe("which statements speak of a request", () => {
  it.each<[string, readonly Statement[], string, string, string]>([
    ["nothing is allowed by default", [deny({ Action: "s3:*" })], "dynamodb:PutItem", ledger, "not allowed"],
    ["an action by name", [allow({ Action: "dynamodb:PutItem" })], "dynamodb:PutItem", ledger, "allowed"],
    ["an action whatever its case", [allow({ Action: "DynamoDB:putitem" })], "dynamodb:PutItem", ledger, "allowed"],
    [
      "an action by wildcard",
      [allow({ Action: ["dynamodb:Get*", "dynamodb:P?tItem"] })],
      "dynamodb:PutItem",
      ledger,
      "allowed",
    ],
    ["another action", [allow({ Action: "dynamodb:Get*" })], "dynamodb:PutItem", ledger, "not allowed"],
    [
      "all but an action",
      [allow({ Action: undefined, NotAction: "dynamodb:Delete*" })],
      "dynamodb:PutItem",
      ledger,
      "allowed",
    ],
    [
      "the action left out",
      [allow({ Action: undefined, NotAction: "dynamodb:Put*" })],
      "dynamodb:PutItem",
      ledger,
      "not allowed",
    ],
    ["the very resource", [allow({ Resource: [ledger] })], "dynamodb:PutItem", ledger, "allowed"],
    ["the table for its index", [allow({ Resource: ledger })], "dynamodb:Query", `${ledger}/index/due`, "not allowed"],
    [
      "an index by wildcard",
      [allow({ Resource: `${ledger}/index/*` })],
      "dynamodb:Query",
      `${ledger}/index/due`,
      "allowed",
    ],
    [
      "a resource in another case",
      [allow({ Resource: ledger.toUpperCase().replace("ARN:", "arn:") })],
      "dynamodb:PutItem",
      ledger,
      "not allowed",
    ],
    [
      "a wildcard in the region",
      [allow({ Resource: ledger.replace("eu-west-1", "eu-*") })],
      "dynamodb:PutItem",
      ledger,
      "allowed",
    ],
    [
      "a wildcard that would swallow a colon",
      [allow({ Resource: "arn:aws:dynamodb:*:table/prod-ledger" })],
      "dynamodb:PutItem",
      ledger,
      "not allowed",
    ],
    ["an ARN cut short", [allow({ Resource: "arn:aws:dynamodb:*" })], "dynamodb:PutItem", ledger, "allowed"],
    [
      "all but a resource",
      [allow({ Resource: undefined, NotResource: `${ledger}-*` })],
      "dynamodb:PutItem",
      ledger,
      "allowed",
    ],
    [
      "the resource left out",
      [allow({ Resource: undefined, NotResource: ledger })],
      "dynamodb:PutItem",
      ledger,
      "not allowed",
    ],
    [
      "the account in a variable",
      [allow({ Resource: ledger.replace(accountId, "${aws:PrincipalAccount}") })],
      "dynamodb:PutItem",
      ledger,
      "allowed",
    ],
    ["a deny after an allow", [allow({}), deny({ Action: "dynamodb:PutItem" })], "dynamodb:PutItem", ledger, "denied"],
    ["a deny before an allow", [deny({ Action: "dynamodb:PutItem" }), allow({})], "dynamodb:PutItem", ledger, "denied"],
    [
      "a deny of something else",
      [allow({}), deny({ Action: "dynamodb:DeleteItem" })],
      "dynamodb:PutItem",
      ledger,
      "allowed",
    ],
  ])("%s", async (_what, statements, action, resource, verdict) => {
    expect(verdictOf(await iamWith(statements), action, resource, {})).toBe(verdict);
  });
});

describe("conditions", () => {
  it.each<[string, Statement, Context, string]>([
    [
      "ForAllValues: all match",
      when("ForAllValues:StringLike", "dynamodb:LeadingKeys", "eu#*"),
      keys("eu#1", "eu#2"),
      "allowed",
    ],
    [
      "ForAllValues: one does not",
      when("ForAllValues:StringLike", "dynamodb:LeadingKeys", "eu#*"),
      keys("eu#1", "us#2"),
      "not allowed",
    ],
    [
      "ForAllValues: any of the patterns",
      when("ForAllValues:StringLike", "dynamodb:LeadingKeys", ["eu#*", "us#*"]),
      keys("eu#1", "us#2"),
      "allowed",
    ],
    [
      "ForAllValues holds without the key",
      when("ForAllValues:StringLike", "dynamodb:LeadingKeys", "eu#*"),
      {},
      "allowed",
    ],
    ["Null asks for the key", when("Null", "dynamodb:LeadingKeys", "false"), {}, "not allowed"],
    ["Null finds the key", when("Null", "dynamodb:LeadingKeys", "false"), keys("eu#1"), "allowed"],
    ["Null forbids the key", when("Null", "dynamodb:LeadingKeys", true), keys("eu#1"), "not allowed"],
    ["Null counts no values as no key", when("Null", "dynamodb:LeadingKeys", true), keys(), "allowed"],
    [
      "ForAnyValue: one matches",
      when("ForAnyValue:StringEquals", "kms:ResourceAliases", "alias/b"),
      { "kms:ResourceAliases": ["alias/a", "alias/b"] },
      "allowed",
    ],
    [
      "ForAnyValue: none matches",
      when("ForAnyValue:StringEquals", "kms:ResourceAliases", "alias/c"),
      { "kms:ResourceAliases": ["alias/a", "alias/b"] },
      "not allowed",
    ],
    [
      "ForAnyValue fails without the key",
      when("ForAnyValue:StringNotEquals", "kms:ResourceAliases", "alias/c"),
      {},
      "not allowed",
    ],
    [
      "ForAllValues of a negated operator",
      when("ForAllValues:StringNotLike", "dynamodb:LeadingKeys", "*#acct#*"),
      keys("eu#pay#1", "eu#acct#1"),
      "not allowed",
    ],
    [
      "a condition key whatever its case",
      when("StringEquals", "DYNAMODB:enclosingoperation", "TransactWriteItems"),
      { "dynamodb:EnclosingOperation": ["TransactWriteItems"] },
      "allowed",
    ],
    ["StringEquals: case counts", when("StringEquals", "a:k", "Yes"), { "a:k": ["yes"] }, "not allowed"],
    ["StringEquals: an asterisk is an asterisk", when("StringEquals", "a:k", "y*"), { "a:k": ["yes"] }, "not allowed"],
    ["StringEqualsIgnoreCase", when("StringEqualsIgnoreCase", "a:k", "Yes"), { "a:k": ["yes"] }, "allowed"],
    ["StringNotEquals", when("StringNotEquals", "a:k", ["no", "never"]), { "a:k": ["never"] }, "not allowed"],
    ["StringNotEquals holds without the key", when("StringNotEquals", "a:k", "no"), {}, "allowed"],
    ["StringLike: one character", when("StringLike", "a:k", "y?s"), { "a:k": ["yes"] }, "allowed"],
    ["StringLike: in the middle", when("StringLike", "a:k", "e*#acct#*"), { "a:k": ["eu#x#acct#1"] }, "allowed"],
    ["StringLike fails without the key", when("StringLike", "a:k", "*"), {}, "not allowed"],
    ["…IfExists holds without the key", when("StringLikeIfExists", "a:k", "x"), {}, "allowed"],
    ["…IfExists still asks of the key", when("StringLikeIfExists", "a:k", "x"), { "a:k": ["y"] }, "not allowed"],
    ["Bool", when("Bool", "a:k", "TRUE"), { "a:k": ["true"] }, "allowed"],
    ["NumericLessThanEquals", when("NumericLessThanEquals", "a:k", "100"), { "a:k": ["100"] }, "allowed"],
    ["NumericLessThan", when("NumericLessThan", "a:k", 100), { "a:k": ["100"] }, "not allowed"],
    ["numbers are no texts", when("NumericGreaterThan", "a:k", "9"), { "a:k": ["10"] }, "allowed"],
    ["NumericNotEquals", when("NumericNotEquals", "a:k", "1"), { "a:k": ["1.0"] }, "not allowed"],
    [
      "DateLessThan",
      when("DateLessThan", "a:k", "2026-01-02T00:00:00Z"),
      { "a:k": ["2026-01-01T23:59:59Z"] },
      "allowed",
    ],
    ["dates as seconds", when("DateGreaterThan", "a:k", "1767225600"), { "a:k": ["2026-01-01T00:00:01Z"] }, "allowed"],
    ["ArnLike", when("ArnLike", "a:k", "arn:aws:sqs:*:*:q"), { "a:k": ["arn:aws:sqs:eu-west-1:1:q"] }, "allowed"],
    [
      "ArnNotEquals",
      when("ArnNotEquals", "a:k", "arn:aws:sqs:*:*:q"),
      { "a:k": ["arn:aws:sqs:eu-west-1:1:q"] },
      "not allowed",
    ],
  ])("%s", async (_what, statement, context, verdict) => {
    expect(verdictOf(await iamWith([statement]), "dynamodb:PutItem", ledger, context)).toBe(verdict);
  });

  it("all have to hold, whatever their operators and keys", async () => {
    const both = allow({
      Condition: {
        "ForAllValues:StringLike": { "dynamodb:LeadingKeys": "eu#*" },
        Null: { "dynamodb:LeadingKeys": "false" },
        StringEquals: { "dynamodb:EnclosingOperation": "TransactWriteItems" },
      },
    });
    const iam = await iamWith([both]);
    const enclosing = { "dynamodb:EnclosingOperation": ["TransactWriteItems"] };
    const verdict = (context: Context) => verdictOf(iam, "dynamodb:PutItem", ledger, context);
    expect(verdict({ ...keys("eu#1"), ...enclosing })).toBe("allowed");
    expect(verdict(keys("eu#1"))).toBe("not allowed");
    expect(verdict(enclosing)).toBe("not allowed");
    expect(verdict({ ...keys("us#1"), ...enclosing })).toBe("not allowed");
  });

  it("narrow a deny as well", async () => {
    const iam = await iamWith([allow({}), deny({ Condition: { StringEquals: { "a:k": "x" } } })]);
    expect(verdictOf(iam, "dynamodb:PutItem", ledger, { "a:k": ["x"] })).toBe("denied");
    expect(verdictOf(iam, "dynamodb:PutItem", ledger, {})).toBe("allowed");
  });

  it("may ask of the request around the call", async () => {
    const iam = await iamWith([when("StringEquals", "aws:RequestedRegion", "eu-west-1")]);
    const request = { action: "dynamodb:PutItem", resource: ledger, context: {} };
    expect(() => iam.judge({ caller: relay, region: "eu-west-1" }, [request])).not.toThrow();
    expect(() => iam.judge({ caller: relay, region: "us-east-1" }, [request])).toThrow(/is not authorized to perform/);
  });
});

describe("a denial", () => {
  const request = { action: "dynamodb:PutItem", resource: ledger, context: {} };
  const start = `User: ${relay.arn} is not authorized to perform: dynamodb:PutItem on resource: ${ledger} `;

  it("says that no policy allows the action", async () => {
    const iam = await iamWith([allow({ Action: "s3:*" })]);
    expect(() => iam.judge({ caller: relay }, [request])).toThrow(
      expect.objectContaining({
        code: "AccessDeniedException",
        status: 400,
        message: `${start}because no identity-based policy allows the dynamodb:PutItem action`,
      }),
    );
  });

  it("says that a policy denies it", async () => {
    const iam = await iamWith([allow({}), deny({})]);
    expect(() => iam.judge({ caller: relay }, [request])).toThrow(
      `${start}with an explicit deny in an identity-based policy`,
    );
  });

  it("meets a role that is not there", async () => {
    const iam = await iamWith([allow({})]);
    expect(() => iam.judge({ caller: sessionOf("nobody") }, [request])).toThrow(
      /assumed-role\/nobody\/session is not authorized/,
    );
  });

  it("never meets root, whom no identity policy speaks of", async () => {
    const iam = await iamWith([deny({})]);
    expect(() => iam.judge({ caller: root }, [request])).not.toThrow();
  });

  it.each([
    [
      "sqs:SendMessage",
      "AccessDeniedException",
      400,
      "because no identity-based policy allows the sqs:sendmessage action",
    ],
    ["lambda:InvokeFunction", "AccessDeniedException", 403, "allows the lambda:InvokeFunction action"],
    ["sts:AssumeRole", "AccessDenied", 403, "allows the sts:AssumeRole action"],
    ["iam:GetRole", "AccessDenied", 403, "allows the iam:GetRole action"],
    ["kms:Decrypt", "AccessDeniedException", 400, "allows the kms:Decrypt action"],
  ])("of %s is answered in the service's own form", async (action, code, status, ending) => {
    const iam = await iamWith([allow({ Action: "s3:*" })]);
    expect(() => iam.judge({ caller: relay }, [{ ...request, action }])).toThrow(
      expect.objectContaining({ code, status, message: expect.stringContaining(ending) }),
    );
  });
});

describe("where a role's policies come from", () => {
  const mayPut = policyOf([allow({ Action: "dynamodb:PutItem" })]);

  it("role policies, managed policies and attachments add up as they are made", async () => {
    const iam = await iamWith([allow({ Action: "s3:GetObject" })]);
    const verdict = (action: string) => verdictOf(iam, action, ledger, {});
    expect(verdict("dynamodb:PutItem")).toBe("not allowed");
    const inline = await register(iam.resources, "aws:iam/rolePolicy:RolePolicy", {
      name: "put",
      role: "relay",
      policy: JSON.stringify(mayPut),
    });
    expect(inline.id).toBe("relay:put");
    expect(verdict("dynamodb:PutItem")).toBe("allowed");
    const managed = await register(iam.resources, "aws:iam/policy:Policy", {
      name: "get",
      policy: policyOf([allow({ Action: "dynamodb:GetItem" })]),
    });
    expect(managed.outputs["arn"]).toBe(`arn:aws:iam::${accountId}:policy/get`);
    expect(verdict("dynamodb:GetItem")).toBe("not allowed");
    await register(iam.resources, "aws:iam/rolePolicyAttachment:RolePolicyAttachment", {
      role: "relay",
      policyArn: managed.id,
    });
    expect(verdict("dynamodb:GetItem")).toBe("allowed");
  });

  it("some policies of AWS are known, others are refused by name", async () => {
    const basic = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";
    const iam = await iamWith([allow({})], { managedPolicyArns: [basic] });
    expect(verdictOf(iam, "logs:PutLogEvents", "*", {})).toBe("allowed");
    await expect(
      iamWith([allow({})], { managedPolicyArns: ["arn:aws:iam::aws:policy/AdministratorAccess"] }),
    ).rejects.toThrow(
      "The local cloud does not model the AWS managed policy arn:aws:iam::aws:policy/AdministratorAccess",
    );
  });

  it("a permissions boundary has to allow as well", async () => {
    const iam = createIam({ kernel: createVirtualKernel(1), accountId });
    const boundary = await register(iam.resources, "aws:iam/policy:Policy", { name: "bounds", policy: mayPut });
    await register(iam.resources, "aws:iam/role:Role", {
      name: "relay",
      assumeRolePolicy: trust,
      inlinePolicies: [{ name: "all", policy: policyOf([allow({})]) }],
      permissionsBoundary: boundary.id,
    });
    const request = { action: "dynamodb:PutItem", resource: ledger, context: {} };
    iam.judge({ caller: relay }, [request]);
    expect(() => iam.judge({ caller: relay }, [{ ...request, action: "dynamodb:GetItem" }])).toThrow(
      "because no permissions boundary allows the dynamodb:GetItem action",
    );
  });
});
