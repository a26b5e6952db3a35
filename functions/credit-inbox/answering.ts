import { stripeFor } from "../domain/absorbing.ts";
import type { DueEntry } from "../domain/answers.ts";
import type { Standing } from "../domain/balances.ts";
import { entryKey } from "../domain/endings.ts";
import { fromItem, traceOf, type HalfEntry } from "../domain/entries.ts";
import type { AccountId } from "../domain/ids.ts";
import { operationKey } from "../domain/keys.ts";
import { unreachable } from "../domain/result.ts";
import { reversalIdOf } from "../domain/reversals.ts";
import { stripesOf } from "../domain/stripes.ts";
import { answersTo, whyAnswerRefused, type Known } from "../domain/transfers.ts";
import { DECISIONS_MAX, endedShare, mayStart, nowAt, ownEpoch, readFile, type Desk } from "./desk.ts";

/** Answers an entry that is due here, in the first way that the accounts allow; false when it has to wait. */
export async function answer(asked: DueEntry, desk: Desk): Promise<boolean> {
  // Only taking money needs authority: the rest no other cell can do.
  const epoch = asked.due.action === "debit" ? await ownEpoch(desk) : 0n;
  if (epoch === undefined) return false;
  let known = { ...(await knownAbout(asked, desk)), ...stripeKnown(asked, desk) };
  let standing: Standing = { cell: desk.env.cell, epoch, at: nowAt(desk), ...traceOf(desk) };
  for (let decision = 0; decision < DECISIONS_MAX; decision += 1) {
    const tried = await tryWays(asked, standing, known, desk);
    if (typeof tried === "boolean") return tried;
    known = { ...known, ...tried.known };
    standing = { ...standing, ...tried.standing };
  }
  return false;
}

/** What one round has found out, to decide again with. */
interface Found {
  readonly known?: Partial<Known>;
  readonly standing?: Partial<Standing>;
}

async function tryWays(asked: DueEntry, standing: Standing, known: Known, desk: Desk): Promise<boolean | Found> {
  const gate = asked.due.action === "debit" ? () => mayStart(standing.epoch, desk) : () => true;
  for (const way of answersTo(asked, standing, known)) {
    const result = await desk.ledger.commit(way.writes, gate);
    if (result.outcome === "committed") return true;
    if (result.outcome !== "refused") return false;
    const refusal = whyAnswerRefused(way, result.refusals);
    switch (refusal.means) {
      case "answered":
        return true;
      case "refused":
        break;
      case "limited":
        return false;
      case "striped":
        desk.stripes.remember(creditedBy(asked), stripesOf(refusal.old));
        return { known: stripeKnown(asked, desk) };
      case "second":
        return known.first === undefined ? { known: { first: refusal.old } } : false;
      case "not_isolated": {
        const ends = await endedShare(refusal.old, desk);
        return ends === undefined ? false : { standing: { ends } };
      }
      default:
        return unreachable(refusal);
    }
  }
  return false;
}

/** The stripe to credit, where the account is known to be striped: its balance need not be tried first. */
function stripeKnown(asked: DueEntry, desk: Desk): Pick<Known, "stripe"> {
  const stripes = desk.stripes.stripesOf(creditedBy(asked));
  return stripes === undefined ? {} : { stripe: stripeFor(asked.payment, stripes) };
}

/** Whom an answer credits here: an own refund that waited pays the payer, everything else whom it is due for. */
function creditedBy({ due, source = due.account }: DueEntry): AccountId {
  return due.action === "debit" ? source : due.account;
}

/** What this cell's own items say about a due entry; a payment is credited without a look, since most are the first. */
async function knownAbout(asked: DueEntry, desk: Desk): Promise<Known> {
  const { payment, operation, half, reverses, origin } = asked;
  const { ledger, env } = desk;
  if (asked.due.action === "credit") return {};
  if (asked.due.action === "debit" && origin !== env.cell) {
    return reverses === undefined ? {} : paidHalf(await paidHalves(asked, desk), asked);
  }
  const own = await ledger.get(entryKey(env.cell, payment, operation));
  const entry = own === undefined ? undefined : fromItem(own);
  const known = entry === undefined || entry.kind === "half" ? {} : { own: entry };
  if (half === undefined || half.origin === env.cell) return known;
  const reversal = operationKey(env.cell, payment, reversalIdOf(payment, half.origin, operation));
  return { ...known, reversed: (await ledger.get(reversal)) !== undefined };
}

async function paidHalves({ payment }: DueEntry, desk: Desk): Promise<readonly HalfEntry[]> {
  const { halves } = await readFile(desk.env.cell, payment, desk);
  return halves.map(({ half }) => half);
}

/** The half that this cell put for the entry which is to be reversed. */
function paidHalf(halves: readonly HalfEntry[], { payment, operation, reverses }: DueEntry): Known {
  const paid = halves.find(
    ({ origin, operation: of }) => origin === reverses && reversalIdOf(payment, origin, of) === operation,
  );
  return paid === undefined ? {} : { paid };
}
