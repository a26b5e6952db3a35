import { hash } from "node:crypto";

/** What is remembered of transactions that carried a client token. */
export interface RememberedTokens {
  /** The fingerprint of the transaction that used the token in the last ten minutes. */
  find(token: string, now: number): string | undefined;
  remember(token: string, fingerprint: string, now: number): void;
}

const rememberedMs = 10 * 60_000;

/** An empty memory. It forgets when it is written to: no timer runs while nothing happens. */
export function createRememberedTokens(): RememberedTokens {
  const known = new Map<string, { readonly fingerprint: string; readonly at: number }>();
  return {
    find(token, now) {
      const found = known.get(token);
      return found !== undefined && now - found.at < rememberedMs ? found.fingerprint : undefined;
    },
    remember(token, fingerprint, now) {
      for (const [old, { at }] of known) {
        if (now - at < rememberedMs) break;
        known.delete(old);
      }
      known.delete(token);
      known.set(token, { fingerprint, at: now });
    },
  };
}

/** Tells requests apart, whatever order their members have. Short, since it is kept for every transaction. */
export function fingerprint(request: unknown): string {
  return hash("md5", ordered(request), "base64");
}

/** A text that no other value has: whatever may vary in length begins with it. */
function ordered(value: unknown): string {
  if (typeof value === "string") return `${value.length}"${value}`;
  if (typeof value !== "object" || value === null) return `${String(value)},`;
  if (Array.isArray(value)) return value.reduce<string>((text, part) => text + ordered(part), `${value.length}[`);
  const members = Object.entries(value);
  if (members.length > 1) members.sort(([one], [other]) => (one < other ? -1 : 1));
  return members.reduce((text, [name, part]) => `${text}${name.length}"${name}${ordered(part)}`, `${members.length}{`);
}
