import type { IsolatedShare } from "../../domain/balances.ts";
import type { DeclineCode } from "../../domain/entries.ts";
import { homeOf } from "../../domain/ids.ts";
import {
  acceptedEntry,
  declinedEntry,
  paymentFrom,
  storeDecline,
  takePayment as writesOf,
  whyRefused,
  type PaymentRequest,
} from "../../domain/payments.ts";
import { capacityOver, isolationIsOver, limited, undecided, type PayingDeps, type HomeCapacity } from "../deps.ts";
import { notFound } from "../requests.ts";
import { commit, commitSteps } from "./commit.ts";
import { answerFrom, type PaymentAnswer } from "./payment-answer.ts";
import { sweepIn } from "./sweep-in.ts";
import { takeIsolated } from "./take-isolated.ts";
import { takeAsStandIn } from "./take-as-stand-in.ts";

/** Takes a payment as what this cell is to the source's home. Throws a problem where nothing is decided. */
export async function takePayment(request: PaymentRequest, deps: PayingDeps): Promise<PaymentAnswer> {
  const capacity = await capacityOver(homeOf(request.source), deps);
  switch (capacity.as) {
    case "home":
      return takeAtHome(request, capacity, deps);
    case "isolatedHome":
      return takeIsolated(request, capacity, deps);
    case "standIn":
      return takeAsStandIn(request, capacity, deps);
  }
}

/** What a round may find out, each once: that the payee or the source is striped, and that an isolation is over. */
const ROUNDS_MAX = 4;

/** One transaction, no read; the same for a replay. A round more for what the ledger had to tell first. */
export async function takeAtHome(
  request: PaymentRequest,
  capacity: HomeCapacity,
  deps: PayingDeps,
): Promise<PaymentAnswer> {
  let ends: IsolatedShare | undefined;
  let swept = false;
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const standing = ends === undefined ? capacity.standing : { ...capacity.standing, ends };
    const steps = writesOf(request, standing, deps.stripes.pick(request.payee));
    const refusals = await commitSteps(steps, capacity, deps);
    if (refusals === undefined) {
      return { answer: "accepted", payment: acceptedEntry(request, standing), replayed: false };
    }
    const refusal = whyRefused(steps, refusals);
    switch (refusal.means) {
      case "replay":
        return answerFrom(refusal.entry, request);
      case "decline":
        return decline(request, refusal.code, capacity, deps);
      case "source_not_found":
        throw notFound();
      case "striped":
        deps.stripes.remember(request.payee, refusal.stripes);
        break;
      case "unswept":
        if (swept || !(await sweepIn(request.source, refusal.stripes, capacity, deps))) {
          return decline(request, "insufficient_funds", capacity, deps);
        }
        swept = true;
        break;
      case "isolated":
        if (!(await isolationIsOver(refusal.share, capacity, deps))) throw limited();
        ends = refusal.share;
        break;
      case "limited":
        await deps.stores.control.refreshLease();
        throw limited();
    }
  }
  throw undecided("contention");
}

/** Stores a refusal for good under the payment's key; whatever is found there instead is the answer. */
async function decline(
  request: PaymentRequest,
  code: DeclineCode,
  capacity: HomeCapacity,
  deps: PayingDeps,
): Promise<PaymentAnswer> {
  const declined = declinedEntry(request, code, capacity.standing);
  const refusals = await commit(storeDecline(declined, capacity.standing), capacity, deps);
  if (refusals === undefined) return { answer: "declined", payment: declined, replayed: false };
  const [{ old }] = refusals;
  if (old === undefined) throw limited();
  return answerFrom(paymentFrom(old), request);
}
