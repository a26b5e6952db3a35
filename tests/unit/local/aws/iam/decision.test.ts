import { describe, expect, it } from "vitest";
import { createIam } from "../../../../../local/aws/iam/index.ts";
import type { JudgedCall } from "../../../../../local/aws/iam/index.ts";
import { serviceCaller } from "../../../../../local/aws/principals.ts";
import type { AuthorizationRequest, Caller, SessionFacts } from "../../../../../local/core/call.ts";
import { createVirtualKernel } from "../../../../../local/drivers/virtual-clock.ts";
import { accountId, register, root, sessionOf } from "../account.ts";

const queue = `arn:aws:sqs:eu-west-1:${accountId}:inbox`;
const roleArn = `arn:aws:iam::${accountId}:role/relay`;
const accountArn = `arn:aws:iam::${accountId}:root`;
const relay = sessionOf("relay");
const api = "apigateway.amazonaws.com";
const apiArn = `arn:aws:execute-api:eu-west-1:${accountId}:abc/live/ANY/{proxy+}`;

type Statement = Readonly<Record<string, unknown>>;

const allow: Statement = { Effect: "Allow", Action: "sqs:SendMessage", Resource: "*" };
const deny: Statement = { ...allow, Effect: "Deny" };
const elsewhere: Statement = { ...allow, Action: "sqs:ReceiveMessage" };
const to = (principal: unknown, statement: Statement = allow): Statement => ({ ...statement, Principal: principal });
const toAllBut = (principal: unknown, statement: Statement): Statement => ({ ...statement, NotPrincipal: principal });
const text = (...statements: readonly Statement[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });

/** The policies of one row; what is left out is not there. */
interface Row {
  readonly identity?: readonly Statement[];
  readonly boundary?: readonly Statement[];
  readonly session?: readonly Statement[];
  readonly endpoint?: readonly Statement[];
  readonly resource?: readonly Statement[];
  readonly kind?: "resource" | "key" | "trust";
  readonly caller?: Caller;
}

const facts: SessionFacts = { issuedMs: 0, policies: [], tags: {}, transitiveTagKeys: [], subnetIds: [] };

/** "allowed", or why not. */
async function outcomeOf(row: Row): Promise<string> {
  const iam = createIam({ kernel: createVirtualKernel(1), accountId });
  const bounds = row.boundary && { name: "bounds", policy: text(...row.boundary) };
  const boundary = bounds && (await register(iam.resources, "aws:iam/policy:Policy", bounds));
  await register(iam.resources, "aws:iam/role:Role", {
    name: "relay",
    assumeRolePolicy: text({ Effect: "Allow", Action: "sts:AssumeRole", Principal: { AWS: accountId } }),
    ...(row.identity && { inlinePolicies: [{ name: "may", policy: text(...row.identity) }] }),
    ...(boundary && { permissionsBoundary: boundary.id }),
  });
  const limited = {
    ...relay,
    session: { ...facts, policies: row.session === undefined ? [] : [text(...row.session)] },
  };
  const call: JudgedCall = {
    caller: row.caller ?? limited,
    passage: row.endpoint && {
      kind: "endpoint",
      vpcId: "vpc-1",
      endpointId: "vpce-1",
      policy: text(...row.endpoint),
      sourceIp: "10.0.0.4",
    },
  };
  const request: AuthorizationRequest = {
    action: "sqs:SendMessage",
    resource: queue,
    context: {},
    resourcePolicy: { kind: row.kind ?? "resource", text: row.resource && text(...row.resource) },
  };
  try {
    iam.judge(call, [request]);
    return "allowed";
  } catch (fault) {
    const message = fault instanceof Error ? fault.message : String(fault);
    const start = /^User: \S+ is not authorized to perform: sqs:sendmessage on resource: \S+ /;
    expect(message).toMatch(start);
    return message.replace(start, "");
  }
}

const nobody = (policies: string): string => `because no ${policies} allows the sqs:sendmessage action`;
const explicit = (policies: string): string => `with an explicit deny in a ${policies}`;
const inIdentity = "with an explicit deny in an identity-based policy";

describe("within one account", () => {
  it.each<[string, Row, string]>([
    ["nothing is allowed by default", {}, nobody("identity-based policy")],
    ["an identity policy allows", { identity: [allow] }, "allowed"],
    ["an identity policy for something else does not", { identity: [elsewhere] }, nobody("identity-based policy")],
    [
      "a resource policy for another role does not",
      { resource: [to({ AWS: `${roleArn}2` })] },
      nobody("identity-based policy"),
    ],
    ["a resource policy that names the role allows", { resource: [to({ AWS: roleArn })] }, "allowed"],
    ["… and one that names the session", { resource: [to({ AWS: relay.arn })] }, "allowed"],
    ["… and one that names everybody", { resource: [to("*")] }, "allowed"],
    ["… in either spelling", { resource: [to({ AWS: "*" })] }, "allowed"],
    [
      "one that names the account leaves it to the identity policies",
      { resource: [to({ AWS: accountId })] },
      nobody("identity-based policy"),
    ],
    ["… which may allow", { resource: [to({ AWS: accountArn })], identity: [allow] }, "allowed"],
    ["a service is none of the account", { resource: [to({ Service: api })] }, nobody("identity-based policy")],
    [
      "all but the session is not the session",
      { resource: [toAllBut({ AWS: [accountArn, roleArn, relay.arn] }, deny)], identity: [allow] },
      "allowed",
    ],
    [
      "… whose role and account have to be left out too",
      { resource: [toAllBut({ AWS: relay.arn }, deny)], identity: [allow] },
      explicit("resource-based policy"),
    ],
  ])("%s", async (_rule, row, outcome) => {
    expect(await outcomeOf(row)).toBe(outcome);
  });
});

describe("an explicit deny anywhere outweighs every allow", () => {
  const everything: Row = {
    identity: [allow],
    boundary: [allow],
    session: [allow],
    endpoint: [to("*")],
    resource: [to({ AWS: relay.arn })],
  };

  it.each<[string, Row, string]>([
    ["none", {}, "allowed"],
    ["identity policy", { identity: [allow, deny] }, inIdentity],
    ["permissions boundary", { boundary: [allow, deny] }, explicit("permissions boundary")],
    ["session policy", { session: [allow, deny] }, explicit("session policy")],
    ["endpoint policy", { endpoint: [to("*"), to("*", deny)] }, explicit("VPC endpoint policy")],
    ["resource policy", { resource: [to("*"), to({ AWS: roleArn }, deny)] }, explicit("resource-based policy")],
    [
      "resource policy, by the account",
      { resource: [to({ AWS: accountId }, deny)] },
      explicit("resource-based policy"),
    ],
  ])("%s", async (_where, row, outcome) => {
    expect(await outcomeOf({ ...everything, ...row })).toBe(outcome);
  });
});

describe("what limits a role's session", () => {
  it.each<[string, Row, string]>([
    ["the boundary has to allow as well", { identity: [allow], boundary: [elsewhere] }, nobody("permissions boundary")],
    ["and grants nothing itself", { boundary: [allow] }, nobody("identity-based policy")],
    ["the session policy has to allow as well", { identity: [allow], session: [elsewhere] }, nobody("session policy")],
    ["and grants nothing itself either", { session: [allow] }, nobody("identity-based policy")],
    ["all three together", { identity: [allow], boundary: [allow], session: [allow] }, "allowed"],
    [
      "the boundary limits what a resource gives the role",
      { resource: [to({ AWS: roleArn })], boundary: [elsewhere] },
      nobody("permissions boundary"),
    ],
    [
      "as does the session policy",
      { resource: [to({ AWS: roleArn })], session: [elsewhere] },
      nobody("session policy"),
    ],
    [
      "but neither what it gives the session",
      { resource: [to({ AWS: relay.arn })], boundary: [elsewhere], session: [elsewhere] },
      "allowed",
    ],
    [
      "the endpoint has to let through",
      { identity: [allow], endpoint: [to("*", elsewhere)] },
      nobody("VPC endpoint policy"),
    ],
    [
      "whatever the resource says",
      { resource: [to({ AWS: relay.arn })], endpoint: [to("*", elsewhere)] },
      nobody("VPC endpoint policy"),
    ],
    ["the endpoint grants nothing", { endpoint: [to("*")] }, nobody("identity-based policy")],
    [
      "an endpoint for another role",
      { identity: [allow], endpoint: [to({ AWS: `${roleArn}2` })] },
      nobody("VPC endpoint policy"),
    ],
    ["an endpoint for the account's roles", { identity: [allow], endpoint: [to({ AWS: accountId })] }, "allowed"],
  ])("%s", async (_rule, row, outcome) => {
    expect(await outcomeOf(row)).toBe(outcome);
  });
});

describe("a key's policy has the last word", () => {
  const key = (row: Row): Row => ({ kind: "key", ...row });

  it.each<[string, Row, string]>([
    [
      "where it delegates, the identity policies decide",
      key({ resource: [to({ AWS: accountArn })], identity: [allow] }),
      "allowed",
    ],
    ["… also against", key({ resource: [to({ AWS: accountArn })] }), nobody("identity-based policy")],
    [
      "where it does not, they count for nothing",
      key({ resource: [to({ AWS: `${roleArn}2` })], identity: [allow] }),
      nobody("resource-based policy"),
    ],
    [
      "where it delegates something else, neither",
      key({ resource: [to({ AWS: accountArn }, elsewhere)], identity: [allow] }),
      nobody("resource-based policy"),
    ],
    ["whom it names needs nothing else", key({ resource: [to({ AWS: roleArn })] }), "allowed"],
    [
      "not even root gets past it",
      key({ resource: [to({ AWS: roleArn })], caller: root }),
      nobody("resource-based policy"),
    ],
    ["root is the account", key({ resource: [to({ AWS: accountArn })], caller: root }), "allowed"],
    [
      "and a role's trust policy is worded apart",
      key({ kind: "trust", identity: [allow] }),
      nobody("role trust policy"),
    ],
  ])("%s", async (_rule, row, outcome) => {
    expect(await outcomeOf(row)).toBe(outcome);
  });

  it("… with an article of its own", async () => {
    const trusting: Statement = { Effect: "Allow", Action: "sqs:SendMessage", Principal: "*" };
    const resource = [trusting, { ...trusting, Effect: "Deny" }];
    expect(await outcomeOf({ kind: "trust", resource })).toBe("with an explicit deny in the role trust policy");
  });
});

describe("a service", () => {
  const service = serviceCaller(api, accountId, apiArn);
  const when = (condition: Statement): Statement => to({ Service: api }, { ...allow, Condition: condition });

  it.each<[string, readonly Statement[] | undefined, string]>([
    ["is let in by nobody by default", undefined, nobody("resource-based policy")],
    ["is not the account", [to({ AWS: accountId })], nobody("resource-based policy")],
    ["is let in by its name", [to({ Service: api })], "allowed"],
    ["is not another service", [to({ Service: "events.amazonaws.com" })], nobody("resource-based policy")],
    ["is everybody", [to("*")], "allowed"],
    ["comes for a source", [when({ ArnLike: { "AWS:SourceArn": "arn:aws:execute-api:*:*:abc/*/*" } })], "allowed"],
    [
      "… and not for another",
      [when({ ArnLike: { "aws:SourceArn": "arn:aws:execute-api:*:*:xyz/*/*" } })],
      nobody("resource-based policy"),
    ],
    ["comes for an account", [when({ StringEquals: { "aws:SourceAccount": accountId } })], "allowed"],
    [
      "… which is in no organisation",
      [when({ StringEquals: { "aws:SourceOrgID": "o-1" } })],
      nobody("resource-based policy"),
    ],
    ["says that it is one", [when({ Bool: { "aws:PrincipalIsAWSService": "true" } })], "allowed"],
    [
      "is no principal of the account",
      [when({ Null: { "aws:PrincipalArn": "false" } })],
      nobody("resource-based policy"),
    ],
    ["can be denied", [to("*"), to({ Service: api }, deny)], explicit("resource-based policy")],
  ])("%s", async (_rule, resource, outcome) => {
    expect(await outcomeOf({ caller: service, ...(resource && { resource }) })).toBe(outcome);
  });
});

describe("root", () => {
  it.each<[string, Row, string]>([
    ["may everything", {}, "allowed"],
    ["but what a resource denies everybody", { resource: [to("*", deny)] }, explicit("resource-based policy")],
    ["… or the account", { resource: [to({ AWS: accountArn }, deny)] }, explicit("resource-based policy")],
    ["and is none of its roles", { resource: [to({ AWS: roleArn }, deny)] }, "allowed"],
  ])("%s", async (_rule, row, outcome) => {
    expect(await outcomeOf({ caller: root, ...row })).toBe(outcome);
  });
});
