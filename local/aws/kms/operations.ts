import { timingSafeEqual } from "node:crypto";
import type { Call } from "../../core/call.ts";
import { AwsError, notImplemented } from "../../core/errors.ts";
import type { Kernel } from "../../core/kernel.ts";
import { randomHex } from "../../core/kernel.ts";
import type { Reader } from "../inputs.ts";
import { computeMac, open, seal } from "./cryptography.ts";
import type { MacSpec } from "./cryptography.ts";
import { blobOf, invalidCiphertext, readInput, resolveKey } from "./input.ts";
import { createKey, keyOperation, type KeyWork, replicateKey } from "./key-operations.ts";
import { requireEnabled } from "./key-state.ts";
import { page } from "./listings.ts";
import { showPublicKey, signMessage, verifySignature } from "./signatures.ts";
import type { KeyStore, KmsKey } from "./store.ts";

type Output = Readonly<Record<string, unknown>>;

/** Handles the calls of KMS; blobs are base64 as on the wire. */
export function kmsOperations(kernel: Kernel, store: KeyStore, accountId: string): (call: Call) => Output {
  const sealUnder = (key: KmsKey, input: Reader, plaintext: Buffer): string => {
    const iv = Buffer.from(randomHex(kernel, 12), "hex");
    return seal(key.keyId, key.material, iv, input.strings("EncryptionContext"), plaintext).toString("base64");
  };

  return (call) => {
    const input = readInput(call);
    switch (call.action) {
      case "GenerateMac":
        return generateMac(usable(store, call, input), input);
      case "VerifyMac":
        return verifyMac(usable(store, call, input), input);
      case "Sign":
        return signMessage(usable(store, call, input), input);
      case "Verify":
        return verifySignature(usable(store, call, input), input);
      case "GetPublicKey":
        return showPublicKey(usable(store, call, input));
      case "Encrypt": {
        const key = usable(store, call, input);
        const blob = sealUnder(key, input, blobOf(input, "Plaintext", 4096));
        return { CiphertextBlob: blob, KeyId: key.arn, EncryptionAlgorithm: "SYMMETRIC_DEFAULT" };
      }
      case "GenerateDataKey": {
        const key = usable(store, call, input);
        const plaintext = Buffer.from(randomHex(kernel, dataKeyBytes(input)), "hex");
        const blob = sealUnder(key, input, plaintext);
        return { CiphertextBlob: blob, Plaintext: plaintext.toString("base64"), KeyId: key.arn };
      }
      case "Decrypt":
        return decrypt(usable(store, call, input), input);
      default:
        return manage({ store, accountId, call, input });
    }
  };
}

function manage(work: KeyWork): Output {
  const { store, accountId, call, input } = work;
  const { region } = call;
  switch (call.action) {
    case "CreateKey":
      return createKey(work);
    case "ReplicateKey":
      return replicateKey(work);
    case "ListKeys": {
      const keys = store.keys(region).map(({ keyId, arn }) => [keyId, { KeyId: keyId, KeyArn: arn }] as const);
      return page(input, "Keys", { most: 1000, usual: 100 }, keys);
    }
    case "ListAliases":
      return listAliases(store, call, input, accountId);
    case "CreateAlias":
      store.createAlias(region, input.requiredText("AliasName"), input.requiredText("TargetKeyId"));
      return {};
    case "UpdateAlias":
      store.updateAlias(region, input.requiredText("AliasName"), input.requiredText("TargetKeyId"));
      return {};
    case "DeleteAlias":
      store.deleteAlias(region, input.requiredText("AliasName"));
      return {};
    default: {
      const done = keyOperation(work);
      if (done === undefined) throw notImplemented(`kms:${call.action}`);
      return done;
    }
  }
}

function usable(store: KeyStore, call: Call, input: Reader): KmsKey {
  const { key } = resolveKey(store, call, input);
  requireEnabled(key);
  const wanted = usageFor(call.action);
  if (key.usage !== wanted) {
    throw new AwsError(
      "InvalidKeyUsageException",
      `${key.arn} key usage is ${key.usage} which is not valid for ${call.action}.`,
    );
  }
  return key;
}

function usageFor(action: string): KmsKey["usage"] {
  if (action.endsWith("Mac")) return "GENERATE_VERIFY_MAC";
  return ["Sign", "Verify", "GetPublicKey"].includes(action) ? "SIGN_VERIFY" : "ENCRYPT_DECRYPT";
}

function generateMac(key: KmsKey, input: Reader): Output {
  const mac = computeMac(macSpecOf(key, input), key.material, blobOf(input, "Message", 4096));
  return { Mac: mac.toString("base64"), MacAlgorithm: input.requiredText("MacAlgorithm"), KeyId: key.arn };
}

function verifyMac(key: KmsKey, input: Reader): Output {
  const mac = computeMac(macSpecOf(key, input), key.material, blobOf(input, "Message", 4096));
  const given = blobOf(input, "Mac", 6144);
  if (given.length !== mac.length || !timingSafeEqual(given, mac)) {
    throw new AwsError("KMSInvalidMacException", "The MAC does not belong to this message and key.");
  }
  return { KeyId: key.arn, MacValid: true, MacAlgorithm: input.requiredText("MacAlgorithm") };
}

function macSpecOf(key: KmsKey, input: Reader): MacSpec {
  const algorithm = input.requiredText("MacAlgorithm");
  if (
    key.spec === "SYMMETRIC_DEFAULT" ||
    key.spec === "ECC_NIST_P256" ||
    algorithm !== key.spec.replace("HMAC_", "HMAC_SHA_")
  ) {
    throw new AwsError("InvalidKeyUsageException", `Algorithm ${algorithm} is incompatible with key spec ${key.spec}.`);
  }
  return key.spec;
}

function decrypt(key: KmsKey, input: Reader): Output {
  const plaintext = open(blobOf(input, "CiphertextBlob", 6144), key.material, input.strings("EncryptionContext"));
  if (plaintext === undefined) throw invalidCiphertext();
  return { KeyId: key.arn, Plaintext: plaintext.toString("base64"), EncryptionAlgorithm: "SYMMETRIC_DEFAULT" };
}

function dataKeyBytes(input: Reader): number {
  const spec = input.text("KeySpec");
  const bytes = input.number("NumberOfBytes");
  if ((spec === undefined) === (bytes === undefined)) {
    throw new AwsError("ValidationException", "Please specify either number of bytes or key spec.");
  }
  if (spec !== undefined) {
    if (spec !== "AES_256" && spec !== "AES_128") throw new AwsError("ValidationException", `Unknown KeySpec ${spec}.`);
    return spec === "AES_256" ? 32 : 16;
  }
  if (bytes === undefined || !Number.isInteger(bytes) || bytes < 1 || bytes > 1024) {
    throw new AwsError("ValidationException", "NumberOfBytes must be between 1 and 1024.");
  }
  return bytes;
}

function listAliases(store: KeyStore, call: Call, input: Reader, accountId: string): Output {
  const reference = input.text("KeyId");
  const only = reference === undefined ? undefined : store.resolve(call.region, reference).key.keyId;
  const aliases = store
    .aliases(call.region)
    .filter(([, keyId]) => only === undefined || keyId === only)
    .map(([name, keyId]) => {
      const arn = `arn:aws:kms:${call.region}:${accountId}:${name}`;
      return [name, { AliasName: name, AliasArn: arn, TargetKeyId: keyId }] as const;
    });
  return page(input, "Aliases", { most: 100, usual: 50 }, aliases);
}
