import { createECDH, createPrivateKey, createPublicKey, sign, verify, type KeyObject } from "node:crypto";
import { AwsError, notImplemented } from "../../core/errors.ts";
import type { Reader } from "../inputs.ts";
import { blobOf } from "./input.ts";
import type { KmsKey } from "./store.ts";

type Output = Readonly<Record<string, unknown>>;

/** The only spec of keys that sign, and its only algorithm. */
export const SIGNING_SPEC = "ECC_NIST_P256";
/** ECDSA with SHA-256; signatures are DER (ANSI X9.62). */
export const SIGNING_ALGORITHM = "ECDSA_SHA_256";

/** What a call may have signed itself; beyond that callers hash. */
const messageBytesMax = 4096;

/** Sign. */
export function signMessage(key: KmsKey, input: Reader): Output {
  const Signature = sign("sha256", messageOf(input), privateKeyOf(key)).toString("base64");
  return { KeyId: key.arn, Signature, SigningAlgorithm: SIGNING_ALGORITHM };
}

/** Verify. Throws `KMSInvalidSignatureException`. */
export function verifySignature(key: KmsKey, input: Reader): Output {
  const message = messageOf(input);
  if (!verify("sha256", message, createPublicKey(privateKeyOf(key)), blobOf(input, "Signature", 6144))) {
    throw new AwsError("KMSInvalidSignatureException", "The signature does not belong to this message and key.");
  }
  return { KeyId: key.arn, SignatureValid: true, SigningAlgorithm: SIGNING_ALGORITHM };
}

/** GetPublicKey: DER, SubjectPublicKeyInfo (RFC 5280). */
export function showPublicKey(key: KmsKey): Output {
  const PublicKey = createPublicKey(privateKeyOf(key)).export({ type: "spki", format: "der" }).toString("base64");
  const { spec, usage: KeyUsage } = key;
  const kind = { KeySpec: spec, CustomerMasterKeySpec: spec, KeyUsage, SigningAlgorithms: [SIGNING_ALGORITHM] };
  return { KeyId: key.arn, PublicKey, ...kind };
}

function messageOf(input: Reader): Buffer {
  const algorithm = input.requiredText("SigningAlgorithm");
  if (algorithm !== SIGNING_ALGORITHM) {
    const message = `Algorithm ${algorithm} is incompatible with key spec ${SIGNING_SPEC}.`;
    throw new AwsError("InvalidKeyUsageException", message);
  }
  const type = input.text("MessageType") ?? "RAW";
  if (type !== "RAW") throw notImplemented(`signatures of the message type ${type}`);
  return blobOf(input, "Message", messageBytesMax);
}

/** The key whose secret number the material is (SEC 1: 32 bytes, all but a handful of which are one). */
function privateKeyOf({ material }: KmsKey): KeyObject {
  const curve = createECDH("prime256v1");
  curve.setPrivateKey(material);
  const point = curve.getPublicKey();
  const part = (bytes: Buffer) => bytes.toString("base64url");
  const jwk = {
    kty: "EC",
    crv: "P-256",
    d: part(material),
    x: part(point.subarray(1, 33)),
    y: part(point.subarray(33)),
  };
  return createPrivateKey({ key: jwk, format: "jwk" });
}
