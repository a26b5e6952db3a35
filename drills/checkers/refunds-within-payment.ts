import type { Checker } from "./checker.ts";
import { operationsOf } from "./operations-of.ts";

/** Nobody gets more back than was paid. */
export const refundsWithinPayment: Checker = {
  name: "refunds-within-payment",
  claim: "Refunds never exceed what was captured of their payment.",
  holds: "always",
  harm: "other",
  check: (ledger) =>
    operationsOf(ledger, "refund").flatMap(({ payment, stored, operations }) => {
      const refunded = operations.reduce((sum, { entry }) => sum + entry.amount, 0n);
      const items = [stored, ...operations.map((operation) => operation.stored)];
      if (refunded > payment.captured) {
        const fault = `Refunds of ${payment.id} come to ${refunded}, more than the ${payment.captured} captured.`;
        return [{ fault, items }];
      }
      if (payment.refundable >= 0n) return [];
      return [{ fault: `${payment.id} says that ${payment.refundable} can still be refunded.`, items }];
    }),
};
