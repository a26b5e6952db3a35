import { homeOf, type PaymentId } from "../../domain/ids.ts";
import type { OperationRequest } from "../../domain/operations.ts";
import { operationsIn, paymentIn } from "../../domain/payment-view.ts";
import { decideStandInOperation, whyStandInOperationRefused } from "../../domain/stand-in-operations.ts";
import { limited, undecided, type Capacity, type Deps } from "../deps.ts";
import { notFound } from "../requests.ts";
import { commitSteps } from "./commit.ts";
import { answerFromOperation, type OperationAnswer } from "./operation-answer.ts";
import { entriesIn, requireVisible } from "./read-payment.ts";
import { together } from "../../stores/together.ts";

/** How often a decision is taken again because the payment moved on since it was read. */
const DECISIONS_MAX = 4;

/** Captures and voids what this cell holds for another home; queues everything else for the home to decide. */
export async function operateAsStandIn(
  id: PaymentId,
  asked: OperationRequest,
  capacity: Extract<Capacity, { readonly as: "standIn" }>,
  deps: Deps,
): Promise<OperationAnswer> {
  const { standing } = capacity;
  for (let decision = 0; decision < DECISIONS_MAX; decision += 1) {
    const [own, homes, ...thirds] = await together(
      [standing.cell, homeOf(id), ...standing.others.filter((cell) => cell !== homeOf(id))].map((cell) =>
        entriesIn(cell, id, deps),
      ),
    );
    const books = { own: own ?? [], homes: homes ?? [] };
    const everything = [...books.homes, ...books.own, ...thirds.flat()];
    const payment = paymentIn(everything);
    if (payment === undefined) throw notFound();
    await requireVisible(payment, asked.tenant, deps);
    if (asked.kind !== "refund" && payment.tenant !== asked.tenant) throw notFound();
    const known = operationsIn(everything).find((operation) => operation.id === asked.id);
    if (known !== undefined) return answerFromOperation(known, asked);
    const stripe = deps.stripes.pick(payment.payee);
    const decided = decideStandInOperation({ payment, ...books }, asked, standing, stripe);
    if (decided.decision === "limited") throw limited();
    const { steps, entry } = decided;
    const refusals = await commitSteps(steps, capacity, deps);
    if (refusals === undefined) return { answer: "accepted", operation: entry, replayed: false };
    const refusal = whyStandInOperationRefused(steps, refusals);
    switch (refusal.means) {
      case "replay":
        return answerFromOperation(refusal.entry, asked);
      case "striped":
        deps.stripes.remember(payment.payee, refusal.stripes);
        break;
      case "changed":
        break;
      case "limited":
        await deps.stores.control.refreshLease();
        throw limited();
    }
  }
  throw undecided("contention");
}
