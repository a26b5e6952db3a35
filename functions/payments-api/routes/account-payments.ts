import { Hono } from "hono";
import { homeOf, lengthPrefixedHash, parseAccountId, paymentIdOf, type AccountId } from "../../domain/ids.ts";
import { parseAmount, type Amount, type Currency } from "../../domain/money.ts";
import { FILE_BODY_MAX } from "../../domain/payment-uploads.ts";
import { isRailsAccount } from "../../domain/payouts.ts";
import type { Control } from "../../stores/control.ts";
import { payBatch } from "../actions/pay-batch.ts";
import { takePayment } from "../actions/take-payment.ts";
import { markReplay, scoped, type AppEnv } from "../context.ts";
import { measureAnswer } from "../measuring.ts";
import { tracedBy, type Deps } from "../deps.ts";
import { requireFunding } from "../funding.ts";
import { batchProblem } from "../iso20022/batch-problem.ts";
import { parsePain001 } from "../iso20022/pain001.ts";
import { declined, keyReused, Problem } from "../problems.ts";
import { renderBatch, renderPayment } from "../render.ts";
import { bodyText, idempotencyKey, jsonBody, pathId } from "../requests.ts";
import { paymentBody } from "../schemas.ts";

const PAYMENT_ROUTE = "/v1/accounts/{id}/payments";
const AUTHORIZED_FOR_SECONDS = 7 * 24 * 3600;

/** Paying from an account: one payment, or a file of them. */
export function accountPaymentRoutes(deps: Deps) {
  return new Hono<AppEnv>()
    .post("/:id/payments", scoped("payments/write"), async (c) => {
      const { tenant } = c.get("principal");
      const source = await pathId(c, parseAccountId, deps.stores.control);
      const { payee, currency, capture, expires_in: expiresIn, ...body } = await jsonBody(c, paymentBody);
      const key = idempotencyKey(c);
      await requirePayee(payee, source, currency, deps.stores.control);
      requireFunding(source, currency, c.get("principal"));
      const id = paymentIdOf(homeOf(source), { tenant, method: "POST", route: PAYMENT_ROUTE, resource: source, key });
      const request = await deps.stores.hasher.hash({ ...body, payee, currency, capture, expires_in: expiresIn });
      const ends = BigInt(deps.clock.now() + (expiresIn ?? AUTHORIZED_FOR_SECONDS) * 1000);
      const reference = body.reference === undefined ? undefined : lengthPrefixedHash([tenant, source, body.reference]);
      const amount = exactAmount(body.amount);
      const payment = { id, tenant, source, payee, currency, capture, request, amount } as const;
      const manual = capture === "manual" ? { expiresAt: ends } : {};
      const answer = await takePayment({ ...payment, ...manual, ...(reference && { reference }) }, tracedBy(c, deps));
      measureAnswer(answer, c.get("requestId"), deps);
      switch (answer.answer) {
        case "accepted":
          markReplay(c, answer.replayed);
          return c.json(renderPayment(answer.payment), 201);
        case "declined":
          throw declined(answer.payment.code, answer.replayed);
        case "key_reused":
          throw keyReused();
      }
    })
    .post("/:id/payment_batches", scoped("payments/write"), async (c) => {
      const debtor = await pathId(c, parseAccountId, deps.stores.control);
      const instead = `/v1/accounts/${debtor}/payment_uploads`;
      const file = parsePain001(await bodyText(c, ["application/xml", "text/xml"], FILE_BODY_MAX, instead));
      if (!file.ok) throw batchProblem(file.refusal);
      for (const currency of new Set(file.value.lines.map((line) => line.currency))) {
        requireFunding(debtor, currency, c.get("principal"));
      }
      const answer = await payBatch(file.value, debtor, c.get("principal").tenant, tracedBy(c, deps));
      markReplay(c, answer.replayed);
      return c.json(renderBatch(answer, file.value.messageId, debtor));
    });
}

async function requirePayee(payee: AccountId, source: AccountId, currency: Currency, control: Control): Promise<void> {
  const wrong = (message: string) =>
    new Problem("invalid_request", "Some fields are wrong; see errors.", { errors: [{ field: "payee", message }] });
  if (payee === source) throw wrong("must be another account than the source");
  // What pays a rails account is a payout, which has a beneficiary and goes its own way.
  if (isRailsAccount(payee, currency)) throw wrong("is an account that only payouts pay");
  if (!(await control.knows(homeOf(payee)))) throw wrong("is at home in no cell of this platform");
}

/** The schema has seen to the range. */
function exactAmount(minor: number): Amount {
  const amount = parseAmount(minor);
  if (!amount.ok) throw new Problem("invalid_request", "The amount is out of range.");
  return amount.value;
}
