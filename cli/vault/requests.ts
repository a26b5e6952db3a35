import { accountFingerprint, type BankAccount, type Beneficiary } from "../../functions/domain/beneficiaries.ts";
import type { PaymentEntry } from "../../functions/domain/entries.ts";
import { parseIban } from "../../functions/domain/iban.ts";
import { homeOf, parsePaymentId, type PaymentId } from "../../functions/domain/ids.ts";
import { paymentKey } from "../../functions/domain/keys.ts";
import { paymentFrom } from "../../functions/domain/payments.ts";
import { parseRoutingNumber, parseUsAccountNumber } from "../../functions/domain/us-accounts.ts";
import type { LedgerRows } from "../../functions/stores/ledger-rows.ts";
import { UserError } from "../../local/core/errors.ts";
import type { Looker, NamedPerson, PayoutFile, People } from "./people.ts";

/** A cell's vault, and its replica of the ledger. */
export interface VaultParts {
  readonly cell: string;
  readonly people: People;
  readonly ledger: LedgerRows;
}

/** Whom a request is about: one payout's beneficiary, or everybody paid on a bank account. */
export type Whom =
  | { readonly is: "payout"; readonly payout: PaymentId }
  | { readonly is: "account"; readonly fingerprint: string };

/** Reads what an operator typed: a payout's id, an IBAN, or a US routing and account number with a slash between. */
export function whomOf(text: string): Whom {
  const payout = parsePaymentId(text);
  if (payout.ok) return { is: "payout", payout: payout.value };
  const account = bankAccountOf(text);
  if (account !== undefined) return { is: "account", fingerprint: accountFingerprint(account) };
  // It may be personal all the same: not repeated.
  throw new UserError("That is neither a payout's id, nor an IBAN, nor ROUTING/ACCOUNT of a US account.");
}

/**
 * The files of whoever is meant, in whichever vaults they are; each look is noted before it is taken. A key that was
 * used again for somebody else left that one with the payout, too: who is not meant is nobody's to see.
 */
export async function openFiles(
  whom: Whom,
  purpose: "showing" | "export",
  looker: Looker,
  vaults: readonly VaultParts[],
): Promise<readonly PayoutFile[]> {
  const files: PayoutFile[] = [];
  for (const { people, payout, ledger } of await placesOf(whom, vaults)) {
    const file = await people.open(payout, purpose, looker);
    if (file === undefined) continue;
    const isMeant = whom.is === "account" ? isAt(whom.fingerprint) : isPaidBy(await paymentOf(payout, ledger));
    files.push({ ...file, people: file.people.filter(isMeant) });
  }
  if (files.length === 0) throw new UserError("No vault has anything about that.");
  return files;
}

/** Erases whoever is meant: whose payouts. Throws `UserError`, with nothing erased, while one is under way. */
export async function eraseFiles(
  whom: Whom,
  looker: Looker,
  vaults: readonly VaultParts[],
): Promise<readonly { readonly payout: PaymentId; readonly erased: number }[]> {
  const places = await placesOf(whom, vaults);
  const busy: PaymentId[] = [];
  for (const { payout, ledger } of places) if (await isUnderWay(payout, ledger)) busy.push(payout);
  if (busy.length > 0) {
    throw new UserError(`Whom it pays is needed until it has ended: ${busy.join(", ")}. Nothing was erased.`);
  }
  const done: { payout: PaymentId; erased: number }[] = [];
  const person = whom.is === "account" ? whom.fingerprint : undefined;
  for (const { payout, people } of places) done.push({ payout, erased: await people.erase(payout, looker, person) });
  return done;
}

/** A beneficiary's account as people write it. */
export function accountText({ account }: Beneficiary): string {
  return account.kind === "iban" ? account.iban : `${account.routing}/${account.number}`;
}

async function placesOf(whom: Whom, vaults: readonly VaultParts[]) {
  if (whom.is === "payout") {
    const vault = vaults.find(({ cell }) => cell === homeOf(whom.payout));
    if (vault !== undefined) return [{ ...vault, payout: whom.payout }];
    throw new UserError(`Payout ${whom.payout} is at home in a cell that does not exist: ${homeOf(whom.payout)}.`);
  }
  const found = await Promise.all(
    vaults.map(async (vault) =>
      (await vault.people.payoutsOf(whom.fingerprint)).map((payout) => ({ ...vault, payout })),
    ),
  );
  return found.flat();
}

/** A payout that was never taken may have left a beneficiary, too: nothing is under way then. */
async function isUnderWay(payout: PaymentId, ledger: LedgerRows): Promise<boolean> {
  return (await paymentOf(payout, ledger))?.state === "authorized";
}

async function paymentOf(payout: PaymentId, ledger: LedgerRows): Promise<PaymentEntry | undefined> {
  const [item] = await ledger.getMany([paymentKey(homeOf(payout), payout)]);
  return item === undefined ? undefined : paymentFrom(item);
}

function isAt(fingerprint: string): (named: NamedPerson) => boolean {
  return (named) => named.is === "kept" && named.person === fingerprint;
}

/** Whom a payout pays is whom its own request named; of a payout that was never taken, whoever was named. */
function isPaidBy(payment: PaymentEntry | undefined): (named: NamedPerson) => boolean {
  return ({ request }) => payment === undefined || request === payment.request;
}

function bankAccountOf(text: string): BankAccount | undefined {
  const iban = parseIban(text);
  if (iban.ok) return { kind: "iban", iban: iban.value };
  const [first = "", second = ""] = text.split("/");
  const [routing, number] = [parseRoutingNumber(first), parseUsAccountNumber(second)];
  return routing.ok && number.ok ? { kind: "us", routing: routing.value, number: number.value } : undefined;
}
