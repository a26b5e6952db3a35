import { beforeEach, describe, expect, it } from "vitest";
import { createKms } from "../../../../../local/aws/kms/index.ts";
import type { Kms } from "../../../../../local/aws/kms/index.ts";
import { createVirtualKernel } from "../../../../../local/drivers/virtual-clock.ts";
import { accountId, callOf, register } from "../account.ts";

const base64 = (text: string) => Buffer.from(text).toString("base64");
const message = base64("a request body");

let kms: Kms;
let dataKey: string;
let macKey: string;

beforeEach(async () => {
  kms = createKms({ kernel: createVirtualKernel(3), accountId });
  const create = (inputs: Readonly<Record<string, unknown>>) => register(kms.resources, "aws:kms/key:Key", inputs);
  dataKey = (await create({ description: "data", enableKeyRotation: true })).id;
  const macInputs = { multiRegion: true, keyUsage: "GENERATE_VERIFY_MAC", customerMasterKeySpec: "HMAC_256" };
  macKey = (await create(macInputs)).id;
  await register(kms.resources, "aws:kms/alias:Alias", { name: "alias/data", targetKeyId: dataKey });
  await register(kms.resources, "aws:kms/alias:Alias", { name: "alias/hash", targetKeyId: macKey });
  const primaryKeyArn = `arn:aws:kms:eu-west-1:${accountId}:key/${macKey}`;
  const replica = await register(kms.resources, "aws:kms/replicaKey:ReplicaKey", { primaryKeyArn }, "us-east-1");
  expect(replica).toMatchObject({ id: macKey, outputs: { arn: primaryKeyArn.replace("eu-west-1", "us-east-1") } });
  await register(kms.resources, "aws:kms/alias:Alias", { name: "alias/hash", targetKeyId: macKey }, "us-east-1");
});

function call(action: string, input: Readonly<Record<string, unknown>>, region = "eu-west-1"): Record<string, unknown> {
  // KMS answers at once.
  return kms.service.handle(callOf("kms", action, input, { region })) as Record<string, unknown>;
}

const mac = (more: Readonly<Record<string, unknown>>) => ({
  KeyId: "alias/hash",
  Message: message,
  MacAlgorithm: "HMAC_SHA_256",
  ...more,
});

describe("a key is found", () => {
  it.each([
    ["by id", () => dataKey],
    ["by ARN", () => `arn:aws:kms:eu-west-1:${accountId}:key/${dataKey}`],
    ["by alias", () => "alias/data"],
    ["by alias ARN", () => `arn:aws:kms:eu-west-1:${accountId}:alias/data`],
  ])("%s", (_how, reference) => {
    expect(call("DescribeKey", { KeyId: reference() })).toMatchObject({
      KeyMetadata: { KeyId: dataKey, KeySpec: "SYMMETRIC_DEFAULT", KeyState: "Enabled", MultiRegion: false },
    });
  });

  it.each([
    ["alias/none", `Alias arn:aws:kms:eu-west-1:${accountId}:alias/none is not found.`],
    ["0000", `Key 'arn:aws:kms:eu-west-1:${accountId}:key/0000' does not exist`],
    [`arn:aws:kms:us-east-1:${accountId}:alias/hash`, "Invalid arn us-east-1"],
  ])("not by %s", (KeyId, text) => {
    expect(() => call("DescribeKey", { KeyId })).toThrow(
      expect.objectContaining({ code: "NotFoundException", message: text }),
    );
  });
});

describe("MACs", () => {
  it("are the same in every region of a multi-region key", () => {
    const here = call("GenerateMac", mac({}));
    const there = call("GenerateMac", mac({}), "us-east-1");
    expect(here).toEqual({
      Mac: expect.stringMatching(/^[\w+/]{43}=$/),
      MacAlgorithm: "HMAC_SHA_256",
      KeyId: `arn:aws:kms:eu-west-1:${accountId}:key/${macKey}`,
    });
    expect(there["Mac"]).toBe(here["Mac"]);
    expect(call("VerifyMac", mac({ Mac: here["Mac"] }), "us-east-1")).toMatchObject({ MacValid: true });
  });

  it("do not verify for another message", () => {
    const { Mac } = call("GenerateMac", mac({}));
    expect(() => call("VerifyMac", mac({ Mac, Message: base64("another") }))).toThrow(
      expect.objectContaining({ code: "KMSInvalidMacException" }),
    );
  });

  it("need a key and an algorithm of their kind", () => {
    expect(() => call("GenerateMac", mac({ KeyId: "alias/data" }))).toThrow(
      `key/${dataKey} key usage is ENCRYPT_DECRYPT which is not valid for GenerateMac.`,
    );
    expect(() => call("GenerateMac", mac({ MacAlgorithm: "HMAC_SHA_512" }))).toThrow(
      expect.objectContaining({ code: "InvalidKeyUsageException" }),
    );
  });
});

describe("encryption", () => {
  const EncryptionContext = { person: "p1" };

  it("opens what it sealed, with the same context only", () => {
    const { CiphertextBlob } = call("Encrypt", { KeyId: "alias/data", Plaintext: base64("secret"), EncryptionContext });
    expect(call("Decrypt", { CiphertextBlob, EncryptionContext })).toMatchObject({ Plaintext: base64("secret") });
    const refused = expect.objectContaining({ code: "InvalidCiphertextException" });
    expect(() => call("Decrypt", { CiphertextBlob })).toThrow(refused);
    expect(() => call("Decrypt", { CiphertextBlob, EncryptionContext: { person: "p2" } })).toThrow(refused);
  });

  it("does not open an altered blob, byte by byte", () => {
    const { CiphertextBlob } = call("Encrypt", { KeyId: dataKey, Plaintext: base64("secret") });
    const blob = Buffer.from(String(CiphertextBlob), "base64");
    for (let index = 0; index < blob.length; index += 1) {
      const altered = Buffer.from(blob);
      altered[index] = (altered[index] ?? 0) ^ 1;
      expect(() => call("Decrypt", { CiphertextBlob: altered.toString("base64") }), `byte ${index}`).toThrow(
        expect.objectContaining({ code: expect.stringMatching(/^(InvalidCiphertext|NotFound)Exception$/) }),
      );
    }
  });

  it("hands out data keys of the asked length, plain and sealed", () => {
    const made = call("GenerateDataKey", { KeyId: "alias/data", KeySpec: "AES_256", EncryptionContext });
    expect(Buffer.from(String(made["Plaintext"]), "base64")).toHaveLength(32);
    const opened = call("Decrypt", { CiphertextBlob: made["CiphertextBlob"], EncryptionContext });
    expect(opened["Plaintext"]).toBe(made["Plaintext"]);
    const short = call("GenerateDataKey", { KeyId: "alias/data", NumberOfBytes: 7 });
    expect(Buffer.from(String(short["Plaintext"]), "base64")).toHaveLength(7);
    expect(() => call("GenerateDataKey", { KeyId: "alias/data" })).toThrow(
      "Please specify either number of bytes or key spec.",
    );
  });

  it("under a named key opens that key's blobs only", async () => {
    const other = await register(kms.resources, "aws:kms/key:Key", {});
    const { CiphertextBlob } = call("Encrypt", { KeyId: dataKey, Plaintext: base64("secret") });
    expect(() => call("Decrypt", { CiphertextBlob, KeyId: other.id })).toThrow(
      expect.objectContaining({ code: "IncorrectKeyException" }),
    );
  });

  it("of a multi-region key opens in every region", async () => {
    const key = await register(kms.resources, "aws:kms/key:Key", { multiRegion: true });
    await register(kms.resources, "aws:kms/replicaKey:ReplicaKey", { primaryKeyArn: key.outputs["arn"] }, "us-east-1");
    const { CiphertextBlob } = call("Encrypt", { KeyId: key.id, Plaintext: base64("secret") });
    expect(call("Decrypt", { CiphertextBlob }, "us-east-1")).toMatchObject({ Plaintext: base64("secret") });
    expect(() => call("Decrypt", { CiphertextBlob }, "eu-west-3")).toThrow(/does not exist$/);
  });
});

describe("a disabled key", () => {
  it("is described but not used", async () => {
    const { id } = await register(kms.resources, "aws:kms/key:Key", { isEnabled: false });
    expect(call("DescribeKey", { KeyId: id })).toMatchObject({ KeyMetadata: { KeyState: "Disabled" } });
    expect(() => call("Encrypt", { KeyId: id, Plaintext: base64("x") })).toThrow(
      expect.objectContaining({ code: "DisabledException" }),
    );
  });
});

describe("lists", () => {
  it("are of one region", () => {
    expect(call("ListAliases", {})["Aliases"]).toEqual([
      expect.objectContaining({ AliasName: "alias/data", TargetKeyId: dataKey }),
      expect.objectContaining({ AliasName: "alias/hash", TargetKeyId: macKey }),
    ]);
    expect(call("ListAliases", { KeyId: macKey })["Aliases"]).toHaveLength(1);
    expect(call("ListKeys", {}, "us-east-1")["Keys"]).toEqual([
      { KeyId: macKey, KeyArn: `arn:aws:kms:us-east-1:${accountId}:key/${macKey}` },
    ]);
  });

  it("of replicas stand in a key's description", () => {
    expect(call("DescribeKey", { KeyId: macKey }, "us-east-1")).toMatchObject({
      KeyMetadata: {
        MacAlgorithms: ["HMAC_SHA_256"],
        MultiRegionConfiguration: {
          MultiRegionKeyType: "REPLICA",
          PrimaryKey: { Region: "eu-west-1" },
          ReplicaKeys: [{ Region: "us-east-1" }],
        },
      },
    });
  });
});

describe("what IAM is asked", () => {
  const ask = (action: string, input: Readonly<Record<string, unknown>>) =>
    kms.service.authorizations(callOf("kms", action, input));

  it("names the key, and the alias where the request did", () => {
    expect(ask("GenerateMac", mac({}))).toMatchObject([
      {
        action: "kms:GenerateMac",
        resource: `arn:aws:kms:eu-west-1:${accountId}:key/${macKey}`,
        context: {
          "kms:CallerAccount": [accountId],
          "kms:KeySpec": ["HMAC_256"],
          "kms:KeyUsage": ["GENERATE_VERIFY_MAC"],
          "kms:MultiRegion": ["true"],
          "kms:ResourceAliases": ["alias/hash"],
          "kms:RequestAlias": ["alias/hash"],
          "kms:MacAlgorithm": ["HMAC_SHA_256"],
        },
      },
    ]);
    expect(ask("GenerateMac", mac({ KeyId: macKey }))[0]?.context).not.toHaveProperty("kms:RequestAlias");
  });

  it("tells the encryption context", () => {
    const input = { KeyId: dataKey, Plaintext: base64("x"), EncryptionContext: { person: "p1", tenant: "t" } };
    expect(ask("Encrypt", input)[0]?.context).toMatchObject({
      "kms:EncryptionContext:person": ["p1"],
      "kms:EncryptionContext:tenant": ["t"],
      "kms:EncryptionContextKeys": ["person", "tenant"],
    });
  });

  it("is about everything for a list", () => {
    expect(ask("ListKeys", {})).toEqual([{ action: "kms:ListKeys", resource: "*", context: {} }]);
  });
});

describe("a resource is refused", () => {
  const policy = (principal: string) => ({
    Statement: [{ Effect: "Allow", Action: "kms:*", Resource: "*", Principal: { AWS: principal } }],
  });

  it.each([
    ["key", { keyUsage: "GENERATE_VERIFY_MAC" }, "ValidationException"],
    ["key", { customerMasterKeySpec: "RSA_2048", keyUsage: "SIGN_VERIFY" }, "NotImplemented"],
    [
      "key",
      { customerMasterKeySpec: "HMAC_256", keyUsage: "GENERATE_VERIFY_MAC", enableKeyRotation: true },
      "UnsupportedOperationException",
    ],
    ["key", { policy: policy(`arn:aws:iam::${accountId}:role/admin`) }, "MalformedPolicyDocumentException"],
    ["alias", { name: "alias/data", targetKeyId: "alias/hash" }, "AlreadyExistsException"],
    ["alias", { name: "alias/other", targetKeyId: "alias/hash" }, "ValidationException"],
    ["alias", { name: "alias/x", targetKeyId: "none" }, "NotFoundException"],
  ])("%s %o: %s", async (kind, inputs, code) => {
    const type = kind === "key" ? "aws:kms/key:Key" : "aws:kms/alias:Alias";
    await expect(register(kms.resources, type, inputs)).rejects.toMatchObject({ code });
  });

  it("a replica of a regional key, or a second one", async () => {
    const replicate = (keyId: string) =>
      register(
        kms.resources,
        "aws:kms/replicaKey:ReplicaKey",
        { primaryKeyArn: `arn:aws:kms:eu-west-1:${accountId}:key/${keyId}` },
        "us-east-1",
      );
    await expect(replicate(dataKey)).rejects.toMatchObject({ code: "UnsupportedOperationException" });
    await expect(replicate(macKey)).rejects.toMatchObject({ code: "AlreadyExistsException" });
  });

  it("but a key policy that leaves the key to the account is taken", async () => {
    const key = await register(kms.resources, "aws:kms/key:Key", { policy: policy(`arn:aws:iam::${accountId}:root`) });
    expect(key.outputs["policy"]).toContain(":root");
  });
});
