import { lengthPrefixedHash, type AccountId, type PaymentId } from "../../domain/ids.ts";
import type { EntryKind, EntryRow } from "../../domain/projections.ts";
import { timeText } from "../../domain/view-keys.ts";
import type { Statement } from "../actions/statement.ts";
import { formatMinor } from "../../iso20022/decimal.ts";

/** The sub-family of a bank transaction code of the domain PMNT (ISO 20022 external code sets). */
type SubFamily = "BOOK" | "RIMB" | "RRTN";

/** BOOK: between accounts of the platform. RIMB: given back by the payee. RRTN: never arrived, or had no place. */
const SUB_FAMILIES: Readonly<Record<EntryKind, SubFamily>> = {
  payment: "BOOK",
  capture: "BOOK",
  credited: "BOOK",
  void: "BOOK",
  expiry: "BOOK",
  refund: "RIMB",
  debited: "RIMB",
  credited_back: "RIMB",
  suspended: "RIMB",
  refused: "RRTN",
  released: "RRTN",
  returned: "RRTN",
  bounced: "RRTN",
  reversal: "RRTN",
};

/**
 * A statement as a bank-to-customer statement (ISO 20022 camt.053.001.08). Its identifiers have at most 35 characters,
 * and those of accounts 34: ours are named there by the hash that is in them, and in full where more is allowed.
 */
export function renderCamt053(statement: Statement): string {
  const { account, month, currency, from, to, page, next, entries, freshness } = statement;
  const created = timeText(BigInt(freshness.asOf));
  const id = `st_${lengthPrefixedHash([account, month])}`;
  const pages = element("PgNb", `${page}`) + element("LastPgInd", next === undefined ? "true" : "false");
  const header = [
    element("MsgId", `ms_${lengthPrefixedHash([account, month, `${page}`, created])}`),
    element("CreDtTm", created),
  ];
  const parts = [
    element("Id", id),
    element("StmtPgntn", pages),
    element("CreDtTm", created),
    element("FrToDt", element("FrDtTm", timeText(from)) + element("ToDtTm", timeText(to - 1n))),
    element("Acct", ownAccount(account, currency)),
    ...balances(statement),
    ...entries.map((entry) => entryElement(entry)),
  ];
  const body = element("GrpHdr", header.join("")) + element("Stmt", parts.join(""));
  const namespace = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08";
  const document = `<Document xmlns="${namespace}">${element("BkToCstmrStmt", body)}</Document>`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${document}\n`;
}

/** OPBD and CLBD: booked when the month began and ended; ITBD: so far, of a month that is not over. */
function balances({ opening, closing, currency, from, to, over, freshness }: Statement): readonly string[] {
  const dayOf = (at: bigint) => timeText(at).slice(0, 10);
  const balance = (code: string, amount: bigint, day: string) =>
    element(
      "Bal",
      element("Tp", element("CdOrPrtry", element("Cd", code))) +
        money(amount, currency) +
        element("Dt", element("Dt", day)),
    );
  const end = over ? dayOf(to - 1n) : dayOf(BigInt(freshness.asOf) > from ? BigInt(freshness.asOf) : from);
  return [balance("OPBD", opening, dayOf(from)), balance(over ? "CLBD" : "ITBD", closing, end)];
}

function entryElement(entry: EntryRow): string {
  const { id, amount, currency, at, kind, payment, operation } = entry;
  const family = element("Cd", amount < 0n ? "ICDT" : "RCDT") + element("SubFmlyCd", SUB_FAMILIES[kind]);
  const code = element("Domn", element("Cd", "PMNT") + element("Fmly", family));
  const references = [
    element("AcctSvcrRef", id),
    ...(operation === undefined ? [] : [element("InstrId", operation)]),
    element("EndToEndId", hashOf(payment)),
  ];
  const details = [element("Refs", references.join("")), parties(entry), element("RmtInf", element("Ustrd", payment))];
  return element(
    "Ntry",
    [
      element("NtryRef", id),
      money(amount, currency),
      kind === "reversal" ? element("RvslInd", "true") : "",
      element("Sts", element("Cd", "BOOK")),
      element("BookgDt", element("DtTm", timeText(at))),
      element("ValDt", element("DtTm", timeText(at))),
      element("AcctSvcrRef", id),
      element("BkTxCd", code + element("Prtry", element("Cd", kind))),
      element("NtryDtls", element("TxDtls", details.join(""))),
    ].join(""),
  );
}

function parties({ account, counterparty, amount }: EntryRow): string {
  if (counterparty === undefined) return "";
  const [debtor, creditor] = amount < 0n ? [account, counterparty] : [counterparty, account];
  return element("RltdPties", element("DbtrAcct", namedAccount(debtor)) + element("CdtrAcct", namedAccount(creditor)));
}

function ownAccount(account: AccountId, currency: string): string {
  return accountElements(account, element("Ccy", currency));
}

function namedAccount(account: AccountId): string {
  return accountElements(account, "");
}

function accountElements(account: AccountId, currency: string): string {
  const id = element("Id", element("Othr", element("Id", hashOf(account))));
  return id + currency + element("Prxy", element("Id", account));
}

function money(amount: bigint, currency: string): string {
  const figure = formatMinor(amount < 0n ? -amount : amount, currency);
  return `<Amt Ccy="${escaped(currency)}">${figure}</Amt>${element("CdtDbtInd", amount < 0n ? "DBIT" : "CRDT")}`;
}

function hashOf(id: AccountId | PaymentId): string {
  return id.slice(-32);
}

/** Text is escaped where it stands by itself; what is put together of elements is not. */
function element(name: string, content: string): string {
  return `<${name}>${content.startsWith("<") ? content : escaped(content)}</${name}>`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
