import { ok, refuse, type Result } from "./result.ts";

declare const brand: unique symbol;

/** An International Bank Account Number in its electronic form: capitals and digits, no spaces (ISO 13616-1). */
export type Iban = string & { readonly [brand]: "Iban" };

/** Why a text is no IBAN. */
export type IbanRefusal = "iban_malformed" | "iban_country_unknown" | "iban_structure_wrong" | "iban_checksum_wrong";

/**
 * How each country writes what follows the country code and the two check digits: `n` digits, `a` capital letters, `c`
 * capitals and digits, each after its length (ISO 13616 IBAN registry, kept by SWIFT). Every row is held against the
 * registry's own example in the tests.
 */
const STRUCTURES = new Map<string, string>();

const BY_COUNTRY =
  "AD 8n12c,AE 19n,AL 8n16c,AT 16n,AZ 4a20c,BA 16n,BE 12n,BG 4a6n8c,BH 4a14c,BI 23n,BR 23n1a1c,BY 4c4n16c,CH 5n12c," +
  "CR 18n,CY 8n16c,CZ 20n,DE 18n,DJ 23n,DK 14n,DO 4c20n,EE 16n,EG 25n,ES 20n,FI 14n,FK 2a12n,FO 14n,FR 10n11c2n," +
  "GB 4a14n,GE 2a16n,GI 4a15c,GL 14n,GR 7n16c,GT 4c20c,HN 4a20n,HR 17n,HU 24n,IE 4a14n,IL 19n,IQ 4a15n,IS 22n," +
  "IT 1a10n12c,JO 4a4n18c,KW 4a22c,KZ 3n13c,LB 4n20c,LC 4a24c,LI 5n12c,LT 16n,LU 3n13c,LV 4a13c,LY 21n," +
  "MC 10n11c2n,MD 2c18c,ME 18n,MK 3n10c2n,MN 16n,MR 23n,MT 4a5n18c,MU 4a19n3a,NI 4a20n,NL 4a10n,NO 11n,OM 3n16c," +
  "PK 4a16c,PL 24n,PS 4a21c,PT 21n,QA 4a21c,RO 4a16c,RS 18n,RU 14n15c,SA 2n18c,SC 4a20n3a,SD 14n,SE 20n,SI 15n," +
  "SK 20n,SM 1a10n12c,SO 19n,ST 21n,SV 4a20n,TL 19n,TN 20n,TR 6n16c,UA 6n19c,VA 18n,VG 4a16n,XK 16n,YE 4a4n18c";
for (const row of BY_COUNTRY.split(",")) {
  const [country = "", structure = ""] = row.split(" ");
  STRUCTURES.set(country, structure);
}

const CLASSES: Readonly<Record<string, string>> = { n: "[0-9]", a: "[A-Z]", c: "[A-Z0-9]" };

/** The countries whose IBANs are known, by their codes (ISO 3166-1 alpha-2, and XK). */
export const IBAN_COUNTRIES: readonly string[] = [...STRUCTURES.keys()];

/** The longest IBAN has 34 characters; people write spaces between them. */
const WRITTEN_MAX = 64;

/** Parses an IBAN as people write it, spaces and small letters allowed: structure by country, then its checksum. */
export function parseIban(text: string): Result<Iban, IbanRefusal> {
  if (text.length > WRITTEN_MAX) return refuse("iban_malformed");
  const iban = text.replaceAll(" ", "").toUpperCase();
  if (!/^[A-Z]{2}[0-9]{2}[A-Z0-9]{1,30}$/.test(iban)) return refuse("iban_malformed");
  const structure = STRUCTURES.get(iban.slice(0, 2));
  if (structure === undefined) return refuse("iban_country_unknown");
  if (!formOf(structure).test(iban.slice(4))) return refuse("iban_structure_wrong");
  // The brand is what this parser gives out.
  return isChecked(iban) ? ok(iban as Iban) : refuse("iban_checksum_wrong");
}

function formOf(structure: string): RegExp {
  const parts = [...structure.matchAll(/(\d+)([nac])/g)];
  return new RegExp(`^${parts.map(([, length, kind = ""]) => `${CLASSES[kind]}{${length}}`).join("")}$`);
}

/**
 * ISO 7064 MOD 97-10 over the number that the rearranged characters make, letters from A = 10. The check digits 00, 01
 * and 99 never occur.
 */
function isChecked(iban: string): boolean {
  const digits = Number(iban.slice(2, 4));
  if (digits < 2 || digits > 98) return false;
  let rest = 0;
  for (const character of iban.slice(4) + iban.slice(0, 4)) {
    const value = Number.parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}
