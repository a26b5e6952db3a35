import { createSign } from "node:crypto";
import { drawKeyPair, type KeyPair } from "../../local/aws/cognito/signing-key.ts";

/** The token issuer of a cell. */
export interface Issuer {
  readonly url: string;
  /** A JWK Set (RFC 7517) as JSON text. */
  readonly keys: string;
  /** An access token of a client: with every scope that a client can have, unless it asks for some only. */
  token(client: string, scope?: string): string;
}

/** The client of every cell's keeper. */
export const CANARY_CLIENT = "canary-client";

const SCOPES = "accounts/read accounts/write payments/read payments/write credit/write ops/read ops/write";
const KID = "simulated";

// Drawn once for all runs of a process: nothing that a run does or hashes depends on it.
let pair: KeyPair | undefined;
let keys = "";
const tokens = new Map<string, string>();

/** The issuer of the cell in `region`; its tokens outlast every run. */
export function issuerOf(region: string): Issuer {
  pair ??= drawKeyPair();
  const { publicKey, privateKey } = pair;
  const url = `https://cognito-idp.${region}.amazonaws.com/${region}_Simulated`;
  keys ||= JSON.stringify({ keys: [{ ...publicKey.export({ format: "jwk" }), kid: KID, alg: "RS256", use: "sig" }] });
  return {
    url,
    keys,
    token(client, scope = SCOPES) {
      const name = `${url} ${client} ${scope}`;
      const known = tokens.get(name);
      if (known !== undefined) return known;
      const claims = { iss: url, token_use: "access", client_id: client, scope, exp: 4_000_000_000 };
      const text = [{ alg: "RS256", kid: KID }, claims].map(encoded).join(".");
      const token = `${text}.${createSign("RSA-SHA256").update(text).sign(privateKey, "base64url")}`;
      tokens.set(name, token);
      return token;
    },
  };
}

function encoded(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString("base64url");
}
