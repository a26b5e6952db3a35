import type { Call } from "../../core/call.ts";
import { AwsError } from "../../core/errors.ts";
import type { Kernel } from "../../core/kernel.ts";
import type { Reader } from "../inputs.ts";
import { queueNameOf } from "./queue-names.ts";
import type { QueueStore } from "./queue-store.ts";
import type { Queue } from "./queue.ts";

/** What an operation answers. */
export type Output = Readonly<Record<string, unknown>>;

/** Everything an operation works with. */
export interface Operation {
  readonly kernel: Kernel;
  readonly store: QueueStore;
  readonly call: Call;
  readonly input: Reader;
}

/** The queue that `QueueUrl` names. Throws `QueueDoesNotExist`. */
export function target({ store, call, input }: Operation): Queue {
  const url = input.text("QueueUrl");
  if (url === undefined) throw new AwsError("MissingParameter", "The request must contain the parameter QueueUrl.");
  return store.find(call.region, queueNameOf(url));
}

/** A whole number in its range, or undefined where absent. Throws `InvalidParameterValue`. */
export function within(input: Reader, key: string, least: number, most: number): number | undefined {
  const value = input.number(key);
  if (value !== undefined && (!Number.isInteger(value) || value < least || value > most)) {
    const reason = `Must be between ${least} and ${most}, if provided.`;
    throw new AwsError("InvalidParameterValue", `Value ${value} for parameter ${key} is invalid. Reason: ${reason}`);
  }
  return value;
}
