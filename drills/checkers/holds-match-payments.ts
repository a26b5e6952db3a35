import { holdKey } from "../../functions/domain/keys.ts";
import type { CellName } from "../../functions/domain/ids.ts";
import type { Checker } from "./checker.ts";
import { figureOf, nameOf, textOf } from "./ledger-view.ts";

/** An authorization and its hold move together, and what has ended holds nothing. */
export const holdsMatchPayments: Checker = {
  name: "holds-match-payments",
  claim:
    "An authorization's hold is open while the payment is authorized, holds nothing after, and counts its captures.",
  holds: "always",
  harm: "other",
  check: ({ journal, find }) =>
    journal.flatMap(({ stored, entry, writer }) => {
      if (entry.kind !== "payment" || entry.capture !== "manual") return [];
      // A stand-in's reversed authorization leaves its hold: nobody can draw on it any more.
      if (entry.state === "declined" || entry.state === "reversed") return [];
      // A cell of the registry, as every writer in the truth is.
      const hold = find(holdKey(writer as CellName, entry.source, entry.id));
      const name = nameOf(stored.key);
      if (hold === undefined) return [{ fault: `${name} was authorized without a hold.`, items: [stored] }];
      const items = [stored, hold];
      const [remaining, captured] = [figureOf(hold.item, "remaining"), figureOf(hold.item, "captured")];
      const open = textOf(hold.item, "state") === "open";
      if (open !== (entry.state === "authorized")) {
        return [{ fault: `${name} is ${entry.state}, its hold is ${textOf(hold.item, "state")}.`, items }];
      }
      if (!open && remaining !== 0n)
        return [{ fault: `${name} is ${entry.state}, but still holds ${remaining}.`, items }];
      if (captured === entry.captured) return [];
      return [{ fault: `${name} counts ${entry.captured} captured, its hold ${captured}.`, items }];
    }),
};
