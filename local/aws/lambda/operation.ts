import type { Call } from "../../core/call.ts";
import { AwsError } from "../../core/errors.ts";
import type { Kernel } from "../../core/kernel.ts";
import type { Reader } from "../inputs.ts";
import type { QueuedInvocation } from "./async-invocation.ts";
import type { EventSourceMappings } from "./event-sources/index.ts";
import type { FunctionDirectory, FunctionTarget } from "./function-directory.ts";
import type { FunctionLife } from "./function-life.ts";

/** What an operation of Lambda answers. */
export type Output = Readonly<Record<string, unknown>>;

/** What the service asks of the rest of the model. */
export interface LambdaServiceParts {
  readonly directory: FunctionDirectory;
  readonly accountId: string;
  readonly kernel: Kernel;
  readonly life: FunctionLife;
  readonly mappings: EventSourceMappings;
  enqueue(invocation: QueuedInvocation): void;
}

/** Everything an operation works with. */
export interface LambdaOperation extends LambdaServiceParts {
  readonly call: Call;
  readonly input: Reader;
}

/** One operation of the API. */
export type LambdaHandler = (operation: LambdaOperation) => Output | Promise<Output>;

/** The function that a call names, its qualifier with it or apart. Throws `ResourceNotFoundException`. */
export function target({ directory, call, input }: LambdaOperation): FunctionTarget & { readonly arn: string } {
  const reference = input.requiredText("FunctionName");
  const named = directory.find(reference, call.region);
  const asked = named.qualifier ?? input.text("Qualifier");
  const { arn } = named.fn.config;
  return asked === undefined
    ? { ...named, arn }
    : { ...directory.find(`${arn}:${asked}`, call.region), arn: `${arn}:${asked}` };
}

/** One page of a listing as Lambda cuts it: `MaxItems`, `Marker`, `NextMarker`. */
export function page(input: Reader, name: string, items: readonly Output[]): Output {
  const most = input.number("MaxItems") ?? 50;
  if (!Number.isInteger(most) || most < 1) {
    throw new AwsError("InvalidParameterValueException", `Value ${most} at 'maxItems' is not 1 or more.`);
  }
  const from = Number(input.text("Marker") ?? 0);
  if (!Number.isInteger(from) || from < 0) {
    throw new AwsError("InvalidParameterValueException", `Value ${input.text("Marker")} at 'marker' is not valid.`);
  }
  const next = from + Math.min(most, 50);
  return { [name]: items.slice(from, next), ...(next < items.length && { NextMarker: String(next) }) };
}
