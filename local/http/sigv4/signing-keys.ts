import { createECDH, createHmac, createPublicKey } from "node:crypto";
import type { KeyObject } from "node:crypto";

/** Keys derived from secrets, remembered because deriving one costs more than verifying with it. */
export interface SigningKeys {
  /** The HMAC key of Signature Version 4. */
  hmacKey(secret: string, date: string, region: string, service: string): Buffer;
  /** The public half of the key that Signature Version 4A derives from a secret. */
  ecdsaKey(accessKeyId: string, secret: string): KeyObject;
}

/** More than the sessions of a running local cloud times its services, and little memory. */
const KEYS_REMEMBERED_MAX = 2_000;

/** Creates an empty store of derived signing keys; the oldest are forgotten first. */
export function createSigningKeys(): SigningKeys {
  const hmacKeys = new Map<string, Buffer>();
  const ecdsaKeys = new Map<string, KeyObject>();
  return {
    hmacKey: (secret, date, region, service) =>
      remembered(hmacKeys, `${secret}/${date}/${region}/${service}`, () => {
        const dated = hmac(`AWS4${secret}`, date);
        return hmac(hmac(hmac(dated, region), service), "aws4_request");
      }),
    ecdsaKey: (accessKeyId, secret) =>
      remembered(ecdsaKeys, `${accessKeyId}/${secret}`, () => publicKeyOf(derivePrivateKey(accessKeyId, secret))),
  };
}

function remembered<Value>(store: Map<string, Value>, name: string, derive: () => Value): Value {
  const known = store.get(name);
  if (known !== undefined) return known;
  if (store.size >= KEYS_REMEMBERED_MAX) {
    for (const oldest of store.keys()) {
      store.delete(oldest);
      break;
    }
  }
  const value = derive();
  store.set(name, value);
  return value;
}

function hmac(key: string | Buffer, data: string | Buffer): Buffer {
  return createHmac("sha256", key).update(data).digest();
}

/** n - 2 of the curve P-256 (FIPS 186-4, D.1.2.3). */
const ORDER_MINUS_TWO = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc63254fn;

// NIST SP 800-108 in counter mode, one round; a candidate above n - 2 is dropped and the next counter tried.
function derivePrivateKey(accessKeyId: string, secret: string): Buffer {
  for (let counter = 1; counter < 255; counter += 1) {
    const input = Buffer.concat([
      Buffer.from([0, 0, 0, 1]),
      Buffer.from("AWS4-ECDSA-P256-SHA256"),
      Buffer.from([0]),
      Buffer.from(accessKeyId),
      Buffer.from([counter, 0, 0, 1, 0]),
    ]);
    const candidate = BigInt(`0x${hmac(`AWS4A${secret}`, input).toString("hex")}`);
    if (candidate <= ORDER_MINUS_TWO) return Buffer.from((candidate + 1n).toString(16).padStart(64, "0"), "hex");
  }
  throw new Error("No signing key can be derived from this secret.");
}

function publicKeyOf(privateKey: Buffer): KeyObject {
  const curve = createECDH("prime256v1");
  curve.setPrivateKey(privateKey);
  const point = curve.getPublicKey();
  return createPublicKey({
    format: "jwk",
    key: {
      kty: "EC",
      crv: "P-256",
      x: point.subarray(1, 33).toString("base64url"),
      y: point.subarray(33, 65).toString("base64url"),
    },
  });
}
