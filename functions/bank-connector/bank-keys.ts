import { ok, refuse, type Result } from "../domain/result.ts";
import type { SigningKey } from "./message-signatures.ts";

/** The keys shared with a bank as they stand now. */
export interface BankKeys {
  /** The one that signs. */
  readonly signing: SigningKey;
  /** Those that may have signed what the bank sends: while keys are rotated, two. */
  readonly accepted: readonly SigningKey[];
}

/** Where the keys are kept: the text of the secret; `fresh` where a copy may be too old. */
export type ReadBankSecret = (how?: { readonly fresh: true }) => Promise<string>;

const SECRET_BYTES_MIN = 32;

/** What is in the secret: at least one key, the current one first. */
export type KeptKeys = readonly [KeptKey, ...KeptKey[]];

/**
 * Reads the secret's text, `{"keys": [{"id", "secret": base64, "until"?: ISO 8601}]}`: the first key is current and
 * signs; one with `until` is the previous one, and accepted until then; any other is pending, and accepted already,
 * since a bank that was told of it may use it before we do.
 */
export function readBankKeys(text: string): Result<KeptKeys, "secret_malformed"> {
  const keys = listed(text).map(keyOf);
  const [current, ...others] = keys.filter((key) => key !== undefined);
  if (current === undefined || others.length + 1 < keys.length || current.until !== undefined) {
    return refuse("secret_malformed");
  }
  if (new Set([current, ...others].map(({ id }) => id)).size < keys.length) return refuse("secret_malformed");
  return ok([current, ...others]);
}

/** The same as they count at `now`, milliseconds since the epoch. */
export function parseBankKeys(text: string, now: number): Result<BankKeys, "secret_malformed"> {
  const kept = readBankKeys(text);
  if (!kept.ok) return kept;
  const [signing] = kept.value;
  return ok({ signing, accepted: kept.value.filter(({ until = Number.POSITIVE_INFINITY }) => now < until) });
}

/** A key as it is kept. */
export interface KeptKey extends SigningKey {
  /** Milliseconds since the epoch. */
  readonly until?: number;
}

function listed(text: string): readonly unknown[] {
  try {
    const { keys } = fieldsOf(JSON.parse(text));
    return Array.isArray(keys) ? keys : [];
  } catch {
    return [];
  }
}

function keyOf(entry: unknown): KeptKey | undefined {
  const { id, secret: encoded, until } = fieldsOf(entry);
  if (typeof id !== "string" || !/^[\w.-]{1,64}$/.test(id) || typeof encoded !== "string") return undefined;
  const secret = Buffer.from(encoded, "base64");
  if (secret.length < SECRET_BYTES_MIN) return undefined;
  if (until === undefined) return { id, secret };
  const end = typeof until === "string" ? Date.parse(until) : Number.NaN;
  return Number.isNaN(end) ? undefined : { id, secret, until: end };
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
