import { describe, expect, it } from "vitest";
import { createIam } from "../../../../../local/aws/iam/index.ts";
import { createSts } from "../../../../../local/aws/sts/index.ts";
import type { Call, Caller } from "../../../../../local/core/call.ts";
import { createVirtualKernel } from "../../../../../local/drivers/virtual-clock.ts";
import { accountId, callOf, register, root, sessionOf } from "../account.ts";

const roleArn = (name: string) => `arn:aws:iam::${accountId}:role/${name}`;

const lambda = { service: "lambda.amazonaws.com" };
const openTrust = {
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Action: ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"],
      Principal: { AWS: accountId },
    },
  ],
};

async function world() {
  const kernel = createVirtualKernel(7);
  const iam = createIam({ kernel, accountId });
  const sts = createSts({ kernel, accountId, iam });
  const role = (name: string, principal: unknown, more: Readonly<Record<string, unknown>> = {}, effect = "Allow") =>
    register(iam.resources, "aws:iam/role:Role", {
      name,
      assumeRolePolicy: {
        Version: "2012-10-17",
        Statement: [{ Effect: effect, Action: "sts:AssumeRole", Principal: principal, ...more }],
      },
    });
  /** As the endpoint does it: judged, then handled. */
  const ask = (call: Call) => {
    iam.judge(call, sts.service.authorizations(call));
    return sts.service.handle(call) as Readonly<Record<string, unknown>>;
  };
  const assume = (caller: Caller, name: string, more: Readonly<Record<string, unknown>> = {}) =>
    ask(callOf("sts", "AssumeRole", { RoleArn: roleArn(name), RoleSessionName: "s1", ...more }, { caller }));
  /** Who one is with the credentials of an answer. */
  const whoWith = (answer: Readonly<Record<string, unknown>>): Caller => {
    // The answer of AssumeRole.
    const { AccessKeyId } = answer["Credentials"] as Readonly<Record<string, string>>;
    const known = sts.lookup(AccessKeyId ?? "");
    if (known === undefined) throw new Error("no such credentials");
    return known.caller;
  };
  return { kernel, iam, sts, role, ask, assume, whoWith };
}

describe("who may assume a role", () => {
  it("is whom the trust policy names", async () => {
    const { role, assume } = await world();
    await role("worker", { Service: "lambda.amazonaws.com" });
    await role("named", { AWS: roleArn("worker") });
    await role("operator", { AWS: `arn:aws:iam::${accountId}:root` });

    expect(assume(sessionOf("worker"), "named")).toMatchObject({
      AssumedRoleUser: { Arn: `arn:aws:sts::${accountId}:assumed-role/named/s1` },
    });
    expect(assume(root, "operator")).toMatchObject({
      Credentials: { AccessKeyId: expect.stringMatching(/^ASIA[0-9A-F]{16}$/) },
    });
    expect(() => assume(root, "worker")).toThrow(
      expect.objectContaining({
        code: "AccessDenied",
        status: 403,
        message:
          `User: arn:aws:iam::${accountId}:root is not authorized to perform: sts:AssumeRole ` +
          `on resource: ${roleArn("worker")} because no role trust policy allows the sts:AssumeRole action`,
      }),
    );
    expect(() => assume(root, "nobody")).toThrow(expect.objectContaining({ code: "AccessDenied" }));
  });

  it("is, where the account is named, whoever has a policy for it", async () => {
    const { iam, role, assume } = await world();
    await role("worker", { Service: "lambda.amazonaws.com" });
    await role("operator", { AWS: accountId });
    expect(() => assume(sessionOf("worker"), "operator")).toThrow(
      "because no identity-based policy allows the sts:AssumeRole action",
    );
    await register(iam.resources, "aws:iam/rolePolicy:RolePolicy", {
      role: "worker",
      name: "assume",
      policy: { Statement: { Effect: "Allow", Action: "sts:AssumeRole", Resource: roleArn("operator") } },
    });
    expect(assume(sessionOf("worker"), "operator")).toHaveProperty("Credentials");
  });

  it.each([
    ["a short session name", { RoleSessionName: "x" }, "ValidationError"],
    ["a session of ten minutes", { DurationSeconds: "600" }, "ValidationError"],
    ["a session beyond the role's own limit", { DurationSeconds: "3601" }, "ValidationError"],
    ["a session policy that is malformed", { Policy: "{}" }, "MalformedPolicyDocument"],
    ["a session policy that is too long", { Policy: " ".repeat(2049) }, "ValidationError"],
    [
      "a session policy that is not there",
      { PolicyArns: [{ arn: "arn:aws:iam::111122223333:policy/no" }] },
      "NoSuchEntity",
    ],
    [
      "one tag twice",
      {
        Tags: [
          { Key: "Team", Value: "a" },
          { Key: "team", Value: "b" },
        ],
      },
      "ValidationError",
    ],
    ["a transitive tag that is none of its tags", { TransitiveTagKeys: ["Team"] }, "ValidationError"],
    ["a source identity of one letter", { SourceIdentity: "x" }, "ValidationError"],
    ["a parameter that is not modelled", { ProvidedContexts: [] }, "NotImplemented"],
  ])("not with %s", async (_what, more, code) => {
    const { iam, assume } = await world();
    await register(iam.resources, "aws:iam/role:Role", { name: "operator", assumeRolePolicy: openTrust });
    expect(() => assume(root, "operator", more)).toThrow(expect.objectContaining({ code }));
  });
});

describe("a role that a service takes on", () => {
  it("trusts the service, and the source where it says so", async () => {
    const { sts, role } = await world();
    const sourceArn = `arn:aws:scheduler:eu-west-1:${accountId}:schedule/default/sweep`;
    await role(
      "sweep",
      { Service: "scheduler.amazonaws.com" },
      {
        Condition: { StringEquals: { "aws:SourceAccount": accountId }, ArnLike: { "aws:SourceArn": sourceArn } },
      },
    );
    const issue = (service: string, source?: string) =>
      sts.issueForRole(roleArn("sweep"), "s", { service, ...(source === undefined ? {} : { sourceArn: source }) });
    expect(issue("scheduler.amazonaws.com", sourceArn).accessKeyId).toMatch(/^ASIA/);
    expect(() => issue("scheduler.amazonaws.com")).toThrow(
      "User: scheduler.amazonaws.com is not authorized to perform: sts:AssumeRole",
    );
    expect(() => issue("lambda.amazonaws.com", sourceArn)).toThrow(expect.objectContaining({ code: "AccessDenied" }));
    expect(() => sts.issueForRole(roleArn("nobody"), "s", lambda)).toThrow(
      expect.objectContaining({ code: "NoSuchEntity" }),
    );
    expect(sts.assume(roleArn("sweep"), "s", { service: "scheduler.amazonaws.com", sourceArn })).toMatchObject({
      kind: "role",
      roleArn: roleArn("sweep"),
    });
    expect(() => sts.assume(roleArn("sweep"), "s", { service: "lambda.amazonaws.com" })).toThrow(
      "because no role trust policy allows the sts:AssumeRole action",
    );
  });
});

describe("credentials", () => {
  it("of root are fixed and have no token", async () => {
    const { sts } = await world();
    expect(sts.lookup("local")).toEqual({ secretAccessKey: "local", caller: root });
    expect(sts.lookup("other")).toBeUndefined();
  });

  it("of a session name their caller and their end, and come from the kernel's chance", async () => {
    const { kernel, sts, role } = await world();
    await role("worker", { Service: "lambda.amazonaws.com" });
    const started = { ...lambda, functionArn: "arn:aws:lambda:eu-west-1:1:function:f", subnetIds: ["subnet-1"] };
    const issued = sts.issueForRole(roleArn("worker"), "env-1", started);
    expect(issued.expiresAt).toBe(kernel.now() + 12 * 3_600_000);
    expect(sts.lookup(issued.accessKeyId)).toEqual({
      ...issued,
      caller: {
        kind: "role",
        arn: `arn:aws:sts::${accountId}:assumed-role/worker/env-1`,
        accountId,
        roleArn: roleArn("worker"),
        sessionName: "env-1",
        session: {
          issuedMs: kernel.now(),
          policies: [],
          tags: {},
          transitiveTagKeys: [],
          functionArn: started.functionArn,
          subnetIds: ["subnet-1"],
        },
      },
    });
    const again = await world();
    await again.role("worker", { Service: "lambda.amazonaws.com" });
    expect(again.sts.issueForRole(roleArn("worker"), "env-1", started)).toEqual(issued);
  });

  it("are forgotten an hour after their end", async () => {
    const { kernel, sts, role } = await world();
    await role("worker", { Service: "lambda.amazonaws.com" });
    const { accessKeyId } = sts.issueForRole(roleArn("worker"), "old", lambda);
    await kernel.advance(13 * 3_600_000);
    sts.issueForRole(roleArn("worker"), "new", lambda);
    expect(sts.lookup(accessKeyId)).toBeDefined();
    await kernel.advance(1);
    sts.issueForRole(roleArn("worker"), "newer", lambda);
    expect(sts.lookup(accessKeyId)).toBeUndefined();
  });

  it("tell who one is", async () => {
    const { sts, role } = await world();
    const created = await role("worker", { Service: "lambda.amazonaws.com" });
    const identity = (caller: Caller) => sts.service.handle(callOf("sts", "GetCallerIdentity", {}, { caller }));
    expect(identity(root)).toEqual({ UserId: accountId, Account: accountId, Arn: root.arn });
    expect(identity(sessionOf("worker"))).toEqual({
      UserId: `${String(created.outputs["uniqueId"])}:session`,
      Account: accountId,
      Arn: sessionOf("worker").arn,
    });
  });
});

describe("what a session is given on its way", () => {
  const queue = `arn:aws:sqs:eu-west-1:${accountId}:inbox`;
  const allow = (action: string) => ({ Statement: { Effect: "Allow", Action: action, Resource: "*" } });

  /** An operator who may send and receive; chains go on to `next`, for a team that the session names. */
  async function operators() {
    const all = await world();
    const { iam } = all;
    const create = (name: string, more: Readonly<Record<string, unknown>>) =>
      register(iam.resources, "aws:iam/role:Role", { name, assumeRolePolicy: openTrust, ...more });
    await create("operator", { inlinePolicies: [{ name: "may", policy: allow("*") }] });
    await create("next", { inlinePolicies: [{ name: "may", policy: allow("sqs:*") }] });
    const may = (caller: Caller, action: string) => {
      try {
        iam.judge({ caller }, [{ action: `sqs:${action}`, resource: queue, context: {} }]);
        return "allowed";
      } catch (fault) {
        return fault instanceof Error ? fault.message.replace(/^.*(?=because)/, "") : "";
      }
    };
    return { ...all, create, may };
  }

  it("a session policy takes away what it does not allow", async () => {
    const { assume, whoWith, may } = await operators();
    const Policy = JSON.stringify(allow("sqs:SendMessage"));
    const caller = whoWith(assume(root, "operator", { Policy }));
    expect(may(caller, "SendMessage")).toBe("allowed");
    expect(may(caller, "ReceiveMessage")).toBe("because no session policy allows the sqs:receivemessage action");
  });

  it("managed session policies add to it", async () => {
    const { iam, assume, whoWith, may } = await operators();
    const policy = await register(iam.resources, "aws:iam/policy:Policy", {
      name: "receive",
      policy: allow("sqs:ReceiveMessage"),
    });
    const Policy = JSON.stringify(allow("sqs:SendMessage"));
    const caller = whoWith(assume(root, "operator", { Policy, PolicyArns: [{ arn: policy.id }] }));
    expect(may(caller, "ReceiveMessage")).toBe("allowed");
    expect(may(caller, "SendMessage")).toBe("allowed");
    expect(may(caller, "PurgeQueue")).toBe("because no session policy allows the sqs:purgequeue action");
    const logs = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";
    const other = whoWith(assume(root, "operator", { PolicyArns: [{ arn: logs }] }));
    expect(may(other, "SendMessage")).toBe("because no session policy allows the sqs:sendmessage action");
  });

  it("tags are its principal's tags, and the transitive ones go on to the next role", async () => {
    const { assume, whoWith } = await operators();
    const Tags = [
      { Key: "Team", Value: "payments" },
      { Key: "Ticket", Value: "42" },
    ];
    const first = whoWith(assume(root, "operator", { Tags, TransitiveTagKeys: ["Team"] }));
    expect(first).toMatchObject({ session: { tags: { Team: "payments", Ticket: "42" } } });
    const second = whoWith(assume(first, "next"));
    expect(second).toMatchObject({ session: { tags: { Team: "payments" }, transitiveTagKeys: ["Team"] } });
    expect(() => assume(first, "next", { Tags: [{ Key: "Team", Value: "risk" }] })).toThrow(
      "conflicts with a session tag: Team",
    );
  });

  it("a source identity stays for the whole chain", async () => {
    const { assume, whoWith } = await operators();
    const first = whoWith(assume(root, "operator", { SourceIdentity: "ann" }));
    expect(whoWith(assume(first, "next"))).toMatchObject({ session: { sourceIdentity: "ann" } });
    expect(() => assume(first, "next", { SourceIdentity: "bob" })).toThrow("cannot be changed");
  });

  it("tags and source identity need leave of their own", async () => {
    const { role, assume } = await world();
    await role("operator", { AWS: accountId });
    expect(() => assume(root, "operator", { Tags: [{ Key: "Team", Value: "a" }] })).toThrow(
      "because no role trust policy allows the sts:TagSession action",
    );
    expect(() => assume(root, "operator", { SourceIdentity: "ann" })).toThrow(
      "because no role trust policy allows the sts:SetSourceIdentity action",
    );
  });

  it.each([
    ["sts:ExternalId", { ExternalId: "secret" }, { ExternalId: "guess" }],
    ["sts:RoleSessionName", { RoleSessionName: "secret" }, {}],
    ["aws:RequestTag/Team", { Tags: [{ Key: "Team", Value: "secret" }] }, { Tags: [{ Key: "Team", Value: "other" }] }],
  ])("the trust policy may ask for %s", async (key, right, wrong) => {
    const { create, assume } = await operators();
    const [statement] = openTrust.Statement;
    await create("guarded", {
      assumeRolePolicy: { Statement: [{ ...statement, Condition: { StringEquals: { [key]: "secret" } } }] },
    });
    expect(assume(root, "guarded", right)).toHaveProperty("Credentials");
    expect(() => assume(root, "guarded", wrong)).toThrow(
      "because no role trust policy allows the sts:AssumeRole action",
    );
    expect(() => assume(root, "guarded")).toThrow("because no role trust policy allows the sts:AssumeRole action");
  });

  it("a role that assumes a role gets an hour at most", async () => {
    const { create, assume, whoWith } = await operators();
    await create("long", { maxSessionDuration: 43_200 });
    const first = whoWith(assume(root, "long", { DurationSeconds: 43_200 }));
    await create("longer", {
      maxSessionDuration: 43_200,
      assumeRolePolicy: { Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { AWS: first.arn } }] },
    });
    expect(() => assume(first, "longer", { DurationSeconds: 3601 })).toThrow("1 hour session limit");
    expect(assume(first, "longer")).toHaveProperty("Credentials");
    expect(() => assume(root, "longer")).toThrow("because no role trust policy allows");
  });
});

describe("other calls of the token service", () => {
  it("tell whose an access key is, to whoever may ask", async () => {
    const { ask, role } = await world();
    expect(ask(callOf("sts", "GetAccessKeyInfo", { AccessKeyId: "local" }))).toEqual({ Account: accountId });
    expect(() => ask(callOf("sts", "GetAccessKeyInfo", { AccessKeyId: "AKIAOTHER" }))).toThrow(
      expect.objectContaining({ code: "ValidationError" }),
    );
    await role("worker", { Service: "lambda.amazonaws.com" });
    const caller = sessionOf("worker");
    expect(() => ask(callOf("sts", "GetAccessKeyInfo", { AccessKeyId: "local" }, { caller }))).toThrow(
      "because no identity-based policy allows the sts:GetAccessKeyInfo action",
    );
  });

  it.each(["GetSessionToken", "AssumeRoleWithWebIdentity", "AssumeRoleWithSAML", "DecodeAuthorizationMessage"])(
    "%s is refused by name",
    async (action) => {
      const { ask } = await world();
      expect(() => ask(callOf("sts", action, {}))).toThrow(
        `The local cloud does not model sts:${action}; see docs/local-differences.md.`,
      );
    },
  );
});
