import { createHmac } from "node:crypto";
import { ATTEMPT_MS } from "../domain/lease.ts";
import type { Clock } from "./clock.ts";
import { GenerateMacCommand, type KMSClient } from "@aws-sdk/client-kms";

/** Hashes parsed request bodies, so that a reused key is told from a replay without keeping what was sent. */
export interface RequestHasher {
  /** A versioned HMAC of the body: the same in every cell, whatever the order of its fields. */
  hash(body: Readonly<Record<string, unknown>>): Promise<string>;
}

const VERSION = "v1";

/**
 * Derives one secret from the multi-region KMS key, once for each environment, and hashes locally with it: the same
 * key material in every region gives every cell the same secret (AWS KMS: multi-Region HMAC keys).
 */
export function createRequestHasher(
  kms: Pick<KMSClient, "send">,
  keyId: string,
  clock: Pick<Clock, "deadline">,
): RequestHasher {
  let secret: Promise<Uint8Array> | undefined;

  async function derive(): Promise<Uint8Array> {
    const abortSignal = clock.deadline(ATTEMPT_MS);
    const Message = Buffer.from(`payment-cells/request-hash/${VERSION}`);
    const reply = await kms.send(new GenerateMacCommand({ KeyId: keyId, MacAlgorithm: "HMAC_SHA_256", Message }), {
      abortSignal,
    });
    if (reply.Mac === undefined) throw new Error("KMS answered without a MAC.");
    return reply.Mac;
  }

  return {
    async hash(body) {
      secret ??= derive().catch((fault: unknown) => {
        secret = undefined;
        throw fault;
      });
      const mac = createHmac("sha256", await secret)
        .update(canonicalJson(body))
        .digest("base64url");
      return `${VERSION}:${mac}`;
    },
  };
}

/** JSON with the fields of every object in order; whole numbers of any size. */
export function canonicalJson(value: unknown): string {
  if (typeof value === "bigint") return value.toString();
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join()}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${canonicalJson(field)}`).join()}}`;
}
