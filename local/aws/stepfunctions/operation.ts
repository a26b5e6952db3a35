import type { Call } from "../../core/call.ts";
import { AwsError } from "../../core/errors.ts";
import type { Kernel } from "../../core/kernel.ts";
import type { ExpressKnobs } from "../../faults/knobs.ts";
import type { Reader } from "../inputs.ts";
import type { Compile } from "./asl/expressions.ts";
import type { ExecutionStore } from "./execution-store.ts";
import type { Engine } from "./execution/engine.ts";
import type { TaskTokens } from "./execution/task-tokens.ts";
import type { MachineStore } from "./machine-store.ts";
import type { StateMachine } from "./state-machine.ts";

/** What an operation answers. */
export type Output = Readonly<Record<string, unknown>>;

/** What the service is made of. */
export interface ServiceParts {
  readonly kernel: Kernel;
  readonly accountId: string;
  readonly machines: MachineStore;
  readonly executions: ExecutionStore;
  readonly engine: Engine;
  readonly tokens: TaskTokens;
  readonly compile: Compile;
  readonly express: ExpressKnobs;
  /** Throws where the machine's role may not use the key that the machine's data is encrypted with. */
  requireKey(machine: StateMachine): void;
}

/** Everything an operation works with. */
export interface Operation extends ServiceParts {
  readonly call: Call;
  readonly input: Reader;
}

/** One operation of the API. */
export type Handler = (operation: Operation) => Output | Promise<Output>;

/** Times on the wire are seconds. */
export function seconds(timeMs: number): number {
  return timeMs / 1000;
}

/** One page of a list; a token is the place of its first entry. */
export function page<Item>(input: Reader, items: readonly Item[]): { shown: readonly Item[]; nextToken?: string } {
  const most = input.number("maxResults") ?? 100;
  if (!Number.isInteger(most) || most < 0 || most > 1000) {
    const bound = most > 1000 ? "less than or equal to 1000" : "greater than or equal to 0";
    throw invalid(`Value '${most}' at 'maxResults' failed to satisfy constraint: Member must have value ${bound}`);
  }
  const token = input.text("nextToken");
  const from =
    token === undefined
      ? 0
      : Number(
          Buffer.from(token, "base64url")
            .toString()
            .replace(/^from:/, ""),
        );
  if (!Number.isInteger(from)) throw new AwsError("InvalidToken", "Invalid Token: 'Invalid token'");
  const next = from + (most === 0 ? 100 : most);
  return {
    shown: items.slice(from, next),
    ...(next < items.length && { nextToken: Buffer.from(`from:${next}`).toString("base64url") }),
  };
}

/** AWS's word for a field out of its bounds. */
export function invalid(sentence: string): AwsError {
  return new AwsError("ValidationException", `1 validation error detected: ${sentence}`);
}
