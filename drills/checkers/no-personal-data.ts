import type { LedgerKey } from "../../functions/domain/keys.ts";
import type { Value } from "../../functions/domain/ledger-write.ts";
import type { Checker } from "./checker.ts";
import { nameOf } from "./ledger-view.ts";

/** Ids, hashes, names of tenants and cells, codes and times: none has a blank or a letter beyond ASCII. */
const OURS = /^[A-Za-z0-9_:#.+/=-]*$/;
/** Where a tenant wants to hear of events is text of its own, as a URL is written. */
const ADDRESS = /^https:\/\/[\x21-\x7e]+$/;
/** Country, two check digits, then up to thirty characters (ISO 13616). */
const IBAN = /(^|[^A-Za-z0-9])[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}($|[^A-Za-z0-9])/;

/** Everything in this table is copied to every region, so nothing about a person may be in it. */
export const noPersonalData: Checker = {
  name: "no-personal-data",
  claim: "No item of the replicated table holds free text, an address or an account number of a bank.",
  holds: "always",
  harm: "other",
  check: ({ truth }) =>
    truth.flatMap((stored) => {
      const { url, ...rest } = stored.item;
      const isAddress = typeof url === "string" && ADDRESS.test(url) && !IBAN.test(url);
      const item = isAddress && isEndpoint(stored.key) ? rest : stored.item;
      const texts = [...textsIn(item), stored.key.pk, stored.key.sk];
      if (texts.every((text) => OURS.test(text) && !IBAN.test(text))) return [];
      // The text itself is not repeated: a finding is read by many.
      return [{ fault: `${nameOf(stored.key)} holds a text that may be about a person.`, items: [stored] }];
    }),
};

function isEndpoint({ pk, sk }: LedgerKey): boolean {
  return pk.includes("#hooks#") && sk.startsWith("endpoint#");
}

function textsIn(value: Value): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" ? Object.values(value).flatMap(textsIn) : [];
}
