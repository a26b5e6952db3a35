import {
  ConditionalCheckFailedException,
  TransactionCanceledException,
  type AttributeValue,
  type CancellationReason,
  type DynamoDBClient,
} from "@aws-sdk/client-dynamodb";
import type { Clock } from "../../../../functions/stores/clock.ts";

/** A command that was sent: what kind it was, what it said, and whether it could be given up. */
export interface Sent {
  readonly command: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly hasDeadline: boolean;
}

/** What a client answers a command with: a reply, a fault to throw, or either once it is asked. */
export type Scripted = object | Error | (() => object | Error | Promise<object | Error>);

/** A DynamoDB client that answers from a script, one entry a command, and keeps what it was sent. */
export function scriptedClient(script: readonly Scripted[]): Pick<DynamoDBClient, "send"> & { readonly sent: Sent[] } {
  const sent: Sent[] = [];
  const send = async (command: { readonly input: object }, options?: { readonly abortSignal?: AbortSignal }) => {
    const next = script[sent.length];
    const hasDeadline = options?.abortSignal !== undefined;
    sent.push({ command: command.constructor.name, input: { ...command.input }, hasDeadline });
    if (next === undefined) throw new Error("The script has ended.");
    const answer = typeof next === "function" ? await next() : next;
    if (answer instanceof Error) throw answer;
    return answer;
  };
  // Of the overloads of `send`, the stores use the one with a promise.
  return { send: send as DynamoDBClient["send"], sent };
}

/** A fault by its name, as the SDK throws them. */
export function fault(name: string, more: object = {}): Error {
  return Object.assign(new Error(name), { name, ...more });
}

/** A transaction cancelled for these reasons, one for each item: a code, or a code with the item as it was. */
export function cancelled(...reasons: readonly (string | CancellationReason)[]): Error {
  return new TransactionCanceledException({
    message: "Transaction cancelled",
    $metadata: { httpStatusCode: 400 },
    CancellationReasons: reasons.map((reason) => (typeof reason === "string" ? { Code: reason } : reason)),
  });
}

/** A single write whose condition did not hold. */
export function conditionFailed(): Error {
  return new ConditionalCheckFailedException({ message: "The conditional request failed", $metadata: {} });
}

/** A stored item as GetItem and Query hand it out. */
export function reply(item: Record<string, AttributeValue>): object {
  return { Item: item };
}

/** A clock that stands still unless it is moved; sleeping moves it. */
export function manualClock(start = 1_800_000_000_000): Clock & {
  readonly slept: number[];
  advance(wallMs: number, monotonicMs?: number): void;
} {
  let wall = start;
  let monotonic = 0;
  const slept: number[] = [];
  const advance = (wallMs: number, monotonicMs = wallMs) => {
    wall += wallMs;
    monotonic += monotonicMs;
  };
  return {
    slept,
    advance,
    now: () => wall,
    monotonic: () => monotonic,
    sleep: async (ms) => {
      slept.push(ms);
      advance(ms);
    },
    deadline: () => new AbortController().signal,
  };
}
