import type { MetricName } from "../stores/metrics.ts";
import type { PaymentAnswer } from "./actions/payment-answer.ts";
import type { Deps } from "./deps.ts";

/** Counts what became of a payment request, in a line that names the request and the payment. */
export function measureAnswer(answer: PaymentAnswer, request: string, { stores: { metrics } }: Deps): void {
  if (answer.answer === "key_reused") return;
  const { payment, replayed } = answer;
  const counted: MetricName = replayed
    ? "PaymentsReplayed"
    : answer.answer === "accepted"
      ? "PaymentsAccepted"
      : "PaymentsDeclined";
  metrics?.measure({ [counted]: 1 }, { request, payment: payment.id, ...(payment.code && { code: payment.code }) });
}
