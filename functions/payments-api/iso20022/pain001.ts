import { exponentOf } from "../../domain/currencies.ts";
import { parseAccountId, type AccountId } from "../../domain/ids.ts";
import { parseCurrency, parseDecimal, type Amount, type Currency, type MoneyRefusal } from "../../domain/money.ts";
import { ok, refuse, type Result } from "../../domain/result.ts";
import { formatDecimal, isSame, parseUnsignedDecimal, sumOf, type Decimal } from "../../iso20022/decimal.ts";
import type { Pain001Refusal } from "./pain001-refusal.ts";
import { all, each } from "../../iso20022/results.ts";
import {
  malformedValue,
  optionalChild,
  readRoot,
  requiredChild,
  requiredChildren,
  requiredText,
  textOf,
  type Place,
} from "../../iso20022/xml-reader.ts";

/** A customer credit transfer initiation (ISO 20022 pain.001.001.09) as far as it moves money. */
export interface Pain001 {
  readonly messageId: string;
  /** As the file has it: an ISO 8601 date and time, with or without a zone. */
  readonly createdAt: string;
  readonly count: number;
  readonly lines: readonly Pain001Line[];
}

/** One transaction of the file. */
export interface Pain001Line {
  /** The transaction's place in the whole file, counted from 0. */
  readonly index: number;
  readonly paymentInfoId: string;
  readonly endToEndId: string;
  readonly amount: Amount;
  readonly currency: Currency;
  readonly creditor: Creditor;
}

/** Whom a transaction pays: one of our accounts, an IBAN under a name, or an account named in some other way. */
type Creditor =
  | { readonly kind: "account"; readonly account: AccountId }
  | { readonly kind: "iban"; readonly iban: string; readonly name: string }
  | { readonly kind: "other"; readonly id: string };

/** The only version of the message that is read. */
const PAIN_001_NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09";

const TEXT_35 = [/^.{1,35}$/su, "1 to 35 characters"] as const;
const TEXT_34 = [/^.{1,34}$/su, "1 to 34 characters"] as const;
const COUNT = [/^\d{1,15}$/, "a whole number of at most 15 digits"] as const;
const IBAN = [/^[A-Z]{2}\d{2}[A-Za-z0-9]{1,30}$/, "an IBAN (ISO 13616) without spaces"] as const;
const DATE_TIME = [
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?$/,
  "a date and time such as 2026-11-22T16:28:32",
] as const;
/** What stands in a text for bytes that are no UTF-8: of a name there, nobody knows what it was. */
const UNREADABLE = "\uFFFD";
const SUM = "an unsigned decimal such as 1025.48";
const AMOUNT_LENGTH_MAX = 60;

/**
 * Reads a payment file. It is taken whole or refused whole: a fault of structure, a count or sum that does not match
 * and an amount that cannot be paid all refuse it, so that nothing is ever written by half.
 */
export function parsePain001(xml: string): Result<Pain001, Pain001Refusal> {
  if (xml.includes(UNREADABLE)) return refuse(notUtf8(xml));
  const root = readRoot(xml);
  if (!root.ok) return root;
  if (root.value.namespace !== PAIN_001_NAMESPACE) return refuse(unsupported(root.value.namespace));
  const message = requiredChild(root.value, "CstmrCdtTrfInitn");
  if (!message.ok) return message;
  // Paths begin below the message itself, which there is only one of.
  const inside = { ...message.value, path: "" };
  const read = all({
    header: requiredChild(inside, "GrpHdr"),
    groups: readGroups(inside),
  });
  if (!read.ok) return read;
  const { header, groups } = read.value;
  const lines = groups.flat();
  const checked = all({
    messageId: requiredText(header, "MsgId", ...TEXT_35),
    createdAt: requiredText(header, "CreDtTm", ...DATE_TIME),
    count: requiredChild(header, "NbOfTxs"),
    totals: checkTotals(header, lines),
  });
  if (!checked.ok) return checked;
  const { messageId, createdAt } = checked.value;
  return ok({ messageId, createdAt, count: lines.length, lines });
}

function notUtf8(xml: string): Pain001Refusal {
  const lines = xml.slice(0, xml.indexOf(UNREADABLE)).split("\n");
  const position = { line: lines.length, column: (lines.at(-1) ?? "").length + 1 };
  const place = `line ${position.line}, column ${position.column}`;
  return { code: "malformed_xml", message: `The file is not UTF-8, whatever it declares: see ${place}.`, position };
}

function readGroups(message: Place): Result<readonly (readonly Pain001Line[])[], Pain001Refusal> {
  const infos = requiredChildren(message, "PmtInf");
  if (!infos.ok) return infos;
  let first = 0;
  return each(infos.value, (info) => {
    const lines = readGroup(info, first);
    if (lines.ok) first += lines.value.length;
    return lines;
  });
}

function readGroup(info: Place, first: number): Result<readonly Pain001Line[], Pain001Refusal> {
  const read = all({
    id: requiredText(info, "PmtInfId", ...TEXT_35),
    transactions: requiredChildren(info, "CdtTrfTxInf"),
  });
  if (!read.ok) return read;
  const { id, transactions } = read.value;
  const lines = each(transactions, (transaction, at) => readLine(transaction, id, first + at));
  if (!lines.ok) return lines;
  const totals = checkTotals(info, lines.value);
  return totals.ok ? lines : totals;
}

function readLine(transaction: Place, paymentInfoId: string, index: number): Result<Pain001Line, Pain001Refusal> {
  const identification = requiredChild(transaction, "PmtId");
  const read = all({
    endToEndId: identification.ok ? requiredText(identification.value, "EndToEndId", ...TEXT_35) : identification,
    money: readMoney(transaction),
    creditor: readCreditor(transaction),
  });
  if (!read.ok) return refuse({ ...read.refusal, index });
  const { endToEndId, money, creditor } = read.value;
  return ok({ index, paymentInfoId, endToEndId, ...money, creditor });
}

function readMoney(
  transaction: Place,
): Result<{ readonly amount: Amount; readonly currency: Currency }, Pain001Refusal> {
  const choice = requiredChild(transaction, "Amt");
  if (!choice.ok) return choice;
  const equivalent = optionalChild(choice.value, "EqvtAmt");
  if (!equivalent.ok) return equivalent;
  if (equivalent.value !== undefined) {
    const { path } = equivalent.value;
    const message = `${path} asks for a currency exchange; only InstdAmt is taken.`;
    return refuse({ code: "amount_not_instructed", message, path });
  }
  const place = requiredChild(choice.value, "InstdAmt");
  if (!place.ok) return place;
  const { path, element } = place.value;
  const currency = parseCurrency(element.attributes["Ccy"] ?? "");
  if (!currency.ok) return refuse(moneyRefusal(currency.refusal, `${path}/@Ccy`));
  const text = textOf(place.value);
  // So many digits are no money, and reading them would take its time.
  if (text.length > AMOUNT_LENGTH_MAX) return refuse(moneyRefusal("amount_malformed", path));
  const amount = parseDecimal(text, currency.value);
  if (!amount.ok) return refuse(moneyRefusal(amount.refusal, path));
  return ok({ amount: amount.value, currency: currency.value });
}

function readCreditor(transaction: Place): Result<Creditor, Pain001Refusal> {
  const choice = requiredChild(transaction, "CdtrAcct", "Id");
  if (!choice.ok) return choice;
  const iban = optionalChild(choice.value, "IBAN");
  if (!iban.ok) return iban;
  if (iban.value !== undefined) {
    const text = requiredText(choice.value, "IBAN", ...IBAN);
    const name = creditorName(transaction);
    if (!name.ok) return name;
    return text.ok ? ok({ kind: "iban", iban: text.value, name: name.value }) : text;
  }
  const other = requiredChild(choice.value, "Othr");
  if (!other.ok) return other;
  // Longer than ISO's 34 characters as our own account ids are.
  const own = requiredChild(other.value, "Id");
  if (!own.ok) return own;
  const account = parseAccountId(textOf(own.value));
  if (account.ok) return ok({ kind: "account", account: account.value });
  const id = requiredText(other.value, "Id", ...TEXT_34);
  return id.ok ? ok({ kind: "other", id: id.value }) : id;
}

/** The creditor's name; empty where there is none, which a bank does not take. */
function creditorName(transaction: Place): Result<string, Pain001Refusal> {
  const creditor = optionalChild(transaction, "Cdtr");
  if (!creditor.ok) return creditor;
  const name = creditor.value === undefined ? ok(undefined) : optionalChild(creditor.value, "Nm");
  if (!name.ok) return name;
  return ok(name.value === undefined ? "" : textOf(name.value));
}

/** Holds a header's own count and sum, where it has them, against its transactions. */
function checkTotals(header: Place, lines: readonly Pain001Line[]): Result<undefined, Pain001Refusal> {
  const stated = all({ count: optionalChild(header, "NbOfTxs"), sum: optionalChild(header, "CtrlSum") });
  if (!stated.ok) return stated;
  const { count, sum } = stated.value;
  if (count !== undefined) {
    const [form, wanted] = COUNT;
    const text = textOf(count);
    if (!form.test(text)) return refuse(malformedValue(count, wanted));
    if (Number(text) !== lines.length) return refuse(countMismatch(count, text, lines.length));
  }
  if (sum === undefined) return ok(undefined);
  const decimal = parseUnsignedDecimal(textOf(sum));
  if (decimal === undefined) return refuse(malformedValue(sum, SUM));
  // Of all amounts whatever their currency (ISO 20022, definition of CtrlSum).
  const actual = sumOf(lines.map(({ amount, currency }) => ({ units: amount, scale: exponentOf(currency) ?? 0 })));
  return isSame(decimal, actual) ? ok(undefined) : refuse(sumMismatch(sum, decimal, actual));
}

function countMismatch({ path }: Place, stated: string, actual: number): Pain001Refusal {
  const message = `${path} says ${Number(stated)}, but there are ${actual} transactions.`;
  return { code: "count_mismatch", message, path };
}

function sumMismatch({ path }: Place, stated: Decimal, actual: Decimal): Pain001Refusal {
  const message = `${path} says ${formatDecimal(stated)}, but the amounts add up to ${formatDecimal(actual)}.`;
  return { code: "control_sum_mismatch", message, path };
}

function moneyRefusal(code: MoneyRefusal, path: string): Pain001Refusal {
  switch (code) {
    case "currency_unknown":
      return { code, message: `${path} is not an active ISO 4217 code.`, path };
    case "amount_malformed":
      return { code, message: `${path} is not a decimal such as 12.50.`, path };
    case "amount_not_positive":
      return { code, message: `${path} must be more than zero.`, path };
    case "amount_too_large":
      return { code, message: `${path} is more than 9007199254740991 minor units.`, path };
    case "amount_too_many_decimals":
      return { code, message: `${path} has more decimals than its currency.`, path };
  }
}

function unsupported(namespace: string): Pain001Refusal {
  const found = namespace === "" ? "no namespace" : `the namespace ${namespace.slice(0, 120)}`;
  const message = `The file has ${found}; only ${PAIN_001_NAMESPACE} is taken.`;
  return { code: "unsupported_schema", message };
}
