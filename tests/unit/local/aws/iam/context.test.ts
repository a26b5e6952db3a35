import { describe, expect, it } from "vitest";
import { createIam } from "../../../../../local/aws/iam/index.ts";
import type { Iam, JudgedCall } from "../../../../../local/aws/iam/index.ts";
import type { AuthorizationRequest, Caller, SessionFacts } from "../../../../../local/core/call.ts";
import { createVirtualKernel } from "../../../../../local/drivers/virtual-clock.ts";
import { accountId, register, root, sessionOf } from "../account.ts";

type Statement = Readonly<Record<string, unknown>>;

const bucket = "arn:aws:s3:::bucket/";
const allow: Statement = { Effect: "Allow", Action: "s3:GetObject", Resource: "*" };
const now = Date.parse("2026-01-01T00:00:00Z");

async function iamWith(statement: Statement, version?: string): Promise<Iam> {
  const iam = createIam({ kernel: createVirtualKernel(1), accountId });
  const policy = { ...(version !== undefined && { Version: version }), Statement: [statement] };
  await register(iam.resources, "aws:iam/role:Role", {
    name: "relay",
    assumeRolePolicy: {
      Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { AWS: accountId } }],
    },
    tags: { Team: "payments", stage: "prod" },
    inlinePolicies: [{ name: "may", policy }],
  });
  return iam;
}

interface Asked {
  readonly session?: Partial<SessionFacts>;
  readonly call?: Partial<JudgedCall>;
  readonly request?: Partial<AuthorizationRequest>;
}

function allows(iam: Iam, { session, call, request }: Asked): boolean {
  const facts = { issuedMs: now, policies: [], tags: {}, transitiveTagKeys: [], subnetIds: [], ...session };
  // A session of a role, as its kind says.
  const caller = { ...sessionOf("relay"), session: facts } as Caller;
  try {
    iam.judge({ caller, ...call }, [{ action: "s3:GetObject", resource: `${bucket}x`, context: {}, ...request }]);
    return true;
  } catch {
    return false;
  }
}

const when = (operator: string, key: string, value: unknown): Statement => ({
  ...allow,
  Condition: { [operator]: { [key]: value } },
});

const client = { sourceIp: "127.0.0.1", userAgent: "aws-cli/2.15" };
const inside: JudgedCall["passage"] = {
  kind: "endpoint",
  vpcId: "vpc-1",
  endpointId: "vpce-1",
  policy: undefined,
  sourceIp: "10.0.0.4",
};

describe("a key of the request around the call", () => {
  it.each<[string, string, string, Asked]>([
    ["aws:PrincipalArn", "ArnEquals", `arn:aws:iam::${accountId}:role/relay`, {}],
    ["aws:PrincipalAccount", "StringEquals", accountId, {}],
    ["aws:PrincipalType", "StringEquals", "AssumedRole", {}],
    ["aws:PrincipalIsAWSService", "Bool", "false", {}],
    ["aws:PrincipalTag/team", "StringEquals", "payments", {}],
    ["aws:PrincipalTag/stage", "StringEquals", "dev", { session: { tags: { Stage: "dev" } } }],
    ["aws:userid", "StringLike", "AROA*:session", {}],
    ["aws:MultiFactorAuthPresent", "Bool", "false", {}],
    ["aws:TokenIssueTime", "DateEquals", "2026-01-01T00:00:00Z", {}],
    ["aws:SourceIdentity", "StringEquals", "ann", { session: { sourceIdentity: "ann" } }],
    [
      "lambda:SourceFunctionArn",
      "ArnEquals",
      "arn:aws:lambda:eu-west-1:1:function:f",
      { session: { functionArn: "arn:aws:lambda:eu-west-1:1:function:f" } },
    ],
    ["aws:RequestedRegion", "StringEquals", "eu-west-1", { call: { region: "eu-west-1" } }],
    ["aws:SecureTransport", "Bool", "true", {}],
    ["aws:SourceIp", "IpAddress", "127.0.0.0/8", { call: { client } }],
    ["aws:UserAgent", "StringLike", "aws-cli/*", { call: { client } }],
    ["aws:SourceVpc", "StringEquals", "vpc-1", { call: { client, passage: inside } }],
    ["aws:SourceVpce", "StringEquals", "vpce-1", { call: { client, passage: inside } }],
    ["aws:VpcSourceIp", "IpAddress", "10.0.0.0/24", { call: { client, passage: inside } }],
    [
      "aws:SourceIp",
      "IpAddress",
      "203.0.113.1",
      { call: { client, passage: { kind: "nat", publicIp: "203.0.113.1" } } },
    ],
    ["aws:ViaAWSService", "Bool", "false", {}],
    ["aws:ViaAWSService", "Bool", "true", { request: { via: "sqs.eu-west-1.amazonaws.com" } }],
    ["aws:CalledViaFirst", "StringEquals", "sqs.amazonaws.com", { request: { via: "sqs.eu-west-1.amazonaws.com" } }],
    [
      "kms:ViaService",
      "StringEquals",
      "sqs.eu-west-1.amazonaws.com",
      { request: { via: "sqs.eu-west-1.amazonaws.com" } },
    ],
    ["aws:CurrentTime", "DateLessThan", "2026-01-01T00:00:01Z", {}],
    ["aws:EpochTime", "NumericEquals", String(now / 1000), {}],
    ["aws:ResourceTag/Team", "StringEquals", "payments", { request: { resourceTags: { team: "payments" } } }],
    [
      "aws:ResourceAccount",
      "StringEquals",
      "999988887777",
      { request: { resource: "arn:aws:sqs:eu-west-1:999988887777:q" } },
    ],
  ])("%s %s %s", async (key, operator, value, asked) => {
    expect(allows(await iamWith(when(operator, key, value)), asked)).toBe(true);
    expect(allows(await iamWith({ ...when(operator, key, value), Effect: "Deny" }), asked)).toBe(false);
  });

  it.each<[string, Asked]>([
    ["aws:SourceIp", { call: { client, passage: inside } }],
    ["aws:SourceIp", {}],
    ["aws:SourceVpce", { call: { client } }],
    ["aws:SourceVpce", { call: { client, passage: inside }, request: { via: "sqs.eu-west-1.amazonaws.com" } }],
    ["aws:PrincipalTag/none", {}],
    ["aws:PrincipalOrgID", {}],
    ["aws:username", {}],
    ["aws:SourceArn", {}],
    ["kms:ViaService", {}],
    ["aws:CalledVia", {}],
    ["lambda:SourceFunctionArn", {}],
  ])("%s is absent where there is nothing to tell", async (key, asked) => {
    expect(allows(await iamWith(when("Null", key, "true")), asked)).toBe(true);
    expect(allows(await iamWith(when("Null", key, "false")), asked)).toBe(false);
  });

  it("of root has no session in it", () => {
    const iam = createIam({ kernel: createVirtualKernel(1), accountId });
    const text = JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Deny",
          Principal: "*",
          Action: "*",
          Resource: "*",
          Condition: { Null: { "aws:MultiFactorAuthPresent": "true" }, StringEquals: { "aws:userid": accountId } },
        },
      ],
    });
    const request = {
      action: "sqs:SendMessage",
      resource: "*",
      context: {},
      resourcePolicy: { kind: "resource", text },
    } as const;
    expect(() => iam.judge({ caller: root }, [request])).toThrow("with an explicit deny in a resource-based policy");
  });
});

describe("the tags that a call puts on something", () => {
  it.each<[string, Readonly<Record<string, unknown>>]>([
    ["as a map", { Tags: { Team: "payments" } }],
    ["as a map in small letters", { tags: { Team: "payments" } }],
    ["as a list", { Tags: [{ Key: "Team", Value: "payments" }] }],
    ["as a list of KMS", { Tags: [{ TagKey: "Team", TagValue: "payments" }] }],
  ])("are known %s", async (_how, input) => {
    const tagged = { call: { input } };
    expect(allows(await iamWith(when("StringEquals", "aws:RequestTag/team", "payments")), tagged)).toBe(true);
    expect(allows(await iamWith(when("StringEquals", "aws:RequestTag/team", "risk")), tagged)).toBe(false);
    expect(allows(await iamWith(when("ForAnyValue:StringEquals", "aws:TagKeys", "Team")), tagged)).toBe(true);
    const forwarded = { ...tagged, request: { via: "sqs.eu-west-1.amazonaws.com" } };
    expect(allows(await iamWith(when("Null", "aws:TagKeys", "true")), forwarded)).toBe(true);
  });

  it.each(["TagKeys", "tagKeys"])("are known as keys alone, to be taken away: %s", async (name) => {
    const untagged = { call: { input: { [name]: ["Team"] } } };
    expect(allows(await iamWith(when("ForAllValues:StringEquals", "aws:TagKeys", "Team")), untagged)).toBe(true);
    expect(allows(await iamWith(when("ForAllValues:StringEquals", "aws:TagKeys", "Stage")), untagged)).toBe(false);
    expect(allows(await iamWith(when("Null", "aws:RequestTag/Team", "true")), untagged)).toBe(true);
  });

  it("are absent from a call that has none", async () => {
    expect(allows(await iamWith(when("Null", "aws:TagKeys", "true")), { call: { input: { Tags: [] } } })).toBe(true);
    expect(allows(await iamWith(when("Null", "aws:TagKeys", "true")), { call: { input: { Tags: "no" } } })).toBe(true);
  });
});

describe("addresses and bytes", () => {
  const from = (sourceIp: string): Asked => ({ call: { client: { ...client, sourceIp } } });

  it.each<[string, unknown, string, boolean]>([
    ["IpAddress", "203.0.113.0/24", "203.0.113.200", true],
    ["IpAddress", "203.0.113.0/24", "203.0.114.1", false],
    ["IpAddress", ["198.51.100.7", "203.0.113.0/24"], "198.51.100.7", true],
    ["IpAddress", "0.0.0.0/0", "8.8.8.8", true],
    ["IpAddress", "2001:db8::/32", "2001:db8:0:1::5", true],
    ["IpAddress", "2001:db8::/32", "2001:db9::1", false],
    ["IpAddress", "2001:DB8:1234:5678::/64", "2001:db8:1234:5678:0:0:0:1", true],
    ["IpAddress", "0.0.0.0/0", "2001:db8::1", false],
    ["IpAddress", "203.0.113.0/24", "no address", false],
    ["NotIpAddress", "203.0.113.0/24", "203.0.113.200", false],
    ["NotIpAddress", "203.0.113.0/24", "198.51.100.7", true],
  ])("%s %s of %s: %s", async (operator, value, address, allowed) => {
    expect(allows(await iamWith(when(operator, "aws:SourceIp", value)), from(address))).toBe(allowed);
  });

  it.each([
    ["QmluYXJ5", "QmluYXJ5", true],
    ["QmluYXJ5", "Qmlu", false],
    ["QQ==", "QQ", true],
  ])("BinaryEquals %s of %s: %s", async (wanted, given, allowed) => {
    const iam = await iamWith(when("BinaryEquals", "a:k", wanted));
    expect(allows(iam, { request: { context: { "a:k": [given] } } })).toBe(allowed);
  });
});

describe("policy variables", () => {
  const object = (resource: string): Asked => ({ request: { resource: `${bucket}${resource}` } });
  const at = (path: string): Statement => ({ ...allow, Resource: `${bucket}${path}` });

  it.each<[string, Statement, Asked, boolean]>([
    ["a tag of the caller", at("${aws:PrincipalTag/team}/*"), object("payments/1"), true],
    ["a key whatever its case", at("${AWS:principaltag/TEAM}/*"), object("payments/1"), true],
    ["another value of it", at("${aws:PrincipalTag/team}/*"), object("risk/1"), false],
    ["one that is absent matches nothing", at("${aws:PrincipalTag/none}*"), object("none"), false],
    ["… unless it has a default", at("${aws:PrincipalTag/none, 'all'}/*"), object("all/1"), true],
    ["a default that is not needed", at("${aws:PrincipalTag/team, 'all'}/*"), object("all/1"), false],
    [
      "an asterisk in a value is no pattern",
      at("${aws:PrincipalTag/team}"),
      { ...object("anything"), session: { tags: { team: "*" } } },
      false,
    ],
    [
      "… and stands for itself",
      at("${aws:PrincipalTag/team}"),
      { ...object("*"), session: { tags: { team: "*" } } },
      true,
    ],
    ["${*} is an asterisk", at("a${*}b"), object("a*b"), true],
    ["… and no pattern", at("a${*}b"), object("axb"), false],
    ["${?} is a question mark", at("a${?}"), object("a?"), true],
    ["… and no pattern either", at("a${?}"), object("ab"), false],
    ["${$} is a dollar", at("${$}{x}"), object("${x}"), true],
    ["the user's id", at("${aws:userid}"), object("x"), false],
    [
      "the account",
      { ...allow, Resource: "arn:aws:sqs:*:${aws:PrincipalAccount}:*" },
      { request: { resource: `arn:aws:sqs:eu-west-1:${accountId}:q` } },
      true,
    ],
    [
      "a key of the request itself",
      at("${dynamodb:Select}"),
      { request: { resource: `${bucket}COUNT`, context: { "dynamodb:Select": ["COUNT"] } } },
      true,
    ],
    [
      "one of several values cannot be told",
      at("${aws:TagKeys}"),
      { request: { resource: `${bucket}a`, context: { "aws:TagKeys": ["a", "b"] } } },
      false,
    ],
    [
      "in a condition's value",
      when("StringEquals", "aws:RequestTag/team", "${aws:PrincipalTag/team}"),
      { request: { context: { "aws:RequestTag/team": ["payments"] } } },
      true,
    ],
    [
      "… that does not match",
      when("StringEquals", "aws:RequestTag/team", "${aws:PrincipalTag/team}"),
      { request: { context: { "aws:RequestTag/team": ["risk"] } } },
      false,
    ],
    [
      "… in StringLike",
      when("StringLike", "a:k", "${aws:PrincipalTag/team}-*"),
      { request: { context: { "a:k": ["payments-1"] } } },
      true,
    ],
    [
      "… in StringEqualsIgnoreCase",
      when("StringEqualsIgnoreCase", "a:k", "${aws:PrincipalTag/team}"),
      { request: { context: { "a:k": ["PAYMENTS"] } } },
      true,
    ],
    [
      "… in ArnLike",
      when("ArnLike", "a:k", "arn:aws:sqs:*:${aws:PrincipalAccount}:q"),
      { request: { context: { "a:k": [`arn:aws:sqs:eu-west-1:${accountId}:q`] } } },
      true,
    ],
  ])("%s", async (_what, statement, asked, allowed) => {
    expect(allows(await iamWith(statement, "2012-10-17"), asked)).toBe(allowed);
  });

  it.each(["2008-10-17", undefined])("are plain text in version %s", async (version) => {
    const iam = await iamWith(at("${aws:PrincipalTag/team}"), version);
    expect(allows(iam, object("payments"))).toBe(false);
    expect(allows(iam, object("${aws:PrincipalTag/team}"))).toBe(true);
  });
});
