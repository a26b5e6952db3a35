import { describe, expect, it } from "vitest";
import { createIam } from "../../../../../local/aws/iam/index.ts";
import { createVirtualKernel } from "../../../../../local/drivers/virtual-clock.ts";
import { accountId, callOf, register } from "../account.ts";

const bounds = `arn:aws:iam::${accountId}:policy/bounds`;
const roleArn = `arn:aws:iam::${accountId}:role/team/worker`;

async function account() {
  const iam = createIam({ kernel: createVirtualKernel(1), accountId });
  const policy = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] };
  await register(iam.resources, "aws:iam/policy:Policy", { name: "bounds", policy, tags: { kind: "boundary" } });
  await register(iam.resources, "aws:iam/role:Role", {
    name: "worker",
    path: "/team/",
    permissionsBoundary: bounds,
    tags: { Team: "payments" },
    assumeRolePolicy: { Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { AWS: accountId } }] },
  });
  return (action: string, input: Readonly<Record<string, unknown>>) =>
    iam.service.authorizations(callOf("iam", action, input));
}

const ofRole = { "iam:ResourceTag/Team": ["payments"] };

describe("what IAM is asked about a call of its own", () => {
  it.each([
    ["GetRole", { RoleName: "worker" }, roleArn, ofRole],
    ["GetRole", { RoleName: "none" }, `arn:aws:iam::${accountId}:role/none`, {}],
    ["PutRolePolicy", { RoleName: "worker" }, roleArn, { ...ofRole, "iam:PermissionsBoundary": [bounds] }],
    [
      "AttachRolePolicy",
      { RoleName: "worker", PolicyArn: "arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess" },
      roleArn,
      {
        ...ofRole,
        "iam:PermissionsBoundary": [bounds],
        "iam:PolicyARN": ["arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess"],
      },
    ],
    ["TagRole", { RoleName: "worker", Tags: [{ Key: "Stage", Value: "prod" }] }, roleArn, ofRole],
    ["UntagRole", { RoleName: "worker", TagKeys: ["Team"] }, roleArn, ofRole],
    ["GetPolicy", { PolicyArn: bounds }, bounds, {}],
    ["ListRoles", {}, "*", {}],
  ])("%s %j", async (action, input, resource, context) => {
    const asked = await account();
    expect(asked(action, input)).toMatchObject([{ action: `iam:${action}`, resource, context }]);
    expect(asked(action, input)[0]?.context).toEqual(context);
  });

  it("comes with the tags of a policy too", async () => {
    const asked = await account();
    expect(asked("GetPolicy", { PolicyArn: bounds })).toMatchObject([{ resourceTags: { kind: "boundary" } }]);
  });
});
