import { takeIsolatedPayment, whyIsolatedRefused } from "../../domain/isolated.ts";
import { balanceKey, paymentKey } from "../../domain/keys.ts";
import { paymentFrom, type PaymentRequest } from "../../domain/payments.ts";
import { limited, undecided, type Capacity, type PayingDeps } from "../deps.ts";
import { notFound } from "../requests.ts";
import { commitSteps } from "./commit.ts";
import { answerFrom, type PaymentAnswer } from "./payment-answer.ts";
import { together } from "../../stores/together.ts";

/** How often a decision is taken again because the balance moved on since it was read. */
const DECISIONS_MAX = 4;

/** Takes a payment as a home without a lease: out of its isolated share, and nothing is declined for good. */
export async function takeIsolated(
  request: PaymentRequest,
  capacity: Extract<Capacity, { readonly as: "isolatedHome" }>,
  deps: PayingDeps,
): Promise<PaymentAnswer> {
  const { standing } = capacity;
  const { stores, stripes } = deps;
  for (let decision = 0; decision < DECISIONS_MAX; decision += 1) {
    const [balance, old] = await together([
      stores.ledger.get(balanceKey(request.source)),
      stores.ledger.get(paymentKey(standing.cell, request.id)),
    ]);
    if (old !== undefined) return answerFrom(paymentFrom(old), request);
    const decided = takeIsolatedPayment(request, balance, standing, stripes.pick(request.payee));
    if (decided.decision === "not_found") throw notFound();
    if (decided.decision === "limited") throw limited();
    const { steps, entry } = decided;
    const refusals = await commitSteps(steps, capacity, deps);
    if (refusals === undefined) return { answer: "accepted", payment: entry, replayed: false };
    const refusal = whyIsolatedRefused(steps, refusals);
    switch (refusal.means) {
      case "replay":
        return answerFrom(refusal.entry, request);
      case "source_not_found":
        throw notFound();
      case "striped":
        stripes.remember(request.payee, refusal.stripes);
        break;
      case "changed":
        break;
      case "limited":
        throw limited();
    }
  }
  throw undecided("contention");
}
