import { Hono } from "hono";
import { parseBeneficiary, type BeneficiaryFault, type BeneficiaryRefusal } from "../../domain/beneficiaries.ts";
import { homeOf, lengthPrefixedHash, parseAccountId, parsePaymentId, paymentIdOf } from "../../domain/ids.ts";
import { parseAmount } from "../../domain/money.ts";
import { isRailsAccount } from "../../domain/payouts.ts";
import { makePayout, readPayout } from "../actions/payouts.ts";
import { markReplay, scoped, type AppEnv } from "../context.ts";
import { freshnessOf, tracedBy, type Deps } from "../deps.ts";
import { requireFunding } from "../funding.ts";
import { declined, keyReused, Problem } from "../problems.ts";
import { renderPayout, renderPayoutView } from "../render.ts";
import { idempotencyKey, jsonBody, pathId } from "../requests.ts";
import { payoutBody } from "../schemas.ts";

const PAYOUT_ROUTE = "/v1/accounts/{id}/payouts";

/** Paying out from an account to another bank. */
export function accountPayoutRoutes(deps: Deps) {
  return new Hono<AppEnv>().post("/:id/payouts", scoped("payments/write"), async (c) => {
    const { tenant } = c.get("principal");
    const source = await pathId(c, parseAccountId, deps.stores.control);
    const body = await jsonBody(c, payoutBody);
    const key = idempotencyKey(c);
    requireFunding(source, body.currency, c.get("principal"));
    if (isRailsAccount(source, body.currency)) throw fromRails();
    const beneficiary = parseBeneficiary(body.beneficiary, body.currency);
    if (!beneficiary.ok) throw wrongBeneficiary(beneficiary.refusal);
    const amount = parseAmount(body.amount);
    if (!amount.ok) throw new Problem("invalid_request", "The amount is out of range.");
    const id = paymentIdOf(homeOf(source), { tenant, method: "POST", route: PAYOUT_ROUTE, resource: source, key });
    const request = await deps.stores.hasher.hash({ ...body, beneficiary: beneficiary.value });
    const reference = body.reference === undefined ? undefined : lengthPrefixedHash([tenant, source, body.reference]);
    const figures = { amount: amount.value, currency: body.currency };
    const payout = { id, tenant, source, ...figures, request, ...(reference && { reference }) };
    const answer = await makePayout(payout, beneficiary.value, tracedBy(c, deps));
    switch (answer.answer) {
      case "accepted":
        markReplay(c, answer.replayed);
        return c.json(renderPayout(answer.payment), 201);
      case "declined":
        throw declined(answer.payment.code, answer.replayed);
      case "key_reused":
        throw keyReused();
    }
  });
}

/** Reading payouts. */
export function payoutRoutes(deps: Deps) {
  return new Hono<AppEnv>().get("/:id", scoped("payments/read"), async (c) => {
    const id = await pathId(c, parsePaymentId, deps.stores.control);
    const view = await readPayout(id, c.get("principal").tenant, deps);
    return c.json(renderPayoutView(view, freshnessOf(homeOf(id), view.payment.at, deps)));
  });
}

function fromRails(): Problem {
  return new Problem("invalid_request", "A rails account is the way by which payouts leave; none begins there.");
}

const SENTENCES: Readonly<Record<BeneficiaryRefusal, string>> = {
  name_malformed: "must have 1 to 140 characters, none of them a control character",
  account_not_named: "must name either an iban, or a routing_number and an account_number",
  currency_not_of_account: "must be USD for an account by routing_number",
  iban_malformed: "is not an IBAN",
  iban_country_unknown: "is of a country that has no IBANs",
  iban_structure_wrong: "has not the structure of its country's IBANs",
  iban_checksum_wrong: "has wrong check digits",
  routing_malformed: "must have nine digits",
  routing_district_unknown: "begins with two digits that the ABA does not give out",
  routing_checksum_wrong: "has a wrong check digit",
  account_number_malformed: "must have 4 to 17 digits",
};

/** Names the field at fault, and never repeats what it held. */
function wrongBeneficiary({ code, field }: BeneficiaryFault): Problem {
  const below = field === undefined ? "beneficiary" : `beneficiary.${field}`;
  const errors = [{ field: field === "currency" ? field : below, message: SENTENCES[code] }];
  return new Problem("invalid_request", "Some fields are wrong; see errors.", { errors });
}
