import { parsePaymentId, type PaymentId } from "../ids.ts";
import type { LedgerKey } from "../keys.ts";
import type { Item, Value } from "../ledger-write.ts";

/** One look at a person's data, as the vault has noted it. */
export interface VaultAccess {
  readonly payout: PaymentId;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly purpose: string;
  /** Which operator, and why; absent: a function of the platform, for its purpose. */
  readonly by?: string;
  readonly why?: string;
}

/** What screening a payout came to, without whom it pays. */
export interface VaultScreening {
  readonly payout: PaymentId;
  readonly verdict: string;
  readonly at: string;
  /** Rules that it broke, each with what it would have come to or whom it is like on the list. */
  readonly flags: readonly { readonly rule: string; readonly detail: string }[];
}

/** The attributes of the vault's items that reports read: none is a person's. */
export const REPORTED_ATTRIBUTES = ["pk", "sk", "purpose", "by", "why", "verdict", "at", "hits", "breaches"] as const;

/** Reads what reports show of an item of the vault; undefined for everything else. */
export function vaultRecordOf(
  { pk, sk }: LedgerKey,
  item: Item,
):
  | { readonly is: "access"; readonly access: VaultAccess }
  | { readonly is: "screening"; readonly screening: VaultScreening }
  | undefined {
  const [space, subject = ""] = pk.split("#");
  const payout = parsePaymentId(subject);
  if (space !== "payout" || !payout.ok) return undefined;
  const [sort, at = ""] = sk.split("#");
  if (sort === "access") {
    const { purpose, by, why } = item;
    const operator = { ...(typeof by === "string" && { by }), ...(typeof why === "string" && { why }) };
    return { is: "access", access: { payout: payout.value, at, purpose: textOf(purpose), ...operator } };
  }
  if (sk !== "screening") return undefined;
  const flags = [...mapsIn(item["hits"]).map(hitFlag), ...mapsIn(item["breaches"]).map(breachFlag)];
  const screening = { payout: payout.value, verdict: textOf(item["verdict"]), at: textOf(item["at"]), flags };
  return { is: "screening", screening };
}

function hitFlag({ rule, party, percent }: Item) {
  const share = typeof percent === "bigint" ? ` (${percent} % of the name)` : "";
  return { rule: textOf(rule), detail: `listed as ${textOf(party)}${share}` };
}

function breachFlag({ rule, would, max }: Item) {
  return { rule: textOf(rule), detail: `would come to ${textOf(would)}, the most is ${textOf(max)}` };
}

function mapsIn(value: Value | undefined): readonly Item[] {
  if (!Array.isArray(value)) return [];
  return value.filter((one): one is Item => typeof one === "object" && !Array.isArray(one));
}

function textOf(value: Value | undefined): string {
  return typeof value === "string" || typeof value === "bigint" ? `${value}` : "";
}
