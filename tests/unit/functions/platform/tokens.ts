import { createHmac, createSign, randomUUID } from "node:crypto";
import { drawKeyPair } from "../../../../local/aws/cognito/signing-key.ts";

/** A token issuer as a cell's user pool is one. */
export interface TestIssuer {
  readonly url: string;
  readonly jwks: string;
  token(claims: Readonly<Record<string, unknown>>, header?: Readonly<Record<string, unknown>>): string;
}

/** Makes an issuer with a key pair of its own. */
export function createIssuer(region: string): TestIssuer {
  const { publicKey, privateKey } = drawKeyPair();
  const kid = randomUUID();
  const url = `https://cognito-idp.${region}.amazonaws.com/${region}_Test`;
  return {
    url,
    jwks: JSON.stringify({ keys: [{ ...publicKey.export({ format: "jwk" }), kid, alg: "RS256", use: "sig" }] }),
    token(claims, header = {}) {
      const parts = [
        { alg: "RS256", kid, ...header },
        { iss: url, token_use: "access", ...claims },
      ];
      const signed = parts.map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".");
      const signature =
        header["alg"] === "HS256"
          ? createHmac("sha256", "secret").update(signed).digest("base64url")
          : createSign("RSA-SHA256").update(signed).sign(privateKey, "base64url");
      return `${signed}.${signature}`;
    },
  };
}
