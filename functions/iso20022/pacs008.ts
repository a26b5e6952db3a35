import type { Beneficiary } from "../domain/beneficiaries.ts";
import { exponentOf } from "../domain/currencies.ts";
import type { Iban } from "../domain/iban.ts";
import type { PaymentId } from "../domain/ids.ts";
import type { Amount, Currency } from "../domain/money.ts";
import { endToEndIdOf } from "../domain/payouts.ts";
import { formatDecimal } from "./decimal.ts";

/** A payout as a bank is told of it. */
export interface CreditTransfer {
  readonly payment: PaymentId;
  readonly amount: Amount;
  readonly currency: Currency;
  /** When the payout was taken, milliseconds since the epoch. */
  readonly at: bigint;
  readonly beneficiary: Beneficiary;
}

/** On whose account at which bank payouts are booked. */
export interface Ordering {
  readonly name: string;
  /** ISO 9362. */
  readonly bic: string;
  readonly iban: Iban;
}

/** The version of the message that is written. */
const PACS_008_NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pacs.008.001.08";

/**
 * Writes a credit transfer between banks (ISO 20022 pacs.008.001.08). The same payout makes the same message, byte for
 * byte and message id included, so that whoever gets it twice can tell.
 */
export function pacs008(transfer: CreditTransfer, ordering: Ordering): string {
  const { payment, amount, currency, at, beneficiary } = transfer;
  const id = endToEndIdOf(payment);
  const header =
    element("MsgId", id) +
    element("CreDtTm", new Date(Number(at)).toISOString()) +
    element("NbOfTxs", "1") +
    parent("SttlmInf", element("SttlmMtd", "CLRG"));
  const figure = formatDecimal({ units: amount, scale: exponentOf(currency) ?? 0 });
  const { agent, account } = creditor(beneficiary);
  const transaction =
    parent("PmtId", element("EndToEndId", id) + element("TxId", id)) +
    `<IntrBkSttlmAmt Ccy="${escaped(currency)}">${figure}</IntrBkSttlmAmt>` +
    // The rule of SEPA; elsewhere each side pays its own bank.
    element("ChrgBr", currency === "EUR" ? "SLEV" : "SHAR") +
    parent("Dbtr", element("Nm", ordering.name)) +
    parent("DbtrAcct", parent("Id", element("IBAN", ordering.iban))) +
    parent("DbtrAgt", parent("FinInstnId", element("BICFI", ordering.bic))) +
    parent("CdtrAgt", parent("FinInstnId", agent)) +
    parent("Cdtr", element("Nm", beneficiary.name)) +
    parent("CdtrAcct", parent("Id", account));
  const message = parent("FIToFICstmrCdtTrf", parent("GrpHdr", header) + parent("CdtTrfTxInf", transaction));
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="${PACS_008_NAMESPACE}">${message}</Document>\n`;
}

/** The beneficiary's bank and account; an IBAN names its bank itself (ISO 20022 external code USABA otherwise). */
function creditor({ account }: Beneficiary): { readonly agent: string; readonly account: string } {
  if (account.kind === "iban") {
    return { agent: parent("Othr", element("Id", "NOTPROVIDED")), account: element("IBAN", account.iban) };
  }
  const system = parent("ClrSysId", element("Cd", "USABA"));
  const agent = parent("ClrSysMmbId", system + element("MmbId", account.routing));
  return { agent, account: parent("Othr", element("Id", account.number)) };
}

function parent(name: string, content: string): string {
  return `<${name}>${content}</${name}>`;
}

function element(name: string, text: string): string {
  return parent(name, escaped(text));
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
