import type { Attempt, Wish } from "./client.ts";
import { paymentFile } from "./payment-file.ts";
import { payoutWish } from "./payout-wishes.ts";
import type { BatchStep, OperationStep, PaymentStep, Step, Workload } from "./steps.ts";

type Client = Wish["client"];
/** The ids that places in a list of accounts stand for. */
type Ids = readonly string[];

/** What a step asks for; undefined where it is about a payment that was never taken. */
export function wishOf(
  step: Step,
  workload: Workload,
  accounts: Ids,
  payments: ReadonlyMap<number, string>,
): Wish | undefined {
  const ownerOf = (account: number): Client => workload.accounts[account]?.owner ?? "shop-client";
  const asker = (account: number): Client => (step.foreign ? strangerTo(ownerOf(account)) : ownerOf(account));
  switch (step.does) {
    case "pay":
      return paymentWish(step, asker(step.source), accounts);
    case "close": {
      const path = `/v1/accounts/${accounts[step.account]}/close`;
      return { client: asker(step.account), path, key: `close-${step.name}`, body: {} };
    }
    case "payOut":
      return payoutWish(step, asker(step.source), accounts);
    case "batch":
      return batchWish(step, asker(step.source), accounts);
    case "capture":
    case "void":
    case "refund": {
      const about = workload.steps.find(({ name }) => name === step.payment);
      // A payee gives back what it was paid; all else is the payer's business.
      const account = about?.does === "pay" ? (step.does === "refund" ? about.payee : about.source) : 0;
      return operationWish(step, asker(account), payments);
    }
  }
}

function paymentWish(
  { amount, capture, name, source, payee, expiresIn, reference }: PaymentStep,
  client: Client,
  accounts: Ids,
): Wish {
  const ends = expiresIn === undefined ? {} : { expires_in: expiresIn };
  const referred = reference === undefined ? {} : { reference: `order ${reference}` };
  const body = { payee: accounts[payee], amount, currency: "EUR", capture, ...ends, ...referred };
  return { client, path: `/v1/accounts/${accounts[source]}/payments`, key: `pay-${name}`, body };
}

function operationWish(
  { payment, does, name, amount, final }: OperationStep,
  client: Client,
  payments: ReadonlyMap<number, string>,
): Wish | undefined {
  const id = payments.get(payment);
  if (id === undefined) return undefined;
  const body = {
    ...(amount !== undefined && { amount }),
    ...(does === "capture" && { final }),
  };
  const path = `/v1/payments/${id}/${does === "refund" ? "refunds" : does}`;
  return { client, path, key: `${does}-${name}`, body };
}

function batchWish({ name, source, lines }: BatchStep, client: Client, accounts: Ids): Wish {
  const payments = lines.map(({ payee, amount }) => ({ payee: accounts[payee] ?? "", amount }));
  const path = `/v1/accounts/${accounts[source]}/payment_batches`;
  return { client, path, key: `batch-${name}`, body: {}, file: paymentFile(`batch-${name}`, payments) };
}

function strangerTo(owner: Client): Client {
  return owner === "shop-client" ? "other-client" : "shop-client";
}

/** What makes two wishes one and the same. */
export function nameOf({ path, key }: Wish): string {
  return `${path} ${key}`;
}

/** The wish for an account. */
export function opening(client: Wish["client"], home: string, name: string, more: Wish["body"]): Wish {
  const body = { currency: "EUR", ...more };
  return { client, path: "/v1/accounts", key: `open-${home}-${name}`, body, headers: { "home-cell": home } };
}

/** The id of what was opened. */
export function idIn({ reply }: Attempt): string {
  const id = reply?.body?.["id"];
  if (typeof id !== "string") throw new Error(`No account was opened: ${JSON.stringify(reply?.body)}`);
  return id;
}
