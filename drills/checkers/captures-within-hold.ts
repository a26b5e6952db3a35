import type { Checker } from "./checker.ts";
import { figureOf, sortOf, type StoredItem } from "./ledger-view.ts";
import { operationsOf } from "./operations-of.ts";

/** An authorization is a ceiling. */
export const capturesWithinHold: Checker = {
  name: "captures-within-hold",
  claim: "Captures never exceed what was authorized, nor does a hold count more than it held.",
  holds: "always",
  harm: "other",
  check(ledger) {
    const overdrawn = operationsOf(ledger, "capture").flatMap(({ payment, stored, operations }) => {
      const captured = operations.reduce((sum, { entry }) => sum + entry.amount, 0n);
      if (captured <= payment.amount) return [];
      const fault = `Captures of ${payment.id} come to ${captured}, more than the ${payment.amount} authorized.`;
      return [{ fault, items: [stored, ...operations.map((operation) => operation.stored)] }];
    });
    return [...overdrawn, ...ledger.truth.filter(isOverdrawnHold).map(holdBreach)];
  },
};

function isOverdrawnHold({ key, item }: StoredItem): boolean {
  if (sortOf(key) !== "acct" || !key.sk.startsWith("hold#")) return false;
  const captured = figureOf(item, "captured");
  const remaining = figureOf(item, "remaining");
  return remaining < 0n || captured + remaining > figureOf(item, "amount");
}

function holdBreach(stored: StoredItem) {
  const { item, key } = stored;
  const [amount, captured, remaining] = ["amount", "captured", "remaining"].map((field) => figureOf(item, field));
  return { fault: `${key.sk} held ${amount}, counts ${captured} captured and ${remaining} left.`, items: [stored] };
}
