import type { Attempt, Wish } from "./client.ts";
import type { Step } from "./workload.ts";

/** What a step asks for; undefined where it is about a payment that was never taken. */
export function wishOf(
  step: Step,
  accounts: readonly string[],
  payments: ReadonlyMap<number, string>,
): Wish | undefined {
  if (step.does === "pay") {
    const { amount, capture, name } = step;
    const [source, payee] = [accounts[step.source], accounts[step.payee]];
    const ends = step.expiresIn === undefined ? {} : { expires_in: step.expiresIn };
    const body = { payee, amount, currency: "EUR", capture, ...ends };
    const client = step.foreign ? "other-client" : "shop-client";
    return { client, path: `/v1/accounts/${source}/payments`, key: `pay-${name}`, body };
  }
  const payment = payments.get(step.payment);
  if (payment === undefined) return undefined;
  const { does, name, amount, final } = step;
  const body = {
    ...(amount !== undefined && { amount }),
    ...(does === "capture" && { final }),
  };
  const path = `/v1/payments/${payment}/${does === "refund" ? "refunds" : does}`;
  return { client: "shop-client", path, key: `${does}-${name}`, body };
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
