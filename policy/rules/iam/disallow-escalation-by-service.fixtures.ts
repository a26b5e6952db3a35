import { UNKNOWN, type Companion, type Fixtures } from "../../core/fixtures.ts";
import { document, role } from "./compliant.ts";
import { disallowEscalationByService } from "./disallow-escalation-by-service.ts";

const passAny = {
  Effect: "Allow",
  Action: "iam:PassRole",
  Resource: "*",
  Condition: { StringEquals: { "iam:PassedToService": "lambda.amazonaws.com" } },
};
const passOne = { ...passAny, Resource: "arn:aws:iam::111122223333:role/orders" };
const make = {
  Effect: "Allow",
  Action: ["lambda:CreateFunction", "lambda:InvokeFunction"],
  Resource: "arn:aws:lambda:eu-west-1:111122223333:function:orders-*",
};
const by =
  "any role to lambda.amazonaws.com and runs something there, by lambda:CreateFunction, lambda:InvokeFunction.";
const text = (...statements: readonly unknown[]) => JSON.stringify(document(...statements));
const put = (...statements: readonly unknown[]): Companion => ({
  type: "aws:iam/rolePolicy:RolePolicy",
  name: "put",
  properties: { role: "orders", policy: text(...statements) },
});
const attached: readonly Companion[] = [
  { type: "aws:iam/policy:Policy", name: "pass", properties: { name: "pass", policy: text(passAny) } },
  {
    type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    name: "attached",
    properties: { role: "orders", policyArn: "arn:aws:iam::111122223333:policy/pass" },
  },
];

/** Both halves in one policy, in two of one role, and one of them alone. */
export const fixtures: Fixtures = {
  rule: disallowEscalationByService,
  compliant: {
    "any role, run by nobody": { properties: { policy: text(passAny) } },
    "one role": { properties: { policy: text(passOne, make) } },
    "a role with one": { type: "aws:iam/role:Role", properties: role, companions: [put(passOne, make)] },
    "a role that cannot run": { type: "aws:iam/role:Role", properties: role, companions: attached },
  },
  violating: {
    "a managed policy": { properties: { policy: text(passAny, make) }, faults: [`One policy hands ${by}`] },
    "a role's policy": {
      type: "aws:iam/rolePolicy:RolePolicy",
      properties: { role: "orders", policy: document(passAny, make) },
      faults: [`One policy hands ${by}`],
    },
    "a group's policy": {
      type: "aws:iam/groupPolicy:GroupPolicy",
      properties: { group: "developers", policy: document(passAny, make) },
      faults: [`One policy hands ${by}`],
    },
    "two within a role": {
      type: "aws:iam/role:Role",
      properties: {
        ...role,
        inlinePolicies: [
          { name: "pass", policy: text(passAny) },
          { name: "make", policy: text(make) },
        ],
      },
      faults: [`The role's policies together hand ${by.replace("runs", "run")}`],
    },
    "one put into a role, one attached": {
      type: "aws:iam/role:Role",
      properties: role,
      companions: [put(make), ...attached],
      faults: [`The role's policies together hand ${by.replace("runs", "run")}`],
    },
  },
  unknown: {
    policy: { properties: { policy: UNKNOWN }, path: "policy" },
    "a service": {
      properties: {
        policy: document({ ...passAny, Condition: { StringEquals: { "iam:PassedToService": UNKNOWN } } }, make),
      },
      path: "policy.Statement[0].Condition.StringEquals.iam:PassedToService",
    },
  },
};
