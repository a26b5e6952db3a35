import { createHmac } from "node:crypto";
import { renderEvent, type AccountEvent } from "./events.ts";

/** A secret's bytes: as many as HMAC-SHA256 has (Standard Webhooks asks for 24 to 64). */
export const SECRET_BYTES = 32;

const PREFIX = "whsec_";

/** A signing secret as its receiver is given it, from random bytes. */
export function secretFrom(bytes: Uint8Array): string {
  return PREFIX + Buffer.from(bytes).toString("base64");
}

/** The headers of one attempt: each secret signs, the current one first (Standard Webhooks 1.0.0). */
export function webhookHeaders(
  id: string,
  atMs: number,
  body: string,
  secrets: readonly string[],
): Readonly<Record<"webhook-id" | "webhook-timestamp" | "webhook-signature", string>> {
  const timestamp = `${Math.floor(atMs / 1000)}`;
  const signatures = secrets.map((secret) => signatureOf(`${id}.${timestamp}.${body}`, secret));
  return { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signatures.join(" ") };
}

function signatureOf(content: string, secret: string): string {
  const key = Buffer.from(secret.slice(PREFIX.length), "base64");
  return `v1,${createHmac("sha256", key).update(content).digest("base64")}`;
}

/** What is sent about an event: the same bytes from whichever cell, and at every attempt. */
export function webhookBody(event: AccountEvent): string {
  const data = renderEvent(event);
  return JSON.stringify({ type: event.type, timestamp: data["created_at"], data });
}
