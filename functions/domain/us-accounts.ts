import { ok, refuse, type Result } from "./result.ts";

declare const brand: unique symbol;

/** A routing transit number of the American Bankers Association: nine digits, the last a checksum. */
export type RoutingNumber = string & { readonly [brand]: "RoutingNumber" };

/** The number of an account at a bank in the United States, as the bank gave it. */
export type UsAccountNumber = string & { readonly [brand]: "UsAccountNumber" };

/** Why a text is no routing number. */
export type RoutingRefusal = "routing_malformed" | "routing_district_unknown" | "routing_checksum_wrong";

/** First two digits that the ABA gives out: the government, Federal Reserve districts, thrifts, electronic, cheques. */
const DISTRICTS: readonly (readonly [number, number])[] = [
  [0, 12],
  [21, 32],
  [61, 72],
  [80, 80],
];

const WEIGHTS = [3, 7, 1] as const;

/** Parses a routing number: its district, then its checksum (ABA: weights 3, 7 and 1, a sum that ten divides). */
export function parseRoutingNumber(text: string): Result<RoutingNumber, RoutingRefusal> {
  if (!/^[0-9]{9}$/.test(text) || text === "000000000") return refuse("routing_malformed");
  const district = Number(text.slice(0, 2));
  if (!DISTRICTS.some(([from, to]) => district >= from && district <= to)) return refuse("routing_district_unknown");
  let sum = 0;
  for (const [index, digit] of text.split("").entries()) sum += Number(digit) * (WEIGHTS[index % 3] ?? 0);
  // The brand is what this parser gives out.
  return sum % 10 === 0 ? ok(text as RoutingNumber) : refuse("routing_checksum_wrong");
}

/** Parses an account number: 4 to 17 digits (Nacha: an account number has at most 17 characters). */
export function parseUsAccountNumber(text: string): Result<UsAccountNumber, "account_number_malformed"> {
  // The brand is what this parser gives out.
  return /^[0-9]{4,17}$/.test(text) ? ok(text as UsAccountNumber) : refuse("account_number_malformed");
}
