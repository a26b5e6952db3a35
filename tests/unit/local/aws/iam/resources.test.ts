import { describe, expect, it } from "vitest";
import { createIam } from "../../../../../local/aws/iam/index.ts";
import type { Iam } from "../../../../../local/aws/iam/index.ts";
import type { Properties } from "../../../../../local/core/resource.ts";
import { createVirtualKernel } from "../../../../../local/drivers/virtual-clock.ts";
import { accountId, callOf, register, sessionOf } from "../account.ts";
import { lifeOf } from "../life.ts";

const roleType = "aws:iam/role:Role";
const rolePolicyType = "aws:iam/rolePolicy:RolePolicy";
const policyType = "aws:iam/policy:Policy";
const attachmentType = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
const policyArn = `arn:aws:iam::${accountId}:policy/reads`;

const trustOf = (service: string) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: service } }],
  });
const trust = trustOf("lambda.amazonaws.com");
const allowing = (action: string) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: action, Resource: "*" }] });

function iamWithLife(type: string) {
  const iam = createIam({ kernel: createVirtualKernel(1), accountId });
  const api = (action: string, input: Properties) => iam.service.handle(callOf("iam", action, input));
  return { iam, api, life: lifeOf(iam.resources, type) };
}

function may(iam: Iam, action: string): boolean {
  try {
    iam.judge(callOf("any", "Any", {}, { caller: sessionOf("relay") }), [{ action, resource: "*", context: {} }]);
    return true;
  } catch {
    return false;
  }
}

async function withRole(iam: Iam, more: Properties = {}): Promise<void> {
  await register(iam.resources, roleType, { name: "relay", assumeRolePolicy: trust, ...more });
}

describe("what check says of IAM's inputs", () => {
  it.each<[string, string, Properties, string]>([
    [
      "a role without trust",
      roleType,
      {},
      'assumeRolePolicy: Missing required argument. The argument "assumeRolePolicy" is required, but no ' +
        "definition was found.",
    ],
    [
      "a long name",
      roleType,
      { name: "r".repeat(65), assumeRolePolicy: trust },
      `name: expected the length of it to be in the range (1 - 64), got ${"r".repeat(65)}`,
    ],
    [
      "a name with a slash",
      roleType,
      { name: "a/b", assumeRolePolicy: trust },
      "name: invalid value (must match [\\w+=,.@-]), got a/b",
    ],
    [
      "a session over twelve hours",
      roleType,
      { assumeRolePolicy: trust, maxSessionDuration: 43_201 },
      "maxSessionDuration: expected it to be in the range (3600 - 43200), got 43201",
    ],
    [
      "a boundary that is no ARN",
      roleType,
      { assumeRolePolicy: trust, permissionsBoundary: "none" },
      "permissionsBoundary: (none) is an invalid ARN: arn: invalid prefix or not enough sections",
    ],
    [
      "an input that is not modelled",
      roleType,
      { assumeRolePolicy: trust, sessionTags: { a: "b" } },
      "sessionTags: NotImplemented: The local cloud does not model aws:iam/role:Role.sessionTags; see " +
        "docs/local-differences.md.",
    ],
    [
      "a policy without document",
      rolePolicyType,
      { role: "relay" },
      'policy: Missing required argument. The argument "policy" is required, but no definition was found.',
    ],
    [
      "an attachment of no ARN",
      attachmentType,
      { role: "relay", policyArn: "reads" },
      "policyArn: (reads) is an invalid ARN: arn: invalid prefix or not enough sections",
    ],
  ])("%s", (_what, type, inputs, line) => {
    expect(iamWithLife(type).life.refusals(inputs)).toEqual([line]);
  });

  it("a document that is no JSON", () => {
    const [line] = iamWithLife(policyType).life.refusals({ policy: "{" });
    expect(line).toMatch(/^policy: contains an invalid JSON policy: /);
  });
});

describe("a role", () => {
  const declared = { name: "relay", assumeRolePolicy: trust, tags: { cell: "eu" } };

  it("changes in place, but for its name and path", async () => {
    const { life } = iamWithLife(roleType);
    await life.create(declared);
    expect(
      life.plan({
        name: "other",
        path: "/cells/",
        assumeRolePolicy: trustOf("scheduler.amazonaws.com"),
        description: "relays",
        maxSessionDuration: 7200,
        tags: { cell: "us" },
      }),
    ).toEqual([
      "assumeRolePolicy",
      "description",
      "maxSessionDuration",
      "name (replace)",
      "path (replace)",
      "tags.cell",
    ]);
    expect(life.plan({ ...declared, assumeRolePolicy: JSON.parse(trust), maxSessionDuration: 3600 })).toEqual([]);
  });

  it("reads after create and update exactly as it was made", async () => {
    const { life } = iamWithLife(roleType);
    const created = await life.create(declared);
    expect(life.refresh()).toEqual({ id: "relay", inputs: created.inputs, outputs: created.outputs });
    const updated = await life.update({ ...declared, maxSessionDuration: 7200, description: "relays", tags: {} });
    expect(updated.outputs).toMatchObject({ maxSessionDuration: 7200, description: "relays", tagsAll: {} });
    expect(life.refresh()).toMatchObject({ outputs: updated.outputs });
    const bare = await life.update({ name: "relay", assumeRolePolicy: trust });
    expect(bare.outputs).toMatchObject({ maxSessionDuration: 3600, description: "" });
    expect(life.refresh()?.inputs).not.toHaveProperty("description");
  });

  it("is known by its name in an import", async () => {
    const { life } = iamWithLife(roleType);
    await life.create({ ...declared, maxSessionDuration: 7200 });
    expect(life.import("relay")?.inputs).toMatchObject({
      name: "relay",
      assumeRolePolicy: trust,
      maxSessionDuration: 7200,
      tags: { cell: "eu" },
    });
    expect(life.import("absent")).toBeUndefined();
  });

  it("shows what was changed behind its back", async () => {
    const { api, life } = iamWithLife(roleType);
    await life.create(declared);
    await api("UpdateRole", { RoleName: "relay", MaxSessionDuration: "7200" });
    await api("TagRole", { RoleName: "relay", Tags: [{ Key: "owner", Value: "ops" }] });
    expect(life.refresh()?.inputs).toMatchObject({ maxSessionDuration: 7200, tags: { cell: "eu", owner: "ops" } });
    expect(life.plan(declared)).toEqual(["maxSessionDuration", "tags.owner"]);
  });

  it("does not take policies of resources of their own for its own", async () => {
    const { iam, life } = iamWithLife(roleType);
    const created = await life.create(declared);
    await register(iam.resources, rolePolicyType, { name: "grants", role: "relay", policy: allowing("sqs:*") });
    expect(life.refresh()).toMatchObject({ inputs: created.inputs, outputs: created.outputs });
    expect(life.refresh()?.outputs).not.toHaveProperty("inlinePolicies");
  });

  it("keeps to the policies that it lists", async () => {
    const { iam, life } = iamWithLife(roleType);
    const policy = (name: string, action: string) => ({ name, policy: allowing(action) });
    await life.create({ ...declared, inlinePolicies: [policy("a", "sqs:SendMessage"), policy("b", "kms:Decrypt")] });
    await life.update({ ...declared, inlinePolicies: [policy("b", "kms:Encrypt")] });
    expect([may(iam, "sqs:SendMessage"), may(iam, "kms:Decrypt"), may(iam, "kms:Encrypt")]).toEqual([
      false,
      false,
      true,
    ]);
  });

  it("is as it was when an update is refused half-way", async () => {
    const { iam, life } = iamWithLife(roleType);
    const inline = { name: "a", policy: allowing("sqs:SendMessage") };
    const before = await life.create({ ...declared, inlinePolicies: [inline] });
    const refused = life.update({
      ...declared,
      maxSessionDuration: 7200,
      inlinePolicies: [{ name: "b", policy: '{"Statement":[{"Effect":"Allow"}]}' }],
    });
    await expect(refused).rejects.toMatchObject({ code: "MalformedPolicyDocument" });
    expect(life.refresh()?.outputs).toEqual(before.outputs);
    expect(may(iam, "sqs:SendMessage")).toBe(true);
  });

  it("leaves nothing behind when its creation is refused half-way", async () => {
    const { life } = iamWithLife(roleType);
    const refused = life.create({ ...declared, managedPolicyArns: [policyArn] });
    await expect(refused).rejects.toMatchObject({ code: "NoSuchEntity" });
    expect(life.import("relay")).toBeUndefined();
  });

  it.each([
    ["an inline policy", rolePolicyType, "Cannot delete entity, must delete policies first."],
    ["an attached policy", attachmentType, "Cannot delete entity, must detach all policies first."],
  ])("is not deleted while it has %s, unless it detaches by force", async (_what, type, message) => {
    const { iam, life } = iamWithLife(roleType);
    await life.create(declared);
    await register(iam.resources, policyType, { name: "reads", policy: allowing("s3:Get*") });
    await register(
      iam.resources,
      type,
      type === attachmentType ? { role: "relay", policyArn } : { name: "p", role: "relay", policy: allowing("sqs:*") },
    );
    await expect(life.delete()).rejects.toMatchObject({ code: "DeleteConflict", message, status: 409 });
    expect(life.refresh()).toBeDefined();
    await life.update({ ...declared, forceDetachPolicies: true });
    await life.delete();
    expect(life.refresh()).toBeUndefined();
  });

  it("means nothing to its sessions once it is deleted", async () => {
    const { iam, life } = iamWithLife(roleType);
    await life.create({ ...declared, inlinePolicies: [{ name: "a", policy: allowing("sqs:*") }] });
    expect(may(iam, "sqs:SendMessage")).toBe(true);
    await life.delete();
    await life.delete();
    expect(may(iam, "sqs:SendMessage")).toBe(false);
    expect(iam.role(`arn:aws:iam::${accountId}:role/relay`)).toBeUndefined();
  });
});

describe("a role's inline policy", () => {
  const declared = { name: "grants", role: "relay", policy: allowing("sqs:SendMessage") };

  it("lives and dies with effect at once", async () => {
    const { iam, api, life } = iamWithLife(rolePolicyType);
    await withRole(iam);
    const created = await life.create(declared);
    expect(created.id).toBe("relay:grants");
    expect(life.refresh()).toMatchObject({ inputs: created.inputs, outputs: created.outputs });
    expect(life.import("relay:grants")?.inputs).toMatchObject(declared);
    expect(life.plan({ ...declared, name: "other", policy: allowing("sqs:*") })).toEqual(["name (replace)", "policy"]);
    expect(life.plan({ ...declared, role: "other" })).toEqual(["role (replace)"]);
    await life.update({ ...declared, policy: allowing("kms:Decrypt") });
    expect([may(iam, "sqs:SendMessage"), may(iam, "kms:Decrypt")]).toEqual([false, true]);
    await api("PutRolePolicy", { RoleName: "relay", PolicyName: "grants", PolicyDocument: allowing("s3:Get*") });
    expect(life.refresh()?.inputs["policy"]).toBe(allowing("s3:Get*"));
    await life.delete();
    await life.delete();
    expect(life.import("relay:grants")).toBeUndefined();
    expect(may(iam, "s3:GetObject")).toBe(false);
  });
});

describe("a managed policy", () => {
  const declared = { name: "reads", policy: allowing("sqs:SendMessage") };

  it("has a new version for a new document, five at most, the oldest making room", async () => {
    const { iam, api, life } = iamWithLife(policyType);
    await withRole(iam);
    await life.create(declared);
    await register(iam.resources, attachmentType, { role: "relay", policyArn });
    for (let round = 1; round <= 6; round += 1) await life.update({ ...declared, policy: allowing(`s3:Get${round}`) });
    const { Versions } = await api("ListPolicyVersions", { PolicyArn: policyArn });
    expect(Versions).toMatchObject([
      { VersionId: "v7", IsDefaultVersion: true },
      { VersionId: "v6", IsDefaultVersion: false },
      { VersionId: "v5" },
      { VersionId: "v4" },
      { VersionId: "v3" },
    ]);
    expect([may(iam, "sqs:SendMessage"), may(iam, "s3:Get6")]).toEqual([false, true]);
    await expect(
      (async () => api("CreatePolicyVersion", { PolicyArn: policyArn, PolicyDocument: allowing("s3:*") }))(),
    ).rejects.toMatchObject({ code: "LimitExceeded" });
  });

  it("keeps its versions when a new one is refused", async () => {
    const { life } = iamWithLife(policyType);
    const before = await life.create(declared);
    const refused = life.update({ ...declared, policy: '{"Statement":[{"Effect":"Allow"}]}' });
    await expect(refused).rejects.toMatchObject({ code: "MalformedPolicyDocument" });
    expect(life.refresh()?.outputs).toEqual(before.outputs);
  });

  it("is replaced by another name, path or description, and read as it is", async () => {
    const { api, life } = iamWithLife(policyType);
    const created = await life.create({ ...declared, tags: { cell: "eu" } });
    expect(life.refresh()).toMatchObject({ inputs: created.inputs, outputs: created.outputs });
    expect(life.plan({ ...declared, path: "/a/", description: "d", policy: allowing("s3:*") })).toEqual([
      "description (replace)",
      "path (replace)",
      "policy",
      "tags",
    ]);
    expect(life.import(policyArn)?.inputs).toMatchObject({ ...declared, tags: { cell: "eu" } });
    const version = { PolicyArn: policyArn, PolicyDocument: allowing("kms:*"), SetAsDefault: "true" };
    await api("CreatePolicyVersion", version);
    expect(life.refresh()?.inputs["policy"]).toBe(allowing("kms:*"));
  });

  it.each([
    ["attached", attachmentType, { role: "relay", policyArn }],
    ["a boundary", roleType, { name: "bounded", assumeRolePolicy: trust, permissionsBoundary: policyArn }],
  ])("is not deleted while it is %s", async (_what, type, inputs) => {
    const { iam, life } = iamWithLife(policyType);
    await withRole(iam);
    await life.create(declared);
    const holder = lifeOf(iam.resources, type);
    await holder.create(inputs);
    const message = "Cannot delete a policy attached to entities.";
    await expect(life.delete()).rejects.toMatchObject({ code: "DeleteConflict", message });
    await holder.delete();
    await life.delete();
    await life.delete();
    expect(life.refresh()).toBeUndefined();
  });
});

describe("an attachment", () => {
  it("is replaced by any change, and gone once it is detached", async () => {
    const { iam, api, life } = iamWithLife(attachmentType);
    await withRole(iam);
    await register(iam.resources, policyType, { name: "reads", policy: allowing("s3:Get*") });
    const created = await life.create({ role: "relay", policyArn });
    expect(life.refresh()).toMatchObject({ inputs: created.inputs, outputs: created.outputs });
    expect(life.import(`relay/${policyArn}`)?.inputs).toMatchObject({ role: "relay", policyArn });
    expect(life.plan({ role: "other", policyArn: `${policyArn}2` })).toEqual(["policyArn (replace)", "role (replace)"]);
    expect(may(iam, "s3:GetObject")).toBe(true);
    await api("DetachRolePolicy", { RoleName: "relay", PolicyArn: policyArn });
    expect(life.refresh()).toBeUndefined();
    expect(may(iam, "s3:GetObject")).toBe(false);
  });
});
