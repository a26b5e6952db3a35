import { describe, expect, it } from "vitest";
import { createIam } from "../../../../../local/aws/iam/index.ts";
import { parsePolicyDocument } from "../../../../../local/aws/iam/policy-document.ts";
import { createVirtualKernel } from "../../../../../local/drivers/virtual-clock.ts";
import { accountId, register } from "../account.ts";

const statement = { Effect: "Allow", Action: "dynamodb:PutItem", Resource: "*" };
const trusting = { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } };

function policyOf(...statements: readonly unknown[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

describe("a malformed policy is refused with its fault named", () => {
  it.each([
    ["no object", "[]", "Syntax errors in policy."],
    ["no statement", "{}", "Policy document must contain a Statement."],
    [
      "another version",
      '{"Version":"2012-10-18","Statement":[]}',
      'Policy document version must be 2012-10-17 or 2008-10-17, not "2012-10-18".',
    ],
    ["an unknown element", policyOf({ ...statement, Resources: "*" }), "Unknown field Resources"],
    ["no effect", policyOf({ ...statement, Effect: "allow" }), 'Invalid effect: "allow"'],
    ["no action", policyOf({ ...statement, Action: [] }), "Policy statement must contain actions."],
    ["no resource", policyOf({ ...statement, Resource: undefined }), "Policy statement must contain resources."],
    [
      "two kinds of action",
      policyOf({ ...statement, NotAction: "s3:*" }),
      "Statement must not contain both Action and NotAction.",
    ],
    [
      "an action without its service",
      policyOf({ ...statement, Action: "PutItem" }),
      "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc. (PutItem)",
    ],
    [
      "a resource that is no ARN",
      policyOf({ ...statement, Resource: "prod-ledger" }),
      'Resource prod-ledger must be in ARN format or "*".',
    ],
    ["a principal", policyOf({ ...statement, Principal: "*" }), "Policy document should not specify a principal."],
    [
      "one Sid twice",
      policyOf({ ...statement, Sid: "A" }, { ...statement, Sid: "A" }),
      "Statement IDs (SID) in a single policy must be unique.",
    ],
    [
      "an operator that does not exist",
      policyOf({ ...statement, Condition: { StringIs: { "a:k": "x" } } }),
      "Invalid Condition type : StringIs.",
    ],
    [
      "Null of something else",
      policyOf({ ...statement, Condition: { Null: { "a:k": "no" } } }),
      'Invalid value "no" for the condition Null.',
    ],
    [
      "Null … if it exists",
      policyOf({ ...statement, Condition: { NullIfExists: { "a:k": "true" } } }),
      "Invalid Condition type : NullIfExists.",
    ],
    ...["10.0.0.0/33", "10.0.0", "10.0.0.0/", "::1/129", "anywhere"].map((address) => [
      `the address block ${address}`,
      policyOf({ ...statement, Condition: { IpAddress: { "aws:SourceIp": address } } }),
      `Invalid value "${address}" for an IP address condition.`,
    ]),
    [
      "bytes that are no base64",
      policyOf({ ...statement, Condition: { BinaryEquals: { "a:k": "*" } } }),
      'Invalid value "*" for a Binary condition.',
    ],
    [
      "a variable without its brace",
      policyOf({ ...statement, Resource: "arn:aws:s3:::b/${aws:userid" }),
      'The policy variable "${aws:userid" has no closing brace.',
    ],
    [
      "a variable of no form",
      policyOf({ ...statement, Resource: "arn:aws:s3:::b/${aws:userid, x}" }),
      'The policy variable "${aws:userid, x}" is malformed.',
    ],
    [
      "a number that is none",
      policyOf({ ...statement, Condition: { NumericEquals: { "a:k": "ten" } } }),
      'Invalid value "ten" for a Numeric condition.',
    ],
  ])("%s", async (_what, policy, message) => {
    const iam = createIam({ kernel: createVirtualKernel(1), accountId });
    const created = register(iam.resources, "aws:iam/policy:Policy", { name: "p", policy });
    await expect(created).rejects.toMatchObject({ code: "MalformedPolicyDocument", message });
  });

  it.each([
    ["no principal", policyOf({ ...trusting, Principal: undefined }), "Missing required field Principal"],
    ["a resource", policyOf({ ...trusting, Resource: "*" }), "Has prohibited field Resource"],
    [
      "a principal of no kind",
      policyOf({ ...trusting, Principal: { Role: "x" } }),
      'Invalid principal in policy: "Role"',
    ],
    [
      "a wild principal",
      policyOf({ ...trusting, Principal: { AWS: "arn:aws:iam::111122223333:role/*" } }),
      'Invalid principal in policy: "AWS":"arn:aws:iam::111122223333:role/*"',
    ],
    [
      "a service of no name",
      policyOf({ ...trusting, Principal: { Service: "lambda" } }),
      'Invalid principal in policy: "SERVICE":"lambda"',
    ],
    [
      "principals and their opposite",
      policyOf({ ...trusting, NotPrincipal: "*" }),
      "Statement must not contain both Principal and NotPrincipal.",
    ],
  ])("a trust policy with %s", (_what, policy, message) => {
    expect(() => parsePolicyDocument(policy, "trust")).toThrow(
      expect.objectContaining({ code: "MalformedPolicyDocument", message }),
    );
  });
});

describe("what is not modelled is refused by name", () => {
  it.each([
    [
      "a variable",
      { ...statement, Resource: "arn:aws:s3:::b/${aws:Ec2InstanceSourceVpc}/*" },
      'the policy variable "${aws:Ec2InstanceSourceVpc}"',
    ],
    [
      "a global key",
      { ...statement, Condition: { Bool: { "aws:AssumedRoot": "true" } } },
      'the condition key "aws:AssumedRoot"',
    ],
    [
      "a key of a service that is judged",
      { ...statement, Condition: { StringEquals: { "kms:WrappingAlgorithm": "RSAES_PKCS1_V1_5" } } },
      'the condition key "kms:WrappingAlgorithm"',
    ],
  ])("%s", async (_what, declared, what) => {
    const iam = createIam({ kernel: createVirtualKernel(1), accountId });
    const created = register(iam.resources, "aws:iam/policy:Policy", { name: "p", policy: policyOf(declared) });
    await expect(created).rejects.toMatchObject({
      code: "NotImplemented",
      message: `The local cloud does not model ${what}; see docs/local-differences.md.`,
    });
  });

  it("but a key of a service that is never called may stand in a policy", async () => {
    const iam = createIam({ kernel: createVirtualKernel(1), accountId });
    const declared = { ...statement, Condition: { StringEquals: { "s3:x-amz-acl": "private" } } };
    const created = register(iam.resources, "aws:iam/policy:Policy", { name: "p", policy: policyOf(declared) });
    await expect(created).resolves.toHaveProperty("id");
  });

  it("nor are principals of other kinds in a resource's policy", () => {
    const policy = policyOf({ ...statement, Principal: { Federated: "accounts.google.com" } });
    expect(() => parsePolicyDocument(policy, "resource")).toThrow('the principal kind "Federated"');
  });
});

describe("quotas and names", () => {
  const big = policyOf({
    ...statement,
    Resource: Array.from({ length: 200 }, (_, index) => `arn:aws:s3:::bucket-${index}/${"x".repeat(30)}`),
  });

  it.each([
    ["a name taken", { name: "r", assumeRolePolicy: policyOf(trusting) }, "EntityAlreadyExists"],
    [
      "an oversized inline policy",
      { name: "s", assumeRolePolicy: policyOf(trusting), inlinePolicies: [{ name: "p", policy: big }] },
      "LimitExceeded",
    ],
    [
      "a missing boundary",
      { name: "s", assumeRolePolicy: policyOf(trusting), permissionsBoundary: `arn:aws:iam::${accountId}:policy/no` },
      "NoSuchEntity",
    ],
  ])("a role with %s", async (_what, inputs, code) => {
    const iam = createIam({ kernel: createVirtualKernel(1), accountId });
    await register(iam.resources, "aws:iam/role:Role", { name: "r", assumeRolePolicy: policyOf(trusting) });
    await expect(register(iam.resources, "aws:iam/role:Role", inputs)).rejects.toMatchObject({ code });
  });

  it("an attachment needs its role and its policy", async () => {
    const iam = createIam({ kernel: createVirtualKernel(1), accountId });
    const attach = (role: string) =>
      register(iam.resources, "aws:iam/rolePolicyAttachment:RolePolicyAttachment", {
        role,
        policyArn: `arn:aws:iam::${accountId}:policy/no`,
      });
    await expect(attach("r")).rejects.toThrow("The role with name r cannot be found.");
    await register(iam.resources, "aws:iam/role:Role", { name: "r", assumeRolePolicy: policyOf(trusting) });
    await expect(attach("r")).rejects.toThrow("policy/no does not exist or is not attachable.");
  });
});
