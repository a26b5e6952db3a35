import { describe, expect, it } from "vitest";
import { createIam } from "../../../../../local/aws/iam/index.ts";
import { createSts } from "../../../../../local/aws/sts/index.ts";
import type { Caller } from "../../../../../local/core/call.ts";
import { createVirtualKernel } from "../../virtual-kernel.ts";
import { accountId, callOf, register, root, sessionOf } from "../account.ts";

const roleArn = (name: string) => `arn:aws:iam::${accountId}:role/${name}`;

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
  const assume = (caller: Caller, name: string, more: Readonly<Record<string, unknown>> = {}) =>
    sts.service.handle(
      callOf("sts", "AssumeRole", { RoleArn: roleArn(name), RoleSessionName: "s1", ...more }, { caller }),
    );
  return { kernel, iam, sts, role, assume };
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
        code: "AccessDeniedException",
        message:
          `User: arn:aws:iam::${accountId}:root is not authorized to perform: sts:AssumeRole ` +
          `on resource: ${roleArn("worker")}`,
      }),
    );
    expect(() => assume(root, "nobody")).toThrow(expect.objectContaining({ code: "AccessDeniedException" }));
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
    ["a parameter that is not modelled", { Policy: "{}" }, "NotImplemented"],
  ])("not with %s", async (_what, more, code) => {
    const { role, assume } = await world();
    await role("operator", { AWS: accountId });
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
      `The role ${roleArn("sweep")} cannot be assumed by scheduler.amazonaws.com.`,
    );
    expect(() => issue("lambda.amazonaws.com", sourceArn)).toThrow(
      expect.objectContaining({ code: "AccessDeniedException" }),
    );
    expect(() => sts.issueForRole(roleArn("nobody"), "s")).toThrow(expect.objectContaining({ code: "NoSuchEntity" }));
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
    const issued = sts.issueForRole(roleArn("worker"), "env-1", { durationSeconds: 900 });
    expect(issued.expiresAt).toBe(kernel.now() + 900_000);
    expect(sts.lookup(issued.accessKeyId)).toEqual({
      ...issued,
      caller: {
        kind: "role",
        arn: `arn:aws:sts::${accountId}:assumed-role/worker/env-1`,
        accountId,
        roleArn: roleArn("worker"),
        sessionName: "env-1",
      },
    });
    const again = await world();
    await again.role("worker", { Service: "lambda.amazonaws.com" });
    expect(again.sts.issueForRole(roleArn("worker"), "env-1", { durationSeconds: 900 })).toEqual(issued);
  });

  it("are forgotten an hour after their end", async () => {
    const { kernel, sts, role } = await world();
    await role("worker", { Service: "lambda.amazonaws.com" });
    const { accessKeyId } = sts.issueForRole(roleArn("worker"), "old", { durationSeconds: 900 });
    await kernel.advance(900_000 + 3_600_000);
    sts.issueForRole(roleArn("worker"), "new");
    expect(sts.lookup(accessKeyId)).toBeDefined();
    await kernel.advance(1);
    sts.issueForRole(roleArn("worker"), "newer");
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
