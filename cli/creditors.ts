import { createHash } from "node:crypto";

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
