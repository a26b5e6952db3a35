import type { Call } from "../../core/call.ts";
import { AwsError, notImplemented } from "../../core/errors.ts";
import { readerOf, refuseUnknown } from "../inputs.ts";
import type { Reader } from "../inputs.ts";
import { keyIdOf } from "./cryptography.ts";
import type { KeyStore, ResolvedKey } from "./store.ts";

const INPUTS: Readonly<Record<string, readonly string[]>> = {
  GenerateMac: ["KeyId", "Message", "MacAlgorithm"],
  VerifyMac: ["KeyId", "Message", "MacAlgorithm", "Mac"],
  Sign: ["KeyId", "Message", "MessageType", "SigningAlgorithm"],
  Verify: ["KeyId", "Message", "MessageType", "Signature", "SigningAlgorithm"],
  GetPublicKey: ["KeyId"],
  Encrypt: ["KeyId", "Plaintext", "EncryptionContext", "EncryptionAlgorithm"],
  GenerateDataKey: ["KeyId", "EncryptionContext", "KeySpec", "NumberOfBytes"],
  Decrypt: ["KeyId", "CiphertextBlob", "EncryptionContext", "EncryptionAlgorithm"],
  CreateKey: [
    "BypassPolicyLockoutSafetyCheck",
    "CustomerMasterKeySpec",
    "Description",
    "KeySpec",
    "KeyUsage",
    "MultiRegion",
    "Origin",
    "Policy",
    "Tags",
  ],
  ReplicateKey: ["KeyId", "ReplicaRegion", "BypassPolicyLockoutSafetyCheck", "Description", "Policy", "Tags"],
  DescribeKey: ["KeyId"],
  UpdateKeyDescription: ["KeyId", "Description"],
  EnableKey: ["KeyId"],
  DisableKey: ["KeyId"],
  ScheduleKeyDeletion: ["KeyId", "PendingWindowInDays"],
  CancelKeyDeletion: ["KeyId"],
  EnableKeyRotation: ["KeyId", "RotationPeriodInDays"],
  DisableKeyRotation: ["KeyId"],
  GetKeyRotationStatus: ["KeyId"],
  PutKeyPolicy: ["KeyId", "PolicyName", "Policy", "BypassPolicyLockoutSafetyCheck"],
  GetKeyPolicy: ["KeyId", "PolicyName"],
  ListKeyPolicies: ["KeyId", "Limit", "Marker"],
  TagResource: ["KeyId", "Tags"],
  UntagResource: ["KeyId", "TagKeys"],
  ListResourceTags: ["KeyId", "Limit", "Marker"],
  ListKeys: ["Limit", "Marker"],
  CreateAlias: ["AliasName", "TargetKeyId"],
  UpdateAlias: ["AliasName", "TargetKeyId"],
  DeleteAlias: ["AliasName"],
  ListAliases: ["KeyId", "Limit", "Marker"],
};

/** Calls that find their key by an alias, too. */
const BY_ALIAS: ReadonlySet<string> = new Set([
  "GenerateMac",
  "VerifyMac",
  "Sign",
  "Verify",
  "GetPublicKey",
  "Encrypt",
  "GenerateDataKey",
  "Decrypt",
  "DescribeKey",
]);

/** Reads a call's input and refuses by name an action or a parameter that is not modelled. */
export function readInput(call: Call): Reader {
  const known = Object.hasOwn(INPUTS, call.action) ? INPUTS[call.action] : undefined;
  if (known === undefined) throw notImplemented(`kms:${call.action}`);
  const input = readerOf(`kms:${call.action}`, call.input);
  refuseUnknown(input, known);
  return input;
}

/** The key that a call speaks of; a `Decrypt` without one means the key that the blob names. */
export function resolveKey(store: KeyStore, call: Call, input: Reader): ResolvedKey {
  const { action, region } = call;
  if (action === "CreateAlias" || action === "UpdateAlias") {
    return store.resolve(region, input.requiredText("TargetKeyId"));
  }
  if (action === "DeleteAlias") return store.resolve(region, input.requiredText("AliasName"));
  const reference = input.text("KeyId");
  if (action === "Decrypt") return decryptionKey(store, region, input);
  const named = reference ?? input.requiredText("KeyId");
  if (!BY_ALIAS.has(action) && /^(arn:.*:)?alias\//.test(named)) {
    throw new AwsError("NotFoundException", `Invalid keyId '${named}'`);
  }
  return store.resolve(region, named);
}

function decryptionKey(store: KeyStore, region: string, input: Reader): ResolvedKey {
  const sealedUnder = keyIdOf(blobOf(input, "CiphertextBlob", 6144));
  if (sealedUnder === undefined) throw invalidCiphertext();
  const named = store.resolve(region, input.text("KeyId") ?? sealedUnder);
  if (named.key.keyId !== sealedUnder) {
    throw new AwsError(
      "IncorrectKeyException",
      "The key ID in the request does not identify a CMK that can perform this operation.",
    );
  }
  return named;
}

/** Reads a binary member, which is base64 on the wire. */
export function blobOf(input: Reader, field: string, bytesMax: number): Buffer {
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

/** The refusal of what is no ciphertext, or not of this key and context. */
export function invalidCiphertext(): AwsError {
  return new AwsError("InvalidCiphertextException", "The ciphertext, or its encryption context, is not valid.");
}
