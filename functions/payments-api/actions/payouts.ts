import type { Beneficiary } from "../../domain/beneficiaries.ts";
import type { PaymentEntry } from "../../domain/entries.ts";
import { homeOf, type PaymentId, type Tenant } from "../../domain/ids.ts";
import { payoutOutcomeKey } from "../../domain/keys.ts";
import { endFrom, isPayout, payoutPayment, type PayoutEnd, type PayoutRequest } from "../../domain/payouts.ts";
import { homeCapacity, type Deps, type PayingDeps } from "../deps.ts";
import { notFound } from "../requests.ts";
import type { PaymentAnswer } from "./payment-answer.ts";
import { readPayment } from "./read-payment.ts";
import { takeAtHome } from "./take-payment.ts";

/**
 * Takes a payout: holds its amount. Only a home with a lease takes one, and before it has said so nothing personal is
 * kept. The beneficiary is kept first, since the ledger's stream starts the payout as soon as the hold stands.
 */
export async function makePayout(
  request: PayoutRequest,
  beneficiary: Beneficiary,
  deps: PayingDeps,
): Promise<PaymentAnswer> {
  const capacity = await homeCapacity(homeOf(request.source), deps);
  await deps.stores.vault.keep(request, beneficiary);
  return takeAtHome(payoutPayment(request), capacity, deps);
}

/** A payout, and how it ended if it has. */
export interface PayoutView {
  readonly payment: PaymentEntry;
  readonly end: PayoutEnd | undefined;
}

/** A payout of the tenant's, as this cell has it. */
export async function readPayout(id: PaymentId, tenant: Tenant, deps: Deps): Promise<PayoutView> {
  const { payment } = await readPayment(id, tenant, deps);
  if (!isPayout(payment) || payment.tenant !== tenant) throw notFound();
  // Read after the payment: an end that it does not show yet is told all the same.
  return { payment, end: endFrom(await deps.stores.ledger.get(payoutOutcomeKey(homeOf(id), id))) };
}
