import { AwsError } from "../core/errors.ts";
import type { Fault } from "./catalogue.ts";

/** How likely a single call of a service meets a fault; each from 0 to 1, all together at most 1. */
export interface CallFaults {
  readonly lostReply: number;
  readonly failedBefore: number;
  readonly conflict: number;
  readonly throttled: number;
  readonly serverError: number;
  readonly lateWrite: number;
  readonly killed: number;
  readonly frozen: number;
  readonly slow: number;
}

/** No call meets any fault. */
export const noCallFaults: CallFaults = {
  lostReply: 0,
  failedBefore: 0,
  conflict: 0,
  throttled: 0,
  serverError: 0,
  lateWrite: 0,
  killed: 0,
  frozen: 0,
  slow: 0,
};

/** The names of the faults that a call can meet, in the order in which they are drawn. */
export const callFaultNames = [
  "lostReply",
  "failedBefore",
  "conflict",
  "throttled",
  "serverError",
  "lateWrite",
  "killed",
  "frozen",
  "slow",
] as const satisfies readonly (Fault & keyof CallFaults)[];

/** One of the faults that a call can meet. */
export type CallFault = (typeof callFaultNames)[number];

/** Draws at most one fault for a call; one draw, whatever the rates are. */
export function drawCallFault(rates: CallFaults, random: () => number): CallFault | undefined {
  let left = random();
  for (const name of callFaultNames) {
    const rate = rates[name];
    if (left < rate) return name;
    left -= rate;
  }
  return undefined;
}

/** What DynamoDB answers when others write the same items, or the table sheds load; nothing was written. */
export function busyError(
  fault: "conflict" | "throttled",
  action: string,
  input: Readonly<Record<string, unknown>>,
): AwsError | undefined {
  const { TransactItems: items } = input;
  if (action === "TransactWriteItems" && Array.isArray(items)) {
    const code = fault === "conflict" ? "TransactionConflict" : "ThrottlingError";
    const reasons = items.map((_, index) => ({ Code: index === items.length - 1 ? code : "None" }));
    const codes = reasons.map(({ Code }) => Code).join(", ");
    const message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`;
    return new AwsError("TransactionCanceledException", message, 400, { CancellationReasons: reasons });
  }
  if (fault === "conflict") return undefined;
  return new AwsError("ThrottlingException", "Rate of requests exceeds the allowed throughput.", 400);
}

/** What a service answers when it broke: whether it did what was asked is not said. */
export function serverError(): AwsError {
  return new AwsError("InternalServerError", "The server encountered an internal error trying to fulfill it.", 500);
}
