import { Hono, type Context } from "hono";
import * as v from "valibot";
import { homeOf, operationIdOf, parseAccountId, parsePaymentId, type PaymentId } from "../../domain/ids.ts";
import type { OperationRequest } from "../../domain/operations.ts";
import { firstOperationState } from "../../domain/payment-view.ts";
import { listPayments, type PaymentFilter } from "../actions/list-payments.ts";
import { operate } from "../actions/operate.ts";
import { readPayment } from "../actions/read-payment.ts";
import { markReplay, scoped, type AppEnv } from "../context.ts";
import { freshnessOf, tracedBy, type Deps } from "../deps.ts";
import { declined, keyReused } from "../problems.ts";
import { freshnessFields, renderListedPayment, renderOperation, renderPaymentView } from "../render.ts";
import { idempotencyKey, jsonBody, pageFields, pageRequest, pathId, timeRange, wrongQuery } from "../requests.ts";
import { captureBody, emptyBody, paymentState, refundBody } from "../schemas.ts";

/** Reading payments, and what can be done about one: capture, void, refund. */
export function paymentRoutes(deps: Deps) {
  return new Hono<AppEnv>()
    .get("/", scoped("payments/read"), async (c) => {
      const filter = paymentFilter(c);
      const { account, reference, state, from, to } = c.req.query();
      const page = pageRequest(c, "payments", ...[account, reference, state, from, to].map((text = "") => text));
      const { payments, next, freshness } = await listPayments(c.get("principal").tenant, filter, page, deps);
      const data = payments.map(renderListedPayment);
      return c.json({ data, ...pageFields(next, page), ...freshnessFields(freshness) });
    })
    .get("/:id", scoped("payments/read"), async (c) => {
      const id = await pathId(c, parsePaymentId, deps.stores.control);
      const view = await readPayment(id, c.get("principal").tenant, deps);
      const writtenAt = view.operations.reduce(
        (last, { operation: { at } }) => (at > last ? at : last),
        view.payment.at,
      );
      return c.json(renderPaymentView(view, freshnessOf(homeOf(id), writtenAt, deps)));
    })
    .post("/:id/capture", scoped("payments/write"), async (c) => {
      const id = await pathId(c, parsePaymentId, deps.stores.control);
      const body = await jsonBody(c, captureBody);
      return answer(c, id, { kind: "capture", final: body.final, ...amountOf(body) }, body, deps);
    })
    .post("/:id/void", scoped("payments/write"), async (c) => {
      const id = await pathId(c, parsePaymentId, deps.stores.control);
      const body = await jsonBody(c, emptyBody);
      return answer(c, id, { kind: "void", final: true }, body, deps);
    })
    .post("/:id/refunds", scoped("payments/write"), async (c) => {
      const id = await pathId(c, parsePaymentId, deps.stores.control);
      const body = await jsonBody(c, refundBody);
      return answer(c, id, { kind: "refund", final: true, ...amountOf(body) }, body, deps);
    });
}

function paymentFilter(c: Context<AppEnv>): PaymentFilter {
  const { account: id, reference, state: text } = c.req.query();
  const account = id === undefined ? undefined : parseAccountId(id);
  if (account?.ok === false) throw wrongQuery("account", "is not an account id (acc_{cell}_{32 hex digits})");
  const state = text === undefined ? undefined : v.safeParse(paymentState, text);
  if (state?.success === false) throw wrongQuery("state", "is no state of a payment");
  if (reference !== undefined && account === undefined) {
    throw wrongQuery("reference", "is unique on an account: name the account that paid, too");
  }
  return {
    ...timeRange(c),
    ...(account?.ok && { account: account.value }),
    ...(account?.ok && reference !== undefined && { reference: { source: account.value, text: reference } }),
    ...(state?.success && { state: state.output }),
  };
}

const ROUTES = {
  capture: "/v1/payments/{id}/capture",
  void: "/v1/payments/{id}/void",
  refund: "/v1/payments/{id}/refunds",
} as const;

async function answer(
  c: Context<AppEnv>,
  payment: PaymentId,
  what: Pick<OperationRequest, "kind" | "amount" | "final">,
  body: Readonly<Record<string, unknown>>,
  deps: Deps,
) {
  const { tenant } = c.get("principal");
  const key = idempotencyKey(c);
  const id = operationIdOf({ tenant, method: "POST", route: ROUTES[what.kind], resource: payment, key });
  const request = await deps.stores.hasher.hash(body);
  const result = await operate(payment, { ...what, id, tenant, request }, tracedBy(c, deps));
  switch (result.answer) {
    case "accepted": {
      markReplay(c, result.replayed);
      const first = firstOperationState(result.operation);
      const pending = first === "queued" || (what.kind === "refund" && first === "processing");
      return c.json(renderOperation(result.operation), pending ? 202 : 201);
    }
    case "declined":
      throw declined(result.operation.code, result.replayed);
    case "key_reused":
      throw keyReused();
  }
}

function amountOf({ amount }: { readonly amount?: number | undefined }): { readonly amount?: bigint } {
  return amount === undefined ? {} : { amount: BigInt(amount) };
}
