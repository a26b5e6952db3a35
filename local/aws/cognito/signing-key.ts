import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync } from "node:crypto";
import type { JsonWebKey, KeyObject } from "node:crypto";
import type { UserPool } from "./store.ts";

/** An RSA key pair, wherever it came from. */
export interface KeyPair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

/** A pool's signing key and its public form. */
export interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicJwk: JsonWebKey & { readonly kid: string };
}

/** Draws a key pair from the machine's randomness: the one thing of Cognito that no seed decides. */
export function drawKeyPair(): KeyPair {
  // By way of PEM: Node 20 can stop for good when it exports a key while the job that drew it is collected, for both
  // hold the key's lock.
  const { publicKey, privateKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  return { publicKey: createPublicKey(publicKey), privateKey: createPrivateKey(privateKey) };
}

/** Hands out one key for each pool, drawn when first asked for. */
export function createSigningKeys(draw: () => KeyPair): (pool: UserPool) => SigningKey {
  const keys = new Map<string, SigningKey>();
  return (pool) => {
    let key = keys.get(pool.id);
    if (key === undefined) {
      key = toSigningKey(draw());
      keys.set(pool.id, key);
    }
    return key;
  };
}

function toSigningKey({ publicKey, privateKey }: KeyPair): SigningKey {
  const jwk = publicKey.export({ format: "jwk" });
  const kid = createHash("sha256")
    .update(jwk.n ?? "")
    .digest("base64url");
  return { kid, privateKey, publicJwk: { ...jwk, kid, alg: "RS256", use: "sig" } };
}
