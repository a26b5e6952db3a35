import { describe, expect, it } from "vitest";
import { differences, unequalCells } from "../../../../cli/permissions/difference.ts";
import { grantsIn, grantText, rolesOf, type RoleGrants } from "../../../../cli/permissions/grants.ts";
import { differencesText } from "../../../../cli/permissions/text.ts";
import type { Declared } from "../../../../policy/core/stack.ts";

const document = (...statements: readonly object[]): string => JSON.stringify({ Statement: statements });
const trust = document({ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } });
const declared = (type: string, name: string, properties: object, outputs: object = {}): Declared => ({
  urn: `urn:pulumi:prod-eu::p::${type}::${name}`,
  type,
  name,
  protect: false,
  properties: { ...properties },
  outputs: { ...outputs },
  propertyDependencies: {},
});
const role = declared("aws:iam/role:Role", "api", { name: "prod-eu-api", assumeRolePolicy: trust });
const inline = (policy: string) => declared("aws:iam/rolePolicy:RolePolicy", "api", { role: "prod-eu-api", policy });
const texts = (resources: readonly Declared[]): readonly string[] =>
  rolesOf([{ name: "prod-eu", resources }]).flatMap(({ grants }) => grants.map(grantText));

describe("what a role may do", () => {
  it.each([
    ["one action", { Effect: "Allow", Action: "sqs:SendMessage", Resource: "arn:q" }, ["sqs:SendMessage on arn:q"]],
    [
      "actions times resources",
      { Effect: "Allow", Action: ["sqs:SendMessage", "sqs:ReceiveMessage"], Resource: ["arn:a", "arn:b"] },
      [
        "sqs:ReceiveMessage on arn:a",
        "sqs:ReceiveMessage on arn:b",
        "sqs:SendMessage on arn:a",
        "sqs:SendMessage on arn:b",
      ],
    ],
    [
      "a pattern, expanded",
      { Effect: "Allow", Action: "kms:GenerateDataKeyPair*", Resource: "*" },
      ["kms:GenerateDataKeyPair on *", "kms:GenerateDataKeyPairWithoutPlaintext on *"],
    ],
    ["a refusal", { Effect: "Deny", Action: "sqs:*Nonsense", Resource: "*" }, ["never sqs:*Nonsense on *"]],
    [
      "everything but",
      { Effect: "Allow", NotAction: "iam:PassRole", NotResource: "arn:x" },
      ["all but iam:PassRole on all but arn:x"],
    ],
    [
      "conditions in one order",
      {
        Effect: "Allow",
        Action: "sqs:SendMessage",
        Resource: "*",
        Condition: { StringEquals: { "kms:ViaService": ["b", "a"] }, "ForAnyValue:StringLike": { "x:Y": "z" } },
      },
      ["sqs:SendMessage on * if for any stringlike x:y = z; stringequals kms:viaservice = a, b"],
    ],
  ])("%s", (_, statement, expected) => {
    expect(texts([role, inline(document(statement))])).toEqual(expected);
  });

  it("is gathered from inline blocks, attached policies and AWS's own", () => {
    const one = { Effect: "Allow", Action: "sqs:SendMessage" };
    const owner = declared("aws:iam/role:Role", "api", {
      ...role.properties,
      inlinePolicies: [{ name: "a", policy: document({ ...one, Resource: "arn:block" }) }],
    });
    const managed = declared(
      "aws:iam/policy:Policy",
      "m",
      { policy: document({ ...one, Resource: "arn:managed" }) },
      { arn: "arn:aws:iam::1:policy/m" },
    );
    const attach = (policyArn: string) =>
      declared("aws:iam/rolePolicyAttachment:RolePolicyAttachment", policyArn, { role: "prod-eu-api", policyArn });
    const resources = [owner, managed, attach("arn:aws:iam::1:policy/m"), attach("arn:aws:iam::aws:policy/ReadOnly")];
    expect(texts(resources)).toEqual([
      "* on as arn:aws:iam::aws:policy/ReadOnly says",
      "sqs:SendMessage on arn:block",
      "sqs:SendMessage on arn:managed",
    ]);
  });

  it("has a stable name where Pulumi made one up", () => {
    const made = declared("aws:iam/role:Role", "api", { name: "api-1a2b3c4", assumeRolePolicy: trust });
    expect(rolesOf([{ name: "prod-eu", resources: [made] }])[0]?.role).toBe("api");
  });
});

const roleWith = (name: string, grants: readonly string[], stack = "prod-eu"): RoleGrants => ({
  stack,
  role: name,
  assumedBy: ["lambda.amazonaws.com"],
  grants: grants.flatMap((resource) =>
    grantsIn(document({ Effect: "Allow", Action: "sqs:SendMessage", Resource: resource }), ""),
  ),
});

describe("what a change makes of it", () => {
  it.each([
    ["nothing", ["a"], ["a"], ["No role may do more or less than at main.", ""]],
    ["one more", ["a"], ["a", "b"], ["  + sqs:SendMessage on b"]],
    ["one less", ["a", "b"], ["b"], ["  - sqs:SendMessage on a"]],
  ])("%s", (_, before, after, expected) => {
    const changed = differences([roleWith("api", before)], [roleWith("api", after)]);
    expect(differencesText(changed, "main")).toEqual(expect.arrayContaining([...expected]));
  });

  it("names roles that came and went", () => {
    const changed = differences([roleWith("old", ["a"])], [roleWith("new", ["a"])]);
    expect(changed.map(({ role: name, status }) => `${name} ${status}`)).toEqual(["new added", "old removed"]);
  });

  it("tells who may assume a role now", () => {
    const before = roleWith("api", []);
    const [change] = differences([before], [{ ...before, assumedBy: ["*"] }]);
    expect([change?.assumedByAdded, change?.assumedByRemoved]).toEqual([["*"], ["lambda.amazonaws.com"]]);
  });
});

describe("cells that should be equal", () => {
  const cells = [
    { name: "eu", region: "eu-west-1", standIns: [] },
    { name: "us", region: "us-east-1", standIns: [] },
  ];
  const compared = (eu: readonly string[], us: readonly string[]) =>
    unequalCells(
      [roleWith("prod-eu-api", eu, "prod-eu"), roleWith("prod-us-api", us, "prod-us")],
      cells,
      (cell) => `prod-${cell}`,
    ).map(({ cell, only }) => `${cell}: ${only.join()}`);

  it.each([
    ["their own names and regions", ["arn:eu-west-1:prod-eu-q"], ["arn:us-east-1:prod-us-q"], []],
    ["what is shared", ["arn:eu-west-1:authority"], ["arn:eu-west-1:authority"], []],
    ["one more in eu", ["arn:q", "arn:eu-west-1:r"], ["arn:q"], ["eu: sqs:SendMessage on arn:REGION:r"]],
    ["one more in us", [], ["arn:us-east-1:us"], ["us: sqs:SendMessage on arn:REGION:CELL"]],
  ])("%s", (_, eu, us, expected) => {
    expect(compared(eu, us)).toEqual(expected);
  });
});
