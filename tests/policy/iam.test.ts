import { describe, expect, it } from "vitest";
import { Malformed, NotKnown, reader, UNKNOWN } from "../../policy/core/reader.ts";
import { accountOf, isWholeAccount } from "../../policy/iam/accounts.ts";
import { actionsOf, isWholeService, matches } from "../../policy/iam/actions.ts";
import { documentAt, documentOf, type Statement } from "../../policy/iam/document.ts";
import { kindOf } from "../../policy/iam/kinds.ts";
import { grantsAnyone } from "../../policy/iam/public.ts";
import { isAllOfKind, isEverything, isNarrowedByResource } from "../../policy/iam/resources.ts";
import { namesSource } from "../../policy/iam/services.ts";

const role = "arn:aws:iam::111122223333:role/orders";

function statement(given: Readonly<Record<string, unknown>>): Statement {
  const whole = { Effect: "Allow", Action: "s3:GetObject", Resource: "*", ...given };
  const [first] = documentOf({ Version: "2012-10-17", Statement: [whole] }, "policy").statements;
  if (first === undefined) throw new Error("A document of one statement has one.");
  return first;
}

describe("documents", () => {
  const written = { Statement: { Effect: "Allow", Principal: { AWS: role }, Action: "s3:*", Resource: ["a", "b"] } };

  it.each([
    { form: "JSON", policy: JSON.stringify(written) },
    { form: "JSON with space around it", policy: ` \n${JSON.stringify(written, undefined, 2)}\n` },
    { form: "an object", policy: written },
    { form: "a list of one object", policy: [written] },
  ])("are read from $form", ({ policy }) => {
    const [first] = documentAt(reader({ policy }), "policy")?.statements ?? [];
    expect(first).toMatchObject({
      path: "policy.Statement",
      effect: "Allow",
      principals: [{ kind: "AWS", value: role }],
      actions: ["s3:*"],
      resources: ["a", "b"],
      conditions: [],
    });
  });

  it.each([undefined, null, ""])("are absent as %j", (policy) => {
    expect(documentAt(reader({ policy }), "policy")).toBeUndefined();
  });

  it.each([
    { policy: "{", path: "policy" },
    { policy: "7", path: "policy" },
    { policy: 7, path: "policy" },
    { policy: {}, path: "policy.Statement" },
    { policy: { Statement: [7] }, path: "policy.Statement[0]" },
    { policy: { Statement: [{ Effect: "Allow" }] }, path: "policy.Statement[0].Action" },
  ])("are malformed as $policy", ({ policy, path }) => {
    expect(() => documentAt(reader({ policy }), "policy")).toThrow(
      expect.objectContaining({ constructor: Malformed, path }),
    );
  });

  it.each(["arn:aws:iam::111122223333:role/orders", "111122223333", "*"])("take %s as text for AWS's", (value) => {
    expect(statement({ Principal: value }).principals).toEqual([{ kind: "AWS", value }]);
  });

  it("do not take other text for a principal", () => {
    expect(() => statement({ Principal: "orders" }).principals).toThrow(Malformed);
  });

  it("tell the resources that are known, where one suffices", () => {
    expect(statement({ Resource: [UNKNOWN, "*"] }).knownResources).toEqual(["*"]);
    expect(statement({ Resource: UNKNOWN }).knownResources).toEqual([]);
  });

  it("say what is not known only when they are asked for it", () => {
    const one = statement({ Resource: UNKNOWN, Principal: { AWS: [role, UNKNOWN] }, Condition: { Bool: UNKNOWN } });
    expect(one.actions).toEqual(["s3:GetObject"]);
    const unknown = (path: string): unknown => expect.objectContaining({ constructor: NotKnown, path });
    expect(() => one.resources).toThrow(unknown("policy.Statement[0].Resource"));
    expect(() => one.principals).toThrow(unknown("policy.Statement[0].Principal.AWS[1]"));
    expect(() => one.conditions).toThrow(unknown("policy.Statement[0].Condition.Bool"));
  });

  it("take operators apart", () => {
    const condition = {
      "ForAnyValue:StringLikeIfExists": { "aws:PrincipalOrgPaths": ["o-1/*"] },
      Bool: { "a:B": true },
    };
    expect(statement({ Condition: condition }).conditions).toEqual([
      { operator: "stringlike", set: "any", ifExists: true, key: "aws:principalorgpaths", values: ["o-1/*"] },
      { operator: "bool", set: undefined, ifExists: false, key: "a:b", values: ["true"] },
    ]);
  });
});

describe("who is anyone", () => {
  const on = (operator: string, key: string, value: unknown) => ({
    Principal: "*",
    Condition: { [operator]: { [key]: value } },
  });

  it.each([
    { Principal: "*" },
    { Principal: { AWS: "*" } },
    { Principal: { AWS: [role, "*"] } },
    on("Bool", "aws:SecureTransport", "true"),
    on("StringEqualsIfExists", "aws:PrincipalOrgID", "o-1"),
    on("ForAllValues:StringEquals", "aws:PrincipalOrgID", "o-1"),
    on("StringNotEquals", "aws:PrincipalOrgID", "o-1"),
    on("StringLike", "aws:SourceArn", "*"),
    on("ArnLike", "aws:SourceArn", "arn:aws:sns:*:*:*"),
    on("ArnLike", "aws:SourceArn", "arn:aws:s3:::*"),
    on("IpAddress", "aws:SourceIp", "0.0.0.0/0"),
    on("IpAddress", "aws:SourceIp", ["10.0.0.0/8", "::/0"]),
    on("Bool", "aws:PrincipalIsAWSService", "false"),
  ])("everyone: %j", (given) => {
    expect(grantsAnyone(statement(given))).toBe(true);
  });

  it.each([
    { Principal: { AWS: role } },
    { Principal: "*", Effect: "Deny" },
    on("StringEquals", "aws:PrincipalOrgID", "o-1"),
    on("stringequals", "AWS:SOURCEACCOUNT", ["111122223333"]),
    on("ArnLike", "aws:SourceArn", "arn:aws:sns:*:111122223333:*"),
    on("ArnLike", "aws:SourceArn", "arn:aws:s3:*:*:orders"),
    on("ArnLike", "aws:SourceArn", "arn:aws:s3:::orders"),
    on("StringEquals", "aws:SourceVpce", "vpce-1"),
    on("IpAddress", "aws:SourceIp", "203.0.113.7"),
    on("StringEquals", "kms:CallerAccount", "111122223333"),
    on("ForAnyValue:StringLike", "aws:PrincipalOrgPaths", "o-1/*"),
    on("Bool", "elasticfilesystem:AccessedViaMountTarget", "true"),
  ])("somebody: %j", (given) => {
    expect(grantsAnyone(statement(given))).toBe(false);
  });

  it("knows accounts", () => {
    const all = ["111122223333", "arn:aws:iam::111122223333:root", role, "*", "AIDACKCEVSQ6C2EXAMPLE"];
    const principals = all.map((value) => ({ kind: "AWS" as const, value }));
    expect(principals.map(accountOf)).toEqual(["111122223333", "111122223333", "111122223333", undefined, undefined]);
    expect(principals.map(isWholeAccount)).toEqual([true, true, false, false, false]);
  });

  it("knows whether a service is told its source", () => {
    const on = (operator: string, value: string) =>
      namesSource(statement({ Condition: { [operator]: { "aws:SourceArn": value } } }));
    expect(namesSource(statement({}))).toBe(false);
    expect(on("ArnLikeIfExists", "arn:aws:sns:eu-west-1:1:a")).toBe(false);
    expect(on("ArnLike", "*")).toBe(false);
    expect(on("ArnLike", "arn:aws:sns:eu-west-1:1:a")).toBe(true);
  });
});

describe("actions", () => {
  it.each([
    ["sqs:SendMessage", true],
    ["SQS:sendmessage", true],
    ["xray:PutTraceSegments", false],
    ["ec2:DescribeInstances", false],
    ["kms:GenerateRandom", false],
    ["kms:Decrypt", true],
    ["cloudwatch:PutMetricData", false],
    ["cloudformation:DescribeStacks", false],
    ["s3:GetObject", true],
    ["s3:ListAllMyBuckets", false],
  ])("%s is restrictable: %j", (action, restrictable) => {
    expect(actionsOf(action).map((one) => one.restrictable)).toEqual([restrictable]);
  });

  it("expands patterns within a service", () => {
    expect(actionsOf("sqs:Send*").map(({ name }) => name)).toEqual(["sqs:SendMessage"]);
    expect(actionsOf("iam:?assRole").map(({ name }) => name)).toEqual(["iam:PassRole"]);
  });

  it.each(["sqs:NoSuchAction", "nosuchservice:Get", "../../package:x", "*", "", "constructor:x"])(
    "has none for %j",
    (pattern) => {
      expect(actionsOf(pattern)).toEqual([]);
    },
  );

  it("matches as IAM does", () => {
    expect(matches("IAM:Pass*", "iam:PassRole")).toBe(true);
    expect(matches("iam:Pass?ole", "iam:PassRole")).toBe(true);
    expect(matches("iam.PassRole", "iam:PassRole")).toBe(false);
    expect(["*", "*:*", "s3:*", "s3:**", "s3:Get*"].map(isWholeService)).toEqual([true, true, true, true, false]);
  });

  it.each([
    ["iam:PassRole", "pass-role"],
    ["iam:DetachRolePolicy", "boundary"],
    ["lambda:UpdateFunctionCode", "code"],
    ["s3:GetObjectVersion", "objects"],
    ["kms:GenerateDataKeyPair", "cryptography"],
    ["sqs:AddPermission", "exposure"],
    ["dynamodb:DeleteTable", "deletion"],
    ["sqs:SendMessage", "other"],
  ])("%s is of the kind %s", (name, kind) => {
    expect(actionsOf(name).map(kindOf)).toEqual([kind]);
  });
});

describe("resources", () => {
  it.each([
    ["*", true, true],
    ["arn:aws:sqs:*:*:*", true, true],
    ["arn:aws:s3:::*", true, true],
    ["arn:aws:s3:::*/*", true, true],
    ["arn:aws:logs:*:*:*", false, true],
    ["arn:aws:iam::111122223333:role/*", false, true],
    ["arn:aws:secretsmanager:eu-west-1:111122223333:secret:*", false, true],
    ["arn:aws:dynamodb:eu-west-1:111122223333:table/*/index/*", false, true],
    ["arn:aws:sqs:eu-west-1:111122223333:*", false, true],
    ["arn:aws:iam::111122223333:role/orders/*", false, false],
    ["arn:aws:s3:::orders/*", false, false],
    ["arn:aws:execute-api:eu-west-1:111122223333:abcdefghij/*", false, false],
    ["arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/*", false, false],
    ["arn:aws:iam::*:user/${aws:username}", false, false],
  ])("%s is everything: %j, all of a kind: %j", (resource, everything, kind) => {
    expect([isEverything(resource), isAllOfKind(resource)]).toEqual([everything, kind]);
  });

  it.each([
    [{ StringEquals: { "aws:ResourceTag/team": "orders" } }, true],
    [{ "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/orders" } }, true],
    [{ StringEquals: { "iam:PassedToService": "lambda.amazonaws.com" } }, true],
    [{ StringLike: { "s3:prefix": "orders/*" } }, true],
    [{ StringLike: { "aws:ResourceTag/team": "*" } }, false],
    [{ StringEqualsIfExists: { "aws:ResourceTag/team": "orders" } }, false],
    [{ StringEquals: { "aws:RequestedRegion": "eu-west-1" } }, false],
    [{ StringEquals: { "s3:x-amz-acl": "private" } }, false],
    [{ Bool: { "aws:MultiFactorAuthPresent": "true" } }, false],
  ])("a condition %j narrows them: %j", (condition, narrows) => {
    expect(isNarrowedByResource(statement({ Condition: condition }))).toBe(narrows);
  });
});
