import type { Standing } from "../../domain/balances.ts";
import type { DeclineCode, PaymentEntry } from "../../domain/entries.ts";
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
import { attemptGate, limited, standingFor, undecided, type Deps } from "../deps.ts";
import { notFound } from "../requests.ts";

/** What became of a payment request. */
export type PaymentAnswer =
  | { readonly answer: "accepted" | "declined"; readonly payment: PaymentEntry; readonly replayed: boolean }
  | { readonly answer: "key_reused" };

/** Takes a payment: one transaction, no read; the same for a replay. Throws a problem where nothing is decided. */
export async function takePayment(request: PaymentRequest, deps: Deps): Promise<PaymentAnswer> {
  const standing = await standingFor(homeOf(request.source), deps);
  const steps = writesOf(request, standing);
  const result = await deps.stores.ledger.commit(
    steps.map(({ write }) => write),
    attemptGate(deps),
  );
  switch (result.outcome) {
    case "committed":
      return { answer: "accepted", payment: acceptedEntry(request, standing), replayed: false };
    case "contention":
    case "unknown":
    case "lease_ended":
      throw undecided(result.outcome);
    case "refused": {
      const refusal = whyRefused(steps, result.refusals);
      switch (refusal.means) {
        case "replay":
          return replay(refusal.entry, request);
        case "decline":
          return decline(request, refusal.code, standing, deps);
        case "source_not_found":
          throw notFound();
        case "limited":
          await deps.stores.control.refreshLease();
          throw limited();
      }
    }
  }
}

/** Stores a refusal for good under the payment's key; whatever is found there instead is the answer. */
async function decline(
  request: PaymentRequest,
  code: DeclineCode,
  standing: Standing,
  deps: Deps,
): Promise<PaymentAnswer> {
  const declined = declinedEntry(request, code, standing);
  const result = await deps.stores.ledger.commit(storeDecline(declined, standing), attemptGate(deps));
  switch (result.outcome) {
    case "committed":
      return { answer: "declined", payment: declined, replayed: false };
    case "refused": {
      const old = result.refusals[0].old;
      if (old === undefined) throw limited();
      return replay(paymentFrom(old), request);
    }
    case "contention":
    case "unknown":
    case "lease_ended":
      throw undecided(result.outcome);
  }
}

function replay(payment: PaymentEntry, request: PaymentRequest): PaymentAnswer {
  if (payment.request !== request.request) return { answer: "key_reused" };
  return { answer: payment.code === undefined ? "accepted" : "declined", payment, replayed: true };
}
