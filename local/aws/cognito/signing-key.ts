import { createHash, generateKeyPairSync } from "node:crypto";
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
  return generateKeyPairSync("rsa", { modulusLength: 2048 });
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
