import { createHash } from "node:crypto";
import type { StoredItem } from "../drills/checkers/ledger-view.ts";
import { parseAccountId, type AccountId } from "../functions/domain/ids.ts";
import { accountKey } from "../functions/domain/keys.ts";

/** Who can be paid in a file's place of creditors: the debtor's tenant's other open accounts of its currency, by id. */
export function creditorAccounts(items: readonly StoredItem[], debtor: AccountId): readonly AccountId[] {
  const { pk } = accountKey(debtor);
  const paying = items.find(({ key }) => key.pk === pk && key.sk === "account")?.item;
  const alike = items.filter(
    ({ key, item }) =>
      key.sk === "account" &&
      key.pk !== pk &&
      item["tenant"] === paying?.["tenant"] &&
      item["currency"] === paying?.["currency"] &&
      item["kind"] === "customer" &&
      item["status"] === "open",
  );
  const ids = alike.flatMap(({ item }) => {
    const id = parseAccountId(typeof item["id"] === "string" ? item["id"] : "");
    return id.ok ? [id.value] : [];
  });
  return ids.toSorted((one, other) => (one < other ? -1 : 1));
}

/** Which of `payees` stands for an IBAN: `payees[sha256(seed + ":" + IBAN) mod n]`. */
export function payeeFor<Payee>(iban: string, payees: readonly [Payee, ...Payee[]], seed: string): Payee {
  const digest = createHash("sha256").update(`${seed}:${iban}`).digest("hex");
  const index = Number(BigInt(`0x${digest}`) % BigInt(payees.length));
  return payees[index] ?? payees[0];
}

/** The rule in words that anybody can repeat. */
export function creditorRule(seed: string, payees: number): string {
  return `payee = payees[sha256("${seed}:" + IBAN) mod ${payees}]`;
}

const CREDITOR = /<((?:[\w.-]+:)?)CdtrAcct>(\s*)<\1Id>(\s*)<\1IBAN>\s*([A-Z0-9]+)\s*<\/\1IBAN>/g;

/**
 * A payment file whose creditors' IBANs are replaced by accounts of ours, by the rule. Only the creditors' account
 * elements change, so the file keeps its message id, amounts and sums.
 */
export function rewriteCreditors(xml: string, payees: readonly [string, ...string[]], seed: string): string {
  return xml.replace(CREDITOR, (_, prefix: string, before: string, inner: string, iban: string) => {
    const account = `<${prefix}Othr><${prefix}Id>${payeeFor(iban, payees, seed)}</${prefix}Id></${prefix}Othr>`;
    return `<${prefix}CdtrAcct>${before}<${prefix}Id>${inner}${account}`;
  });
}
