import { createPublicKey, verify } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { createKms, type Kms } from "../../../../../local/aws/kms/index.ts";
import { createVirtualKernel } from "../../../../../local/drivers/virtual-clock.ts";
import { accountId, callOf, register } from "../account.ts";

const base64 = (text: string) => Buffer.from(text).toString("base64");
const signing = { customerMasterKeySpec: "ECC_NIST_P256", keyUsage: "SIGN_VERIFY" };

let kms: Kms;

beforeEach(async () => {
  kms = createKms({ kernel: createVirtualKernel(3), accountId });
  const { id } = await register(kms.resources, "aws:kms/key:Key", signing);
  await register(kms.resources, "aws:kms/alias:Alias", { name: "alias/sign", targetKeyId: id });
});

function call(action: string, input: Readonly<Record<string, unknown>>): Record<string, unknown> {
  // KMS answers at once.
  return kms.service.handle(callOf("kms", action, input)) as Record<string, unknown>;
}

const asked = { KeyId: "alias/sign", SigningAlgorithm: "ECDSA_SHA_256", Message: base64("a root") };

describe("a key that signs", () => {
  it("signs what anybody can verify who has its public key", () => {
    const { PublicKey, ...told } = call("GetPublicKey", { KeyId: "alias/sign" });
    expect(told).toMatchObject({
      KeySpec: "ECC_NIST_P256",
      KeyUsage: "SIGN_VERIFY",
      SigningAlgorithms: ["ECDSA_SHA_256"],
    });
    const key = createPublicKey({ key: Buffer.from(String(PublicKey), "base64"), format: "der", type: "spki" });
    const { Signature } = call("Sign", { ...asked, MessageType: "RAW" });
    const signature = Buffer.from(String(Signature), "base64");
    expect(verify("sha256", Buffer.from("a root"), key, signature)).toBe(true);
    expect(verify("sha256", Buffer.from("b root"), key, signature)).toBe(false);
    expect(call("Verify", { ...asked, Signature })).toMatchObject({ SignatureValid: true });
  });

  it("verifies nothing that it has not signed", () => {
    const { Signature } = call("Sign", asked);
    expect(() => call("Verify", { ...asked, Message: base64("b root"), Signature })).toThrow(
      expect.objectContaining({ code: "KMSInvalidSignatureException" }),
    );
  });

  it.each([
    ["encrypts nothing", "Encrypt", { KeyId: "alias/sign", Plaintext: base64("x") }, "InvalidKeyUsageException"],
    ["knows one algorithm", "Sign", { ...asked, SigningAlgorithm: "ECDSA_SHA_384" }, "InvalidKeyUsageException"],
    ["signs no digests here", "Sign", { ...asked, MessageType: "DIGEST" }, "NotImplemented"],
    ["signs nothing long", "Sign", { ...asked, Message: base64("x".repeat(4097)) }, "ValidationException"],
  ] as const)("%s", (_what, action, input, code) => {
    expect(() => call(action, input)).toThrow(expect.objectContaining({ code }));
  });

  it("is asymmetric, for signing, and says so", async () => {
    expect(call("DescribeKey", { KeyId: "alias/sign" })).toMatchObject({
      KeyMetadata: { KeySpec: "ECC_NIST_P256", KeyUsage: "SIGN_VERIFY", SigningAlgorithms: ["ECDSA_SHA_256"] },
    });
    const encrypting = { ...signing, keyUsage: "ENCRYPT_DECRYPT" };
    await expect(register(kms.resources, "aws:kms/key:Key", encrypting)).rejects.toThrow("not compatible");
  });
});
