import { beforeEach, describe, expect, it } from "vitest";
import { createKms } from "../../../../../local/aws/kms/index.ts";
import type { Kms } from "../../../../../local/aws/kms/index.ts";
import type { Properties } from "../../../../../local/core/resource.ts";
import { createVirtualKernel, type VirtualKernel } from "../../../../../local/drivers/virtual-clock.ts";
import { accountId, callOf } from "../account.ts";
import { type Life, lifeOf } from "../life.ts";

const dayMs = 86_400_000;
const allow = (principal: string, action = "kms:*"): string =>
  JSON.stringify({ Statement: [{ Effect: "Allow", Action: action, Resource: "*", Principal: { AWS: principal } }] });
const policy = allow(`arn:aws:iam::${accountId}:root`);
const shared = { description: "the ledger's", policy, tags: { cell: "eu" }, deletionWindowInDays: 30 };
const given = { ...shared, enableKeyRotation: true };
const lockout = "The new key policy will not allow you to update the key policy in the future.";

let kernel: VirtualKernel;
let kms: Kms;
let life: Life;

beforeEach(() => {
  kernel = createVirtualKernel(3);
  kms = createKms({ kernel, accountId });
  life = lifeOf(kms.resources, "aws:kms/key:Key");
});

function call(action: string, input: Properties, region = "eu-west-1"): Properties {
  // KMS answers at once.
  return kms.service.handle(callOf("kms", action, input, { region })) as Properties;
}

const keyState = (KeyId: string, region?: string): unknown =>
  (call("DescribeKey", { KeyId }, region)["KeyMetadata"] as Properties)["KeyState"];

describe("what the provider refuses of a key", () => {
  it.each<[Properties, string]>([
    [{ deletionWindowInDays: 3 }, "deletionWindowInDays: expected it to be in the range (7 - 30), got 3"],
    [
      { enableKeyRotation: true, rotationPeriodInDays: 89 },
      "rotationPeriodInDays: expected it to be in the range (90 - 2560), got 89",
    ],
    [
      { rotationPeriodInDays: 90 },
      "rotationPeriodInDays: all of `enable_key_rotation,rotation_period_in_days` must be specified",
    ],
    [
      { keyUsage: "HASH" },
      'keyUsage: expected it to be one of ["SIGN_VERIFY" "ENCRYPT_DECRYPT" "GENERATE_VERIFY_MAC" "KEY_AGREEMENT"], ' +
        "got HASH",
    ],
    [
      { customKeyStoreId: "cks-1" },
      "customKeyStoreId: NotImplemented: The local cloud does not model aws:kms/key:Key.customKeyStoreId; " +
        "see docs/local-differences.md.",
    ],
  ])("%o", (inputs, refusal) => {
    expect(life.refusals(inputs)).toEqual([refusal]);
  });

  it("is a policy that is no JSON, and a spec that AWS does not know", () => {
    expect(life.refusals({ policy: "{" })).toEqual([
      expect.stringMatching(/^policy: contains an invalid JSON policy: /),
    ]);
    expect(life.refusals({ customerMasterKeySpec: "AES" })).toEqual([
      expect.stringMatching(/^customerMasterKeySpec: expected it to be one of \["SYMMETRIC_DEFAULT" /),
    ]);
  });

  it("is nothing of what the program declares", () => {
    const mac = { customerMasterKeySpec: "HMAC_256", keyUsage: "GENERATE_VERIFY_MAC", multiRegion: true };
    expect([given, { ...shared, ...mac }].flatMap(life.refusals)).toEqual([]);
  });
});

describe("the life of a key", () => {
  it("shows no change after its creation and after an update", async () => {
    const created = await life.create(given);
    expect(created.outputs).toMatchObject({ enableKeyRotation: true, rotationPeriodInDays: 365, isEnabled: true });
    expect(life.refresh()?.outputs).toEqual(created.outputs);
    const news = { ...given, description: "other", isEnabled: false, rotationPeriodInDays: 90, tags: { cell: "us" } };
    const updated = await life.update(news);
    expect(life.refresh()?.outputs).toEqual(updated.outputs);
    expect(life.plan(news)).toEqual([]);
    expect(call("GetKeyRotationStatus", { KeyId: created.id })).toMatchObject({
      KeyRotationEnabled: true,
      RotationPeriodInDays: 90,
    });
  });

  it("is replaced for another kind, and changed in place for the rest", async () => {
    await life.create(given);
    const kind = { multiRegion: true, keyUsage: "GENERATE_VERIFY_MAC", customerMasterKeySpec: "HMAC_256" };
    expect(life.plan({ ...given, ...kind })).toEqual([
      "customerMasterKeySpec (replace)",
      "keyUsage (replace)",
      "multiRegion (replace)",
    ]);
    expect(life.plan({ ...given, deletionWindowInDays: 7, isEnabled: false, description: "other" })).toEqual([
      "deletionWindowInDays",
      "description",
      "isEnabled",
    ]);
    // The same document in another form is the same policy.
    expect(life.plan({ ...given, policy: JSON.stringify(JSON.parse(policy), null, 2) })).toEqual([]);
  });

  it.each<[string, Properties, string]>([
    ["DisableKey", {}, "isEnabled"],
    ["DisableKeyRotation", {}, "enableKeyRotation"],
    ["UpdateKeyDescription", { Description: "other" }, "description"],
    ["PutKeyPolicy", { PolicyName: "default", Policy: allow("*") }, "policy"],
    ["TagResource", { Tags: [{ TagKey: "by", TagValue: "hand" }] }, "tags.by"],
    ["UntagResource", { TagKeys: ["cell"] }, "tags.cell"],
  ])("shows what %s did, and an update takes it back", async (action, input, path) => {
    const { id } = await life.create(given);
    call(action, { KeyId: id, ...input });
    life.refresh();
    expect(life.plan(given)).toEqual([path]);
    await life.update(given);
    life.refresh();
    expect(life.plan(given)).toEqual([]);
  });

  it.each<[string, Properties, string]>([
    ["a policy that locks the account out", { policy: allow(`arn:aws:iam::${accountId}:role/a`) }, lockout],
    ["a new rotation of a disabled key", { isEnabled: false, enableKeyRotation: false }, `is disabled.`],
  ])("leaves everything as it was where AWS refuses %s", async (_, more, refusal) => {
    const { id } = await life.create({ ...given, isEnabled: false });
    const { outputs } = life.state;
    await expect(life.update({ ...given, isEnabled: false, description: "other", ...more })).rejects.toThrow(refusal);
    expect(life.refresh()?.outputs).toEqual(outputs);
    expect(keyState(id)).toBe("Disabled");
  });

  it("takes a locking policy where the check is bypassed", async () => {
    await life.create({ policy: allow("arn:aws:iam::999988887777:root"), bypassPolicyLockoutSafetyCheck: true });
    expect(life.state.outputs["policy"]).toContain("999988887777");
  });

  it("is imported by its id", async () => {
    const { id } = await life.create({ ...given, multiRegion: true });
    expect(life.import(id)?.inputs).toMatchObject({
      description: "the ledger's",
      policy,
      tags: { cell: "eu" },
      enableKeyRotation: true,
      multiRegion: true,
    });
    expect(life.import("nowhere")).toBeUndefined();
  });

  it("ends after its window, and is gone for Pulumi at once", async () => {
    const { id } = await life.create({ ...given, deletionWindowInDays: 7 });
    call("CreateAlias", { AliasName: "alias/ledger", TargetKeyId: id });
    await life.delete();
    expect(life.import(id)).toBeUndefined();
    await life.delete();
    expect(keyState(id)).toBe("PendingDeletion");
    await kernel.advance(7 * dayMs - 1);
    expect(keyState(id)).toBe("PendingDeletion");
    await kernel.advance(1);
    expect(() => keyState(id)).toThrow(expect.objectContaining({ code: "NotFoundException" }));
    expect(call("ListAliases", {})).toEqual({ Aliases: [], Truncated: false });
    expect(kernel.pending()).toBe(0);
  });
});

describe("the life of a replica key", () => {
  let replica: Life;
  let primaryKeyArn: string;

  beforeEach(async () => {
    const { outputs } = await life.create({ ...given, multiRegion: true });
    primaryKeyArn = String(outputs["arn"]);
    replica = lifeOf(kms.resources, "aws:kms/replicaKey:ReplicaKey", { region: "us-east-1" });
  });

  it("shows no change after its creation and after an update", async () => {
    const created = await replica.create({ ...shared, primaryKeyArn });
    expect(created.outputs).toMatchObject({ primaryKeyArn, keyRotationEnabled: true, enabled: true });
    expect(replica.refresh()?.outputs).toEqual(created.outputs);
    const updated = await replica.update({ primaryKeyArn, policy, enabled: false });
    expect(updated.outputs).toMatchObject({ enabled: false, tags: {}, description: "" });
    expect(replica.refresh()?.outputs).toEqual(updated.outputs);
    expect(keyState(created.id, "eu-west-1")).toBe("Enabled");
  });

  it("is refused without its primary key, and replaced with another", async () => {
    expect(replica.refusals({ enabled: true })).toEqual([
      'primaryKeyArn: Missing required argument. The argument "primaryKeyArn" is required, but no definition ' +
        "was found.",
    ]);
    expect(replica.refusals({ primaryKeyArn: "mrk-1", deletionWindowInDays: 31 })).toEqual([
      "deletionWindowInDays: expected it to be in the range (7 - 30), got 31",
      "primaryKeyArn: (mrk-1) is an invalid ARN: arn: invalid prefix or not enough sections",
    ]);
    await replica.create({ ...shared, primaryKeyArn });
    expect(replica.plan({ ...shared, primaryKeyArn: `${primaryKeyArn}0`, enabled: false })).toEqual([
      "enabled",
      "primaryKeyArn (replace)",
    ]);
  });

  it("is imported by its id", async () => {
    const { id } = await replica.create({ ...shared, primaryKeyArn });
    expect(replica.import(id)?.inputs).toMatchObject({ primaryKeyArn, policy, tags: { cell: "eu" } });
  });

  it("keeps its primary key waiting until it is gone itself", async () => {
    const { id } = await replica.create({ ...shared, primaryKeyArn, deletionWindowInDays: 7 });
    await life.delete();
    expect(keyState(id)).toBe("PendingReplicaDeletion");
    await kernel.advance(100 * dayMs);
    expect(keyState(id)).toBe("PendingReplicaDeletion");
    await replica.delete();
    expect(replica.import(id)).toBeUndefined();
    await kernel.advance(7 * dayMs);
    expect(keyState(id)).toBe("PendingDeletion");
    await kernel.advance(30 * dayMs);
    expect(() => keyState(id)).toThrow(expect.objectContaining({ code: "NotFoundException" }));
  });
});

describe("the life of an alias", () => {
  let alias: Life;
  let key: string;
  let other: string;

  beforeEach(async () => {
    key = (await life.create(given)).id;
    other = (await lifeOf(kms.resources, "aws:kms/key:Key").create({})).id;
    alias = lifeOf(kms.resources, "aws:kms/alias:Alias");
  });

  it.each<[Properties, string]>([
    [
      { name: "ledger" },
      "name: invalid value (must begin with 'alias/' and be comprised of only [0-9A-Za-z_/-]), got ledger",
    ],
    [
      { name: "alias/aws/ledger" },
      "name: invalid value (cannot begin with reserved AWS CMK prefix 'alias/aws/'), got alias/aws/ledger",
    ],
  ])("is refused: %o", (inputs, refusal) => {
    expect(alias.refusals({ targetKeyId: key, ...inputs })).toEqual([refusal]);
    expect(alias.refusals({ name: "alias/a" })).toEqual([
      'targetKeyId: Missing required argument. The argument "targetKeyId" is required, but no definition was found.',
    ]);
  });

  it("names itself where it has to", async () => {
    expect((await alias.create({ targetKeyId: key })).id).toMatch(/^alias\/it-[0-9a-f]{7}$/);
  });

  it("moves to another key in place, whichever way the key is named", async () => {
    const created = await alias.create({ name: "alias/a", targetKeyId: key });
    expect(alias.refresh()?.outputs).toEqual(created.outputs);
    const arn = `arn:aws:kms:eu-west-1:${accountId}:key/${other}`;
    expect(alias.plan({ name: "alias/a", targetKeyId: arn })).toEqual(["targetKeyId"]);
    const updated = await alias.update({ name: "alias/a", targetKeyId: arn });
    expect(updated.outputs).toMatchObject({ targetKeyId: arn, targetKeyArn: arn });
    expect(alias.refresh()?.outputs).toEqual(updated.outputs);
    expect(alias.plan({ name: "alias/b", targetKeyId: arn })).toEqual(["name (replace)"]);
  });

  it("shows that it was moved by hand, or is gone", async () => {
    const inputs = { name: "alias/a", targetKeyId: key };
    await alias.create(inputs);
    call("UpdateAlias", { AliasName: "alias/a", TargetKeyId: other });
    expect(alias.refresh()?.outputs).toMatchObject({ targetKeyId: other });
    expect(alias.plan(inputs)).toEqual(["targetKeyId"]);
    call("DeleteAlias", { AliasName: "alias/a" });
    expect(alias.refresh()).toBeUndefined();
  });

  it("is imported by its name, and ends harmlessly twice", async () => {
    await alias.create({ name: "alias/a", targetKeyId: key });
    expect(alias.import()?.inputs).toMatchObject({ name: "alias/a", targetKeyId: key });
    await alias.delete();
    await alias.delete();
    expect(alias.import("alias/a")).toBeUndefined();
  });
});
