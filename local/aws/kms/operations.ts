import { timingSafeEqual } from "node:crypto";
import type { Call } from "../../core/call.ts";
import { AwsError, notImplemented } from "../../core/errors.ts";
import type { Kernel } from "../../core/kernel.ts";
import { randomHex } from "../../core/kernel.ts";
import { readerOf, refuseUnknown } from "../inputs.ts";
import type { Reader } from "../inputs.ts";
import { computeMac, keyIdOf, open, seal } from "./cryptography.ts";
import type { MacSpec } from "./cryptography.ts";
import type { KeyStore, KmsKey, ResolvedKey } from "./store.ts";

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
      case "DescribeKey":
        return { KeyMetadata: describe(resolveKey(store, call, input).key, store, accountId) };
      case "ListKeys": {
        const keys = store.keys(call.region).map(({ keyId, arn }) => ({ KeyId: keyId, KeyArn: arn }));
        return { Keys: keys, Truncated: false };
      }
      case "ListAliases":
        return { Aliases: listAliases(store, call, input, accountId), Truncated: false };
      default:
        throw notImplemented(`kms:${call.action}`);
    }
  };
}

const INPUTS: Readonly<Record<string, readonly string[]>> = {
  GenerateMac: ["KeyId", "Message", "MacAlgorithm"],
  VerifyMac: ["KeyId", "Message", "MacAlgorithm", "Mac"],
  Encrypt: ["KeyId", "Plaintext", "EncryptionContext", "EncryptionAlgorithm"],
  GenerateDataKey: ["KeyId", "EncryptionContext", "KeySpec", "NumberOfBytes"],
  Decrypt: ["KeyId", "CiphertextBlob", "EncryptionContext", "EncryptionAlgorithm"],
  DescribeKey: ["KeyId"],
  ListKeys: ["Limit"],
  ListAliases: ["KeyId", "Limit"],
};

/** Reads a call's input and refuses by name an action or a parameter that is not modelled. */
export function readInput(call: Call): Reader {
  const known = INPUTS[call.action];
  if (known === undefined) throw notImplemented(`kms:${call.action}`);
  const input = readerOf(`kms:${call.action}`, call.input);
  refuseUnknown(input, known);
  return input;
}

/** The key that a call speaks of; a `Decrypt` without one means the key that the blob names. */
export function resolveKey(store: KeyStore, call: Call, input: Reader): ResolvedKey {
  const reference = input.text("KeyId");
  if (call.action !== "Decrypt") return store.resolve(call.region, reference ?? input.requiredText("KeyId"));
  const sealedUnder = keyIdOf(blobOf(input, "CiphertextBlob", 6144));
  if (sealedUnder === undefined) throw invalidCiphertext();
  const named = store.resolve(call.region, reference ?? sealedUnder);
  if (named.key.keyId !== sealedUnder) {
    throw new AwsError(
      "IncorrectKeyException",
      "The key ID in the request does not identify a CMK that can perform this operation.",
    );
  }
  return named;
}

function usable(store: KeyStore, call: Call, input: Reader): KmsKey {
  const { key } = resolveKey(store, call, input);
  if (!key.enabled) throw new AwsError("DisabledException", `${key.arn} is disabled.`);
  const wanted = call.action.endsWith("Mac") ? "GENERATE_VERIFY_MAC" : "ENCRYPT_DECRYPT";
  if (key.usage !== wanted) {
    throw new AwsError(
      "InvalidKeyUsageException",
      `${key.arn} key usage is ${key.usage} which is not valid for ${call.action}.`,
    );
  }
  return key;
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
  if (key.spec === "SYMMETRIC_DEFAULT" || algorithm !== key.spec.replace("HMAC_", "HMAC_SHA_")) {
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

function describe(key: KmsKey, store: KeyStore, accountId: string): Output {
  const replicaRegions = key.multiRegion ? regionsOf(key, store) : [];
  return {
    AWSAccountId: accountId,
    KeyId: key.keyId,
    Arn: key.arn,
    CreationDate: key.createdAt / 1000,
    Enabled: key.enabled,
    Description: key.description,
    KeyUsage: key.usage,
    KeyState: key.enabled ? "Enabled" : "Disabled",
    Origin: "AWS_KMS",
    KeyManager: "CUSTOMER",
    KeySpec: key.spec,
    CustomerMasterKeySpec: key.spec,
    ...(key.spec === "SYMMETRIC_DEFAULT"
      ? { EncryptionAlgorithms: ["SYMMETRIC_DEFAULT"] }
      : { MacAlgorithms: [key.spec.replace("HMAC_", "HMAC_SHA_")] }),
    MultiRegion: key.multiRegion,
    ...(key.multiRegion ? { MultiRegionConfiguration: multiRegionConfiguration(key, replicaRegions) } : {}),
  };
}

function regionsOf(key: KmsKey, store: KeyStore): readonly KmsKey[] {
  return store.everywhere(key.keyId).filter(({ region }) => region !== key.primaryRegion);
}

function multiRegionConfiguration(key: KmsKey, replicas: readonly KmsKey[]): Output {
  return {
    MultiRegionKeyType: key.region === key.primaryRegion ? "PRIMARY" : "REPLICA",
    PrimaryKey: { Arn: key.arn.replace(`:${key.region}:`, `:${key.primaryRegion}:`), Region: key.primaryRegion },
    ReplicaKeys: replicas.map(({ arn, region }) => ({ Arn: arn, Region: region })),
  };
}

function listAliases(store: KeyStore, call: Call, input: Reader, accountId: string): readonly Output[] {
  const reference = input.text("KeyId");
  const only = reference === undefined ? undefined : store.resolve(call.region, reference).key.keyId;
  return store
    .aliases(call.region)
    .filter(([, keyId]) => only === undefined || keyId === only)
    .map(([name, keyId]) => ({
      AliasName: name,
      AliasArn: `arn:aws:kms:${call.region}:${accountId}:${name}`,
      TargetKeyId: keyId,
    }));
}

function blobOf(input: Reader, field: string, bytesMax: number): Buffer {
  const blob = Buffer.from(input.requiredText(field), "base64");
  if (blob.length < 1 || blob.length > bytesMax) {
    throw new AwsError(
      "ValidationException",
      `1 validation error detected: Value at '${field}' failed to satisfy constraint: ` +
        `Member must have length between 1 and ${bytesMax}`,
    );
  }
  return blob;
}

function invalidCiphertext(): AwsError {
  return new AwsError("InvalidCiphertextException", "The ciphertext, or its encryption context, is not valid.");
}
