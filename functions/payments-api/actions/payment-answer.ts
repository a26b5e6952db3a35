import type { PaymentEntry } from "../../domain/entries.ts";
import type { PaymentRequest } from "../../domain/payments.ts";

/** What became of a payment request. */
export type PaymentAnswer =
  | { readonly answer: "accepted" | "declined"; readonly payment: PaymentEntry; readonly replayed: boolean }
  | { readonly answer: "key_reused" };

/** The answer that a stored payment gives to a request under its key. */
export function answerFrom(payment: PaymentEntry, request: Pick<PaymentRequest, "request">): PaymentAnswer {
  if (payment.request !== request.request) return { answer: "key_reused" };
  return { answer: payment.code === undefined ? "accepted" : "declined", payment, replayed: true };
}
