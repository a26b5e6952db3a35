import type { Expression } from "./expressions.ts";

/** A value of a definition with JSONata expressions in it. */
export type Template =
  | { readonly kind: "constant"; readonly value: unknown }
  /** `field` is how AWS calls the place: "Output/result". */
  | { readonly kind: "expression"; readonly expression: Expression; readonly field: string }
  | { readonly kind: "list"; readonly items: readonly Template[] }
  | { readonly kind: "object"; readonly fields: readonly (readonly [string, Template])[] };

/** A checked state machine, or one of its branches. */
export interface Machine {
  readonly startAt: string;
  readonly states: ReadonlyMap<string, State>;
  readonly timeoutSeconds: number | undefined;
}

/** What a state does with its result: `next` is undefined where it is the last. */
export interface Onward {
  readonly next: string | undefined;
  readonly output: Template | undefined;
  readonly assign: Template | undefined;
}

/** One rule of a state's Retry. */
export interface Retrier {
  readonly errors: readonly string[];
  readonly intervalSeconds: number;
  readonly maxAttempts: number;
  readonly backoffRate: number;
  readonly maxDelaySeconds: number | undefined;
  readonly fullJitter: boolean;
}

/** One rule of a state's Catch. */
export interface Catcher extends Onward {
  readonly errors: readonly string[];
}

/** What states that can fail for good have for it. */
export interface Safeguards {
  readonly retry: readonly Retrier[];
  readonly catch: readonly Catcher[];
}

interface Named extends Onward {
  readonly name: string;
}

/** A service integration: "arn:aws:states:::sqs:sendMessage.waitForTaskToken" is sqs, sendMessage and a token. */
export interface Integration {
  readonly service: "lambda" | "dynamodb" | "sqs" | "events" | "states";
  readonly action: string;
  readonly waitsForToken: boolean;
}

/** A Task. */
export interface TaskState extends Named, Safeguards {
  readonly type: "Task";
  readonly integration: Integration;
  readonly arguments: Template | undefined;
  readonly timeoutSeconds: Template | undefined;
  readonly heartbeatSeconds: Template | undefined;
}

/** A Parallel. */
export interface ParallelState extends Named, Safeguards {
  readonly type: "Parallel";
  readonly arguments: Template | undefined;
  readonly branches: readonly Machine[];
}

/** An inline Map. */
export interface MapState extends Named, Safeguards {
  readonly type: "Map";
  readonly items: Template | undefined;
  readonly itemSelector: Template | undefined;
  readonly maxConcurrency: Template | undefined;
  readonly processor: Machine;
}

/** A Choice; `next` is its Default. */
export interface ChoiceState extends Named {
  readonly type: "Choice";
  readonly choices: readonly (Onward & { readonly condition: Template })[];
}

/** A Wait, for seconds or until a moment. */
export interface WaitState extends Named {
  readonly type: "Wait";
  readonly seconds: Template | undefined;
  readonly timestamp: Template | undefined;
}

/** A Pass or a Succeed. */
export interface PassState extends Named {
  readonly type: "Pass" | "Succeed";
}

/** A Fail. */
export interface FailState extends Named {
  readonly type: "Fail";
  readonly error: Template | undefined;
  readonly cause: Template | undefined;
}

/** A state of any type. */
export type State = TaskState | ParallelState | MapState | ChoiceState | WaitState | PassState | FailState;

/** Something wrong with a definition, as AWS tells it. */
export interface Problem {
  readonly code: "SCHEMA_VALIDATION_FAILED" | "MISSING_TRANSITION_TARGET" | "INVALID_JSON_DESCRIPTION";
  readonly message: string;
  /** "/States/Pay/Resource"; left out where there is none. */
  readonly location?: string;
}
