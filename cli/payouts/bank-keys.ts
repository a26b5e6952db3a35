import { readBankKeys, type KeptKey, type KeptKeys } from "../../functions/bank-connector/bank-keys.ts";
import type { SigningKey } from "../../functions/bank-connector/message-signatures.ts";
import { UserError } from "../../local/core/errors.ts";

/** What a key shared with a bank is good for at a moment. */
export type KeyRole =
  /** It signs what we send. */
  | "current"
  /** The bank is being told of it: accepted, and never signed with. */
  | "pending"
  /** It was current; accepted until its end. */
  | "previous"
  /** Refused. */
  | "over";

/** A key without its secret. */
export interface ShownKey {
  readonly id: string;
  readonly role: KeyRole;
  /** When it is refused, milliseconds since the epoch, where that is known. */
  readonly until?: number;
}

/** The keys of a secret's text; none where there is no text yet. Throws `UserError` where it cannot be read. */
export function shownKeys(text: string | undefined, now: number): readonly ShownKey[] {
  return keysIn(text).map((key, index) => {
    const { id, until } = key;
    return { id, role: roleOf(key, index, now), ...(until !== undefined && { until }) };
  });
}

/**
 * The secret with one more key, which is pending: our messages are signed as before. The very first key is current at
 * once, as there is no other. What is over is left behind. Throws `UserError` where one is pending already.
 */
export function withPending(text: string | undefined, key: SigningKey, now: number): string {
  const kept = keysIn(text).filter((one, index) => roleOf(one, index, now) !== "over");
  const pending = kept.find((one, index) => roleOf(one, index, now) === "pending");
  if (pending !== undefined) {
    throw new UserError(
      `The key ${pending.id} is pending: once the bank has it, say so (--bank-has ${pending.id}), ` +
        `or forget it (--drop ${pending.id}).`,
    );
  }
  return written([...kept, key]);
}

/**
 * The secret once the bank has the pending key: that signs from now on, and the one before it is accepted for
 * `keepOldMs` more. Throws `UserError` where no such key is pending.
 */
export function withCurrent(text: string | undefined, id: string, now: number, keepOldMs: number): string {
  const kept = keysIn(text);
  const next = pendingIn(kept, id, now);
  const [current, ...others] = kept;
  if (current === undefined || next === undefined) throw new UserError(`No key ${id} is pending.`);
  const rest = others.filter((one, index) => one.id !== id && roleOf(one, index + 1, now) !== "over");
  return written([next, { ...current, until: now + keepOldMs }, ...rest]);
}

/** The secret without a pending key. Throws `UserError` where no such key is pending. */
export function withoutPending(text: string | undefined, id: string, now: number): string {
  const kept = keysIn(text);
  if (pendingIn(kept, id, now) === undefined) throw new UserError(`No key ${id} is pending.`);
  return written(kept.filter((one) => one.id !== id));
}

function pendingIn(kept: readonly KeptKey[], id: string, now: number): KeptKey | undefined {
  return kept.find((one, index) => one.id === id && roleOf(one, index, now) === "pending");
}

function roleOf({ until }: KeptKey, index: number, now: number): KeyRole {
  if (index === 0) return "current";
  if (until === undefined) return "pending";
  return now < until ? "previous" : "over";
}

function keysIn(text: string | undefined): KeptKeys | readonly [] {
  if (text === undefined) return [];
  const kept = readBankKeys(text);
  if (kept.ok) return kept.value;
  throw new UserError("The secret holds no keys that can be read: docs/payouts.md tells their form.");
}

function written(keys: readonly KeptKey[]): string {
  const listed = keys.map(({ id, secret, until }) => ({
    id,
    secret: Buffer.from(secret).toString("base64"),
    ...(until !== undefined && { until: new Date(until).toISOString() }),
  }));
  return JSON.stringify({ keys: listed });
}
