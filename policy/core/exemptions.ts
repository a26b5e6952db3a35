import type { Rule } from "./rule.ts";

/** A violation that somebody answers for, until a day. */
export interface Exemption {
  readonly rule: string;
  /** The URN. */
  readonly resource: string;
  readonly reason: string;
  readonly owner: string;
  /** The last day on which it counts, "2027-03-31", in UTC. */
  readonly expires: string;
  /** Of what the rule reads of the resource: see `readHash`. */
  readonly hash: string;
}

/** A file of exemptions that cannot be read; the message names entry and key. */
export class ExemptionsError extends Error {
  override readonly name = "ExemptionsError";
}

const KEYS = ["rule", "resource", "reason", "owner", "expires", "hash"] as const satisfies (keyof Exemption)[];

/** Reads `{ exemptions: [...] }`, as parsed from YAML. Throws `ExemptionsError`. */
export function parseExemptions(document: unknown): readonly Exemption[] {
  if (document === null || document === undefined) return [];
  if (!isRecord(document) || !Array.isArray(document["exemptions"] ?? [])) {
    throw new ExemptionsError("expected a list under `exemptions`.");
  }
  const other = Object.keys(document).find((key) => key !== "exemptions");
  if (other !== undefined) throw new ExemptionsError(`${other}: there is no such key.`);
  // Just looked at: a list, or nothing.
  const entries = (document["exemptions"] ?? []) as readonly unknown[];
  const exemptions = entries.map(parseExemption);
  const seen = new Set<string>();
  for (const { rule, resource } of exemptions) {
    const key = `${rule} of ${resource}`;
    if (seen.has(key)) throw new ExemptionsError(`${key}: there are two exemptions.`);
    seen.add(key);
  }
  return exemptions;
}

function parseExemption(entry: unknown, index: number): Exemption {
  const at = `exemptions[${index}]`;
  if (!isRecord(entry)) throw new ExemptionsError(`${at}: expected ${KEYS.join(", ")}.`);
  const other = Object.keys(entry).find((key) => !KEYS.some((known) => known === key));
  if (other !== undefined) throw new ExemptionsError(`${at}.${other}: there is no such key.`);
  const text = (key: (typeof KEYS)[number]): string => {
    const value = entry[key];
    if (typeof value !== "string" || value.trim() === "") throw new ExemptionsError(`${at}.${key}: expected a text.`);
    return value.trim();
  };
  const expires = text("expires");
  if (!isDay(expires)) throw new ExemptionsError(`${at}.expires: expected a day such as 2027-03-31.`);
  return {
    rule: text("rule"),
    resource: text("resource"),
    reason: text("reason"),
    owner: text("owner"),
    expires,
    hash: text("hash"),
  };
}

function isDay(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

/** Whether a violation is exempt, and why an exemption of it does not count. */
export type Standing =
  | { readonly kind: "exempt"; readonly exemption: Exemption }
  | { readonly kind: "void"; readonly exemption: Exemption; readonly why: string };

/** What is asked about a violation. */
export interface Violation {
  readonly rule: Rule;
  readonly urn: string;
  /** `undefined` where something that the rule reads is not known. */
  readonly hash: string | undefined;
}

/** How a violation stands on a day ("2026-11-23"); `undefined` where no exemption is for it. */
export function standingOf(
  exemptions: readonly Exemption[],
  violation: Violation,
  today: string,
): Standing | undefined {
  const exemption = exemptions.find(({ rule, resource }) => rule === violation.rule.name && resource === violation.urn);
  if (exemption === undefined) return undefined;
  if (exemption.expires < today) {
    return { kind: "void", exemption, why: `Its exemption expired on ${exemption.expires}.` };
  }
  if (violation.hash === undefined) {
    return { kind: "void", exemption, why: "Its exemption does not count while what the rule reads is not known." };
  }
  if (violation.hash !== exemption.hash) {
    const why = `Its exemption no longer counts: the resource changed since it was exempted (hash ${violation.hash}).`;
    return { kind: "void", exemption, why };
  }
  return { kind: "exempt", exemption };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
