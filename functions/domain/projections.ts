import type { HalfOutcome, OperationKind } from "./entries.ts";
import { eventIdAt } from "./events.ts";
import {
  homeOf,
  lengthPrefixedHash,
  parseAccountId,
  parseCellName,
  parseOperationId,
  parsePaymentId,
  parseTenant,
  type AccountId,
  type OperationId,
  type PaymentId,
  type Tenant,
} from "./ids.ts";
import type { LedgerKey } from "./keys.ts";
import type { Item, Value } from "./ledger-write.ts";
import { placeOf } from "./places.ts";
import { ok, refuse, type Result } from "./result.ts";
import { accountPartition, listedPayment, paymentsPartition, referencePartition, type ViewKey } from "./view-keys.ts";

/** A change of a ledger item as the journal stream tells it, or an item as a scan has found it. */
export interface JournalChange {
  readonly key: LedgerKey;
  /** What stands there now; undefined where the item is gone. */
  readonly image: Item | undefined;
  /** What stood there before; undefined where nothing did, or where nobody knows. */
  readonly before: Item | undefined;
}

/** What an entry on an account is: an entry of the payment's own cell, or another cell's half of it. */
export type EntryKind = "payment" | OperationKind | HalfOutcome;

/** One posting of a journal entry on an account, as statements list it; it never changes. */
export interface EntryRow {
  /** `en_`, then a hash of where the posting stands, which every cell computes alike. */
  readonly id: string;
  readonly account: AccountId;
  /** When it was booked, milliseconds since the epoch. */
  readonly at: bigint;
  /** Minor units, credits positive. */
  readonly amount: bigint;
  readonly currency: string;
  readonly kind: EntryKind;
  readonly payment: PaymentId;
  readonly operation?: OperationId;
  /** The account at the other end; a half does not name it, the payment does. */
  readonly counterparty?: AccountId;
}

/**
 * What a change asks of the views; every one may be done again, and in any order: rows never change, what does is read
 * from the ledger.
 */
export type ViewWrite =
  | { readonly write: "entry"; readonly row: EntryRow }
  | { readonly write: "put"; readonly key: ViewKey; readonly item: Item }
  /** The payment belongs into the listing of this account's tenant, whom only the account's settings name. */
  | {
      readonly write: "listing";
      readonly account: AccountId;
      /** When the payment was made, milliseconds since the epoch. */
      readonly at: bigint;
      readonly payment: PaymentId;
    }
  /** The account is there: payments to it that came before it belong into its tenant's listing. */
  | { readonly write: "opened"; readonly account: AccountId; readonly tenant: Tenant }
  /** Listed once, as of its arrival; `arrival` where that is known already, milliseconds since the epoch. */
  | {
      readonly write: "event";
      readonly id: string;
      readonly tenant: Tenant;
      readonly item: Item;
      readonly arrival?: number;
    };

/** Whether the views show anything of an item: most of the ledger's changes are of balances, and they do not. */
export function concernsViews(key: LedgerKey): boolean {
  return subjectOf(key) !== undefined;
}

/**
 * What a change means to the views. Refused with what is wrong where an item is not as this program writes it: nobody
 * can say what it means.
 */
export function project(change: JournalChange): Result<readonly ViewWrite[], string> {
  const { key, image, before } = change;
  const subject = subjectOf(key);
  // Nothing of the journal is ever deleted: what is gone was no entry, or is put back by an operator.
  if (subject === undefined || image === undefined) return ok([]);
  try {
    switch (subject.is) {
      case "entry": {
        const had = new Set(before === undefined ? [] : onceOf(key, before).map(nameOf));
        return ok(onceOf(key, image).filter((write) => !had.has(nameOf(write))));
      }
      case "account":
        return ok(before === undefined ? [{ write: "opened", account: subject.account, tenant: tenantIn(image) }] : []);
      case "reference": {
        const payment = idIn(image, "payment", parsePaymentId);
        return ok([{ write: "put", key: { pk: referencePartition(subject.hash), sk: `pay#${payment}` }, item: {} }]);
      }
      case "event":
        return ok([{ write: "event", id: eventIdAt(key), tenant: tenantIn(image), item: eventItem(image) }]);
    }
  } catch (fault) {
    if (fault instanceof Foreign) return refuse(fault.message);
    throw fault;
  }
}

type Subject =
  | { readonly is: "entry" }
  | { readonly is: "account"; readonly account: AccountId }
  | { readonly is: "reference"; readonly hash: string }
  | { readonly is: "event" };

function subjectOf(key: LedgerKey): Subject | undefined {
  const place = placeOf(key);
  if (place?.kind === "payment" || place?.kind === "operation" || place?.kind === "half") {
    return { is: "entry" };
  }
  const [writer = "", space, subject = "", ...more] = key.pk.split("#");
  const cell = parseCellName(writer);
  if (place !== undefined || !cell.ok || more.length > 0) return undefined;
  if (space === "ref" && key.sk === "reference") return { is: "reference", hash: subject };
  const account = parseAccountId(subject);
  if (!account.ok || homeOf(account.value) !== cell.value) return undefined;
  if (space === "event") return { is: "event" };
  return space === "acct" && key.sk === "account" ? { is: "account", account: account.value } : undefined;
}

/** What an entry asks for once: its postings, and its place in listings. */
function onceOf(key: LedgerKey, image: Item): readonly ViewWrite[] {
  return [...entriesOf(key, image), ...(image["kind"] === "payment" ? listingsOf(image) : [])];
}

function entriesOf(key: LedgerKey, image: Item): readonly ViewWrite[] {
  const kind = image["kind"] === "half" ? textIn(image, "outcome") : textIn(image, "kind");
  const at = figureOf(image, "at");
  const currency = textIn(image, "currency");
  const payment = idIn(image, image["kind"] === "payment" ? "id" : "payment", parsePaymentId);
  const operation = operationIn(image);
  return postingsIn(image).flatMap(({ account: name, amount }, index): ViewWrite[] => {
    // Clearing rows and stand-ins' rows are nobody's accounts.
    const account = parseAccountId(name);
    if (!account.ok) return [];
    const id = `en_${lengthPrefixedHash([key.pk, key.sk, `${index}`])}`;
    const counterparty = counterpartyOf(account.value, image["source"], image["payee"]);
    const row = { id, account: account.value, at, amount, currency, payment, ...operation, ...counterparty };
    // The entry's own kind, or a half's outcome, as its writer has it.
    return [{ write: "entry", row: { ...row, kind: kind as EntryKind } }];
  });
}

/** The other end of an entry that names both; an account that is neither, as suspense, stands in for the payer's. */
export function counterpartyOf(
  account: AccountId,
  source: Value | undefined,
  payee: Value | undefined,
): { readonly counterparty?: AccountId } {
  if (typeof source !== "string" || typeof payee !== "string") return {};
  const other = parseAccountId(account === payee ? source : payee);
  return other.ok ? { counterparty: other.value } : {};
}

/**
 * A payee's side sees a payment once it is accepted; whoever asked for it sees a declined one, too. An account on which
 * the payment itself is booked finds it among its entries.
 */
function listingsOf(image: Item): readonly ViewWrite[] {
  const at = figureOf(image, "at");
  const payment = idIn(image, "id", parsePaymentId);
  const booked = new Set(postingsIn(image).map(({ account }) => account));
  const ofAccount = (account: AccountId): readonly ViewWrite[] =>
    booked.has(account) ? [] : [listed(accountPartition(account), at, payment)];
  const asked = [listedFor(tenantIn(image), at, payment), ...ofAccount(idIn(image, "source", parseAccountId))];
  const payee = idIn(image, "payee", parseAccountId);
  if (image["code"] !== undefined) return asked;
  return [...asked, ...ofAccount(payee), { write: "listing", account: payee, at, payment }];
}

/** A payment's place in the listing of a tenant. */
export function listedFor(tenant: Tenant, at: bigint, payment: PaymentId): ViewWrite {
  return listed(paymentsPartition(tenant, payment), at, payment);
}

function listed(pk: string, at: bigint, payment: PaymentId): ViewWrite {
  return { write: "put", key: { pk, sk: listedPayment(at, payment) }, item: {} };
}

function nameOf(write: ViewWrite): string {
  switch (write.write) {
    case "entry":
      return write.row.id;
    case "put":
      return `${write.key.pk}/${write.key.sk}`;
    case "listing":
      return `${write.account}/${listedPayment(write.at, write.payment)}`;
    case "opened":
    case "event":
      return write.write;
  }
}

function eventItem(image: Item): Item {
  textIn(image, "type");
  idIn(image, "account", parseAccountId);
  figureOf(image, "at");
  return image;
}

/** An item that this program has not written, or not in this form. */
class Foreign extends Error {
  override readonly name = "Foreign";
}

function postingsIn(image: Item): readonly { readonly account: string; readonly amount: bigint }[] {
  const postings = image["postings"];
  if (!isList(postings)) throw new Foreign("postings is no list");
  return postings.map((posting) => {
    if (typeof posting !== "object" || isList(posting)) throw new Foreign("a posting is no map");
    return { account: textIn(posting, "account"), amount: figureOf(posting, "amount") };
  });
}

function operationIn(image: Item): { readonly operation?: OperationId } {
  if (image["kind"] === "payment") return {};
  if (image["kind"] !== "half") return { operation: idIn(image, "id", parseOperationId) };
  return image["operation"] === undefined ? {} : { operation: idIn(image, "operation", parseOperationId) };
}

function tenantIn(image: Item): Tenant {
  return idIn(image, "tenant", parseTenant);
}

function idIn<Id>(image: Item, field: string, parse: (text: string) => Result<Id, string>): Id {
  const parsed = parse(textIn(image, field));
  if (!parsed.ok) throw new Foreign(`${field}: ${parsed.refusal}`);
  return parsed.value;
}

function textIn(image: Item, field: string): string {
  const value = image[field];
  if (typeof value !== "string") throw new Foreign(`${field} is no text`);
  return value;
}

function figureOf(image: Item, field: string): bigint {
  const value = image[field];
  if (typeof value !== "bigint") throw new Foreign(`${field} is no figure`);
  return value;
}

function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}
