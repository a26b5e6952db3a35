import { paymentKey } from "../../domain/keys.ts";
import type { PaymentEntry } from "../../domain/entries.ts";
import { paymentFrom, type PaymentRequest } from "../../domain/payments.ts";
import type { StandInStanding } from "../../domain/allowance.ts";
import { askToYield, takeStandInPayment, whyStandInRefused } from "../../domain/stand-in.ts";
import { limited, undecided, type Capacity, type PayingDeps } from "../deps.ts";
import { notFound } from "../requests.ts";
import { commitSteps } from "./commit.ts";
import { answerFrom, type PaymentAnswer } from "./payment-answer.ts";
import { readAccountSeen } from "./read-account-seen.ts";
import { together } from "../../stores/together.ts";

/** How often a decision is taken again because the stand-in's row moved on since it was read. */
const DECISIONS_MAX = 4;

type StandIn = Extract<Capacity, { readonly as: "standIn" }>;

/**
 * Takes a payment from an account of another home, within the allowance that this cell's replica leaves it. Nothing is
 * declined for good; what any cell has under the same id is the answer.
 */
export async function takeAsStandIn(
  request: PaymentRequest,
  capacity: StandIn,
  deps: PayingDeps,
): Promise<PaymentAnswer> {
  const { standing, mayAttempt } = capacity;
  const { ledger, control } = deps.stores;
  for (let decision = 0; decision < DECISIONS_MAX; decision += 1) {
    const [seen, old] = await together([
      readAccountSeen(request.source, standing, deps),
      storedAnywhere(request, standing, deps),
    ]);
    if (old !== undefined) return answerFrom(old, request);
    const decided = takeStandInPayment(request, seen, standing, deps.stripes.pick(request.payee));
    if (decided.decision === "not_found") throw notFound();
    if (decided.decision === "limited") {
      // Refused when it was asked before: once is enough.
      if (decided.yields) await ledger.commit(askToYield(request.source, standing), mayAttempt);
      throw limited();
    }
    const { steps, entry } = decided;
    const refusals = await commitSteps(steps, capacity, deps);
    if (refusals === undefined) return { answer: "accepted", payment: entry, replayed: false };
    const refusal = whyStandInRefused(steps, refusals);
    switch (refusal.means) {
      case "replay":
        return answerFrom(refusal.entry, request);
      case "source_not_found":
        throw notFound();
      case "striped":
        deps.stripes.remember(request.payee, refusal.stripes);
        break;
      case "changed":
        break;
      case "limited":
        await control.refreshLease();
        throw limited();
    }
  }
  throw undecided("contention");
}

/** The payment as any cell has it; an accepted one before a decline, which it beats once the home has seen both. */
async function storedAnywhere(
  { id }: PaymentRequest,
  { cell, others }: StandInStanding,
  { stores }: PayingDeps,
): Promise<PaymentEntry | undefined> {
  const found = await together([cell, ...others].map((where) => stores.ledger.get(paymentKey(where, id))));
  const entries = found.flatMap((item) => (item === undefined ? [] : [paymentFrom(item)]));
  return entries.find(({ code }) => code === undefined) ?? entries[0];
}
