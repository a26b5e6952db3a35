import { beforeEach, describe, expect, it } from "vitest";
import { createKms } from "../../../../../local/aws/kms/index.ts";
import type { Kms } from "../../../../../local/aws/kms/index.ts";
import type { Caller } from "../../../../../local/core/call.ts";
import type { Properties } from "../../../../../local/core/resource.ts";
import { createVirtualKernel, type VirtualKernel } from "../../../../../local/drivers/virtual-clock.ts";
import { accountId, callOf, root, sessionOf } from "../account.ts";

const dayMs = 86_400_000;
const text = Buffer.from("secret").toString("base64");

let kernel: VirtualKernel;
let kms: Kms;
let KeyId: string;

beforeEach(() => {
  kernel = createVirtualKernel(3);
  kms = createKms({ kernel, accountId });
  KeyId = create({ Description: "data", Tags: [{ TagKey: "cell", TagValue: "eu" }] });
});

function call(action: string, input: Properties, region = "eu-west-1", caller: Caller = root): Properties {
  // KMS answers at once.
  return kms.service.handle(callOf("kms", action, input, { region, caller })) as Properties;
}

function metadata(reply: Properties): Properties {
  return (reply["KeyMetadata"] ?? reply["ReplicaKeyMetadata"]) as Properties;
}

function create(input: Properties = {}): string {
  return String(metadata(call("CreateKey", input))["KeyId"]);
}

const arnOf = (keyId: string): string => `arn:aws:kms:eu-west-1:${accountId}:key/${keyId}`;

describe("a key that was created", () => {
  it("is enabled, with the account's policy and its own tags", () => {
    expect(metadata(call("DescribeKey", { KeyId }))).toMatchObject({ KeyState: "Enabled", Description: "data" });
    expect(String(call("GetKeyPolicy", { KeyId })["Policy"])).toContain(`arn:aws:iam::${accountId}:root`);
    expect(call("ListKeyPolicies", { KeyId })).toEqual({ PolicyNames: ["default"], Truncated: false });
    expect(call("ListResourceTags", { KeyId })).toEqual({
      Tags: [{ TagKey: "cell", TagValue: "eu" }],
      Truncated: false,
    });
  });

  it("is replicated, if it is a multi-region primary key", () => {
    expect(() => call("ReplicateKey", { KeyId, ReplicaRegion: "us-east-1" })).toThrow(
      expect.objectContaining({ code: "UnsupportedOperationException" }),
    );
    const primary = create({ MultiRegion: true });
    const replica = metadata(call("ReplicateKey", { KeyId: primary, ReplicaRegion: "us-east-1" }));
    expect(replica).toMatchObject({ KeyId: primary, MultiRegionConfiguration: { MultiRegionKeyType: "REPLICA" } });
    expect(() => call("ReplicateKey", { KeyId: primary, ReplicaRegion: "us-east-1" })).toThrow(
      expect.objectContaining({ code: "AlreadyExistsException" }),
    );
  });
});

describe("a key's state", () => {
  const states: Readonly<Record<string, () => void>> = {
    Disabled: () => call("DisableKey", { KeyId }),
    PendingDeletion: () => call("ScheduleKeyDeletion", { KeyId, PendingWindowInDays: 7 }),
  };

  // AWS: "Key states of AWS KMS keys".
  it.each<[string, string, Properties, string]>([
    ["Disabled", "Encrypt", { Plaintext: text }, "DisabledException: … is disabled."],
    ["Disabled", "GenerateDataKey", { KeySpec: "AES_256" }, "DisabledException: … is disabled."],
    ["Disabled", "EnableKeyRotation", {}, "DisabledException: … is disabled."],
    ["Disabled", "DisableKeyRotation", {}, "DisabledException: … is disabled."],
    ["Disabled", "CancelKeyDeletion", {}, "KMSInvalidStateException: … is not pending deletion."],
    ["Disabled", "UpdateKeyDescription", { Description: "x" }, "done"],
    ["Disabled", "TagResource", { Tags: [] }, "done"],
    ["Disabled", "GetKeyRotationStatus", {}, "done"],
    ["Disabled", "ScheduleKeyDeletion", {}, "done"],
    ["PendingDeletion", "Encrypt", { Plaintext: text }, "KMSInvalidStateException: … is pending deletion."],
    ["PendingDeletion", "EnableKey", {}, "KMSInvalidStateException: … is pending deletion."],
    ["PendingDeletion", "DisableKey", {}, "KMSInvalidStateException: … is pending deletion."],
    ["PendingDeletion", "EnableKeyRotation", {}, "KMSInvalidStateException: … is pending deletion."],
    ["PendingDeletion", "UpdateKeyDescription", {}, "KMSInvalidStateException: … is pending deletion."],
    ["PendingDeletion", "TagResource", { Tags: [] }, "KMSInvalidStateException: … is pending deletion."],
    ["PendingDeletion", "UntagResource", { TagKeys: [] }, "KMSInvalidStateException: … is pending deletion."],
    ["PendingDeletion", "ScheduleKeyDeletion", {}, "KMSInvalidStateException: … is pending deletion."],
    ["PendingDeletion", "GetKeyPolicy", {}, "done"],
    ["PendingDeletion", "DescribeKey", {}, "done"],
    ["PendingDeletion", "CancelKeyDeletion", {}, "done"],
  ])("%s: %s %o: %s", (state, action, input, outcome) => {
    states[state]?.();
    expect(metadata(call("DescribeKey", { KeyId }))["KeyState"]).toBe(state);
    expect(answer(() => call(action, { KeyId, ...input }))).toBe(outcome.replace("…", arnOf(KeyId)));
  });

  it("is Disabled after a deletion was cancelled, and the key then stays", async () => {
    const { CiphertextBlob } = call("Encrypt", { KeyId, Plaintext: text });
    expect(call("ScheduleKeyDeletion", { KeyId })).toEqual({
      KeyId: arnOf(KeyId),
      KeyState: "PendingDeletion",
      PendingWindowInDays: 30,
      DeletionDate: (kernel.now() + 30 * dayMs) / 1000,
    });
    expect(() => call("CreateAlias", { AliasName: "alias/a", TargetKeyId: KeyId })).toThrow("is pending deletion.");
    call("CancelKeyDeletion", { KeyId });
    await kernel.advance(31 * dayMs);
    expect(metadata(call("DescribeKey", { KeyId }))).toMatchObject({ KeyState: "Disabled" });
    call("EnableKey", { KeyId });
    expect(call("Decrypt", { CiphertextBlob })["Plaintext"]).toBe(text);
  });

  it.each([6, 31])("cannot be scheduled to end after %i days", (PendingWindowInDays) => {
    expect(() => call("ScheduleKeyDeletion", { KeyId, PendingWindowInDays })).toThrow(/'pendingWindowInDays' failed/);
    expect(metadata(call("DescribeKey", { KeyId }))["KeyState"]).toBe("Enabled");
  });
});

describe("rotation", () => {
  it("is switched on for a period, and off", () => {
    expect(call("GetKeyRotationStatus", { KeyId })).toEqual({ KeyId: arnOf(KeyId), KeyRotationEnabled: false });
    call("EnableKeyRotation", { KeyId, RotationPeriodInDays: 90 });
    expect(call("GetKeyRotationStatus", { KeyId })).toEqual({
      KeyId: arnOf(KeyId),
      KeyRotationEnabled: true,
      RotationPeriodInDays: 90,
      NextRotationDate: (kernel.now() + 90 * dayMs) / 1000,
    });
    call("DisableKeyRotation", { KeyId });
    expect(call("GetKeyRotationStatus", { KeyId })).toMatchObject({ KeyRotationEnabled: false });
    expect(() => call("EnableKeyRotation", { KeyId, RotationPeriodInDays: 89 })).toThrow(
      /'rotationPeriodInDays' failed/,
    );
  });

  it("is the primary key's affair, and never that of a key for hashes", () => {
    const primary = create({ MultiRegion: true });
    call("ReplicateKey", { KeyId: primary, ReplicaRegion: "us-east-1" });
    const refused = expect.objectContaining({ code: "UnsupportedOperationException" });
    expect(() => call("EnableKeyRotation", { KeyId: primary }, "us-east-1")).toThrow(refused);
    call("EnableKeyRotation", { KeyId: primary });
    expect(call("GetKeyRotationStatus", { KeyId: primary }, "us-east-1")).toMatchObject({ KeyRotationEnabled: true });
    const mac = create({ KeySpec: "HMAC_256", KeyUsage: "GENERATE_VERIFY_MAC" });
    expect(() => call("EnableKeyRotation", { KeyId: mac })).toThrow(refused);
  });
});

describe("a key policy", () => {
  const allow = (principal: string, action: string): string =>
    JSON.stringify({ Statement: { Effect: "Allow", Action: action, Resource: "*", Principal: { AWS: principal } } });
  const role = `arn:aws:iam::${accountId}:role/admin`;

  it.each<[string, string, Caller, string]>([
    ["the account, all actions", allow(accountId, "kms:*"), root, "done"],
    ["the account, putting policies", allow(`arn:aws:iam::${accountId}:root`, "kms:Put*"), root, "done"],
    ["the caller's role", allow(role, "kms:PutKeyPolicy"), sessionOf("admin"), "done"],
    ["another's role", allow(role, "kms:PutKeyPolicy"), sessionOf("other"), "lockout"],
    ["the account, but no policies", allow(accountId, "kms:Encrypt"), root, "lockout"],
  ])("for %s: %s", (_, Policy, caller, outcome) => {
    const before = call("GetKeyPolicy", { KeyId })["Policy"];
    const put = () => call("PutKeyPolicy", { KeyId, PolicyName: "default", Policy }, "eu-west-1", caller);
    const lockout =
      "MalformedPolicyDocumentException: The new key policy will not allow you to update the key policy in the future.";
    expect(answer(put)).toBe(outcome === "done" ? "done" : lockout);
    expect(call("GetKeyPolicy", { KeyId, PolicyName: "default" })["Policy"]).toBe(outcome === "done" ? Policy : before);
  });

  it("may lock its author out where the check is bypassed", () => {
    const Policy = allow("arn:aws:iam::999988887777:root", "kms:*");
    call("PutKeyPolicy", { KeyId, Policy, BypassPolicyLockoutSafetyCheck: true });
    expect(call("GetKeyPolicy", { KeyId })["Policy"]).toBe(Policy);
  });

  it.each(["{", "[]", "{}"])("%s is none", (Policy) => {
    expect(() => call("PutKeyPolicy", { KeyId, Policy })).toThrow(
      expect.objectContaining({ code: "MalformedPolicyDocumentException" }),
    );
  });

  it("has but one name", () => {
    expect(() => call("GetKeyPolicy", { KeyId, PolicyName: "other" })).toThrow("No such policy exists");
  });
});

describe("aliases", () => {
  it("move to keys of their kind only, and name no other alias", () => {
    const other = create();
    call("CreateAlias", { AliasName: "alias/a", TargetKeyId: KeyId });
    call("UpdateAlias", { AliasName: "alias/a", TargetKeyId: other });
    expect(metadata(call("DescribeKey", { KeyId: "alias/a" }))["KeyId"]).toBe(other);
    const mac = create({ KeySpec: "HMAC_256", KeyUsage: "GENERATE_VERIFY_MAC" });
    expect(() => call("UpdateAlias", { AliasName: "alias/a", TargetKeyId: mac })).toThrow(
      expect.objectContaining({ code: "ValidationException" }),
    );
    expect(() => call("CreateAlias", { AliasName: "alias/b", TargetKeyId: "alias/a" })).toThrow(
      "Aliases must refer to keys. Not aliases",
    );
    expect(() => call("CreateAlias", { AliasName: "b", TargetKeyId: KeyId })).toThrow(
      expect.objectContaining({ code: "InvalidAliasNameException" }),
    );
    call("DeleteAlias", { AliasName: "alias/a" });
    expect(() => call("DeleteAlias", { AliasName: "alias/a" })).toThrow(
      expect.objectContaining({ code: "NotFoundException" }),
    );
  });

  it("do not stand for keys where keys are managed", () => {
    call("CreateAlias", { AliasName: "alias/a", TargetKeyId: KeyId });
    expect(() => call("DisableKey", { KeyId: "alias/a" })).toThrow("Invalid keyId 'alias/a'");
  });
});

describe("listings", () => {
  const all = (action: string, member: string, input: Properties): readonly unknown[] => {
    const first = call(action, { ...input, Limit: 2 });
    expect(first[member]).toHaveLength(2);
    expect(first["Truncated"]).toBe(true);
    const rest = call(action, { ...input, Limit: 2, Marker: first["NextMarker"] });
    expect(rest).not.toHaveProperty("NextMarker");
    return [...(first[member] as readonly unknown[]), ...(rest[member] as readonly unknown[])];
  };

  it("come in pages that tell everything once", () => {
    const ids = [KeyId, create(), create()];
    for (const [index, TargetKeyId] of ids.entries()) call("CreateAlias", { AliasName: `alias/${index}`, TargetKeyId });
    expect(all("ListKeys", "Keys", {})).toEqual(ids.toSorted().map((id) => ({ KeyId: id, KeyArn: arnOf(id) })));
    expect(all("ListAliases", "Aliases", {})).toMatchObject(ids.map((id) => ({ TargetKeyId: id })));
    call("TagResource", { KeyId, Tags: ["b", "a"].map((TagKey) => ({ TagKey, TagValue: "1" })) });
    expect(all("ListResourceTags", "Tags", { KeyId })).toMatchObject(["a", "b", "cell"].map((TagKey) => ({ TagKey })));
  });

  it("refuse a limit or a marker that is none", () => {
    expect(() => call("ListKeys", { Limit: 1001 })).toThrow(/Value '1001' at 'limit' failed/);
    expect(() => call("ListKeys", { Limit: 0 })).toThrow(/Value '0' at 'limit' failed/);
    expect(() => call("ListAliases", { Marker: "nonsense" })).toThrow(
      expect.objectContaining({ code: "InvalidMarkerException" }),
    );
  });
});

describe("what IAM is asked", () => {
  const asked = (action: string, input: Properties) =>
    kms.service.authorizations(callOf("kms", action, input)).map(({ resource }) => resource);

  it("is about the key, about any for a new one, and about both for an alias", () => {
    expect(asked("ScheduleKeyDeletion", { KeyId })).toEqual([arnOf(KeyId)]);
    expect(asked("CreateKey", {})).toEqual(["*"]);
    expect(asked("CreateAlias", { AliasName: "alias/a", TargetKeyId: KeyId })).toEqual([
      arnOf(KeyId),
      `arn:aws:kms:eu-west-1:${accountId}:alias/a`,
    ]);
  });
});

function answer(act: () => unknown): string {
  try {
    act();
    return "done";
  } catch (fault) {
    // Refusals of the local cloud carry a code.
    const { code, message } = fault as { code: string; message: string };
    return `${code}: ${message}`;
  }
}
