import type { Beneficiary } from "./beneficiaries.ts";
import { ok, refuse, type Result } from "./result.ts";

/** A party that may not be paid, as a list names it. */
export interface SanctionedParty {
  /** The list's own reference: "EU.1234.56". */
  readonly id: string;
  readonly names: readonly string[];
  /** The first characters of IBANs that may not be paid, electronic form: a country, a bank, an account. */
  readonly ibanPrefixes: readonly string[];
}

/** A list as it is kept, ready to be searched. */
export interface SanctionsList {
  /** Which edition: kept with every verdict. */
  readonly version: string;
  readonly parties: readonly PreparedParty[];
}

interface PreparedParty extends SanctionedParty {
  readonly normalised: readonly NormalisedName[];
}

interface NormalisedName {
  readonly text: string;
  readonly tokens: ReadonlySet<string>;
}

/** Why a stored list cannot be used; nothing is paid without one. */
export type ListRefusal = "list_malformed";

/** How a beneficiary came to be hit: kept with the verdict, near the vault and not in the ledger. */
export type SanctionsHit =
  | { readonly rule: "name_exact" | "iban_prefix"; readonly party: string }
  /** `percent`: how much of the listed name was found. */
  | { readonly rule: "name_tokens"; readonly party: string; readonly percent: number };

/**
 * Of a listed name's words this share has to be found among the beneficiary's, in whatever order, and at least two of
 * them: one word alone is a surname that thousands have.
 */
const TOKEN_PERCENT_MIN = 75;
const TOKENS_MIN = 2;

/** Reads a list as it is stored: `{version, parties: [{id, names, ibanPrefixes}]}`. */
export function parseSanctionsList(stored: unknown): Result<SanctionsList, ListRefusal> {
  const { version, parties } = fieldsOf(stored);
  if (typeof version !== "string" || version === "" || !Array.isArray(parties)) return refuse("list_malformed");
  const prepared: PreparedParty[] = [];
  for (const entry of parties) {
    const { id, names = [], ibanPrefixes = [] } = fieldsOf(entry);
    if (typeof id !== "string" || !isTexts(names) || !isTexts(ibanPrefixes)) return refuse("list_malformed");
    const normalised = names.map(normaliseName);
    const isSearchable = normalised.every(({ text }) => text !== "");
    // A prefix shorter than a country's code would stop every payment.
    if (!isSearchable || !ibanPrefixes.every((prefix) => /^[A-Z]{2}[A-Z0-9]{0,32}$/.test(prefix))) {
      return refuse("list_malformed");
    }
    prepared.push({ id, names, ibanPrefixes, normalised });
  }
  return ok({ version, parties: prepared });
}

/** Every way in which a list hits a beneficiary; none is clear. The strongest rule that a party hits by is told. */
export function sanctionsHits({ name, account }: Beneficiary, list: SanctionsList): readonly SanctionsHit[] {
  const paid = normaliseName(name);
  return list.parties.flatMap((party): readonly SanctionsHit[] => {
    const { id } = party;
    const isListed = account.kind === "iban" && party.ibanPrefixes.some((prefix) => account.iban.startsWith(prefix));
    if (isListed) return [{ rule: "iban_prefix", party: id }];
    if (party.normalised.some(({ text }) => text === paid.text)) return [{ rule: "name_exact", party: id }];
    const percent = Math.max(0, ...party.normalised.map((listed) => percentFound(listed, paid)));
    return percent >= TOKEN_PERCENT_MIN ? [{ rule: "name_tokens", party: id, percent }] : [];
  });
}

/**
 * A name without case, accents, punctuation and legal form, so that "Müller & Söhne GmbH" and "MULLER SOHNE" are one.
 * Letters that Unicode does not take apart are written as passports do (ICAO Doc 9303, part 3, section 6).
 */
export function normaliseName(name: string): NormalisedName {
  const plain = name
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/[ßæœøðþđłı]/gu, (letter) => TRANSCRIPTIONS[letter] ?? letter);
  const words = plain.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== "");
  const kept = words.filter((word) => !LEGAL_FORMS.has(word));
  // A name that is nothing but a legal form is a name.
  const tokens = kept.length > 0 ? kept : words;
  return { text: tokens.join(" "), tokens: new Set(tokens) };
}

const TRANSCRIPTIONS: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  ð: "d",
  þ: "th",
  đ: "d",
  ł: "l",
  ı: "i",
};

const LEGAL_FORMS = new Set(
  "ag bv co corp gmbh inc kg llc llp ltd limited nv ooo oy plc pte sa sarl sas spa srl".split(" "),
);

function percentFound(listed: NormalisedName, paid: NormalisedName): number {
  let found = 0;
  for (const token of listed.tokens) if (paid.tokens.has(token)) found += 1;
  return found < TOKENS_MIN ? 0 : Math.floor((found * 100) / listed.tokens.size);
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((text) => typeof text === "string");
}
