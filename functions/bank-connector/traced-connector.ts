import type { BankAnswer, SendAnswer } from "../domain/bank-answers.ts";
import type { Segments, Step } from "../stores/segments.ts";
import type { BankConnector } from "./app.ts";

/** Where steps are recorded, and below what: the place of the invocation at hand (W3C `traceparent`). */
export interface InvocationTracing {
  readonly segments: Segments;
  place(): string | undefined;
}

/** A connector whose every exchange with the bank is a step of the invocation's trace, with what the bank answered. */
export function tracedConnector(
  connector: BankConnector,
  bankUrl: string,
  { segments, place }: InvocationTracing,
): BankConnector {
  async function step<Answer extends BankAnswer | SendAnswer>(
    operation: string,
    work: () => Promise<Answer>,
  ): Promise<Answer> {
    const annotations = { operation, host: new URL(bankUrl).host };
    const asked: Step = { name: "bank", as: "subsegment", annotations };
    const span = segments.open(place(), asked);
    try {
      const answer = await work();
      span?.close(answer.answer === "unknown" ? "failed" : "done", foundIn(answer));
      return answer;
    } catch (fault) {
      span?.close("failed");
      throw fault;
    }
  }

  return {
    ...connector,
    send: (transfer, epoch) => step("send", () => connector.send(transfer, epoch)),
    ask: (payment) => step("ask", () => connector.ask(payment)),
  };
}

/** What is said of a bank's answer: codes alone. */
export function foundIn(answer: BankAnswer | SendAnswer): Readonly<Record<string, string>> {
  return "reason" in answer ? { answer: answer.answer, reason: answer.reason } : { answer: answer.answer };
}
