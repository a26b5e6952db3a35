import type { StateMachine } from "../state-machine.ts";
import type { ExecutionTrace } from "./execution-trace.ts";

/** One event of a history, its details as the API tells them. */
export interface HistoryEvent {
  readonly id: number;
  readonly previousEventId: number;
  readonly timestampMs: number;
  readonly type: string;
  readonly details: Readonly<Record<string, unknown>> | undefined;
}

/** Where an execution, a branch or an iteration is: enough to go on from there. */
export interface Course {
  at: Position | undefined;
  done: { readonly output: unknown } | undefined;
  variables: Readonly<Record<string, unknown>>;
}

/** A state, what it was entered with, and how far its branches or iterations are. */
export interface Position {
  readonly state: string;
  readonly input: unknown;
  parts?: readonly { readonly input: unknown; readonly course: Course }[] | undefined;
}

/** How an execution stands. */
export type ExecutionStatus = "RUNNING" | "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED";

/** One execution with its history. Times in milliseconds since the epoch. */
export interface Execution {
  readonly arn: string;
  readonly name: string;
  /** As it was when the execution began. */
  readonly machine: StateMachine;
  /** As sent. */
  readonly input: string;
  readonly startedMs: number;
  /** X-Ray's header that it was started with. */
  readonly traceHeader: string | undefined;
  readonly trace: ExecutionTrace | undefined;
  status: ExecutionStatus;
  stoppedMs: number | undefined;
  /** JSON. */
  output: string | undefined;
  error: string | undefined;
  cause: string | undefined;
  readonly events: HistoryEvent[];
  /** States entered and attempts repeated, which is what Standard is paid by. */
  transitions: number;
  redriveCount: number;
  redrivenMs: number | undefined;
  readonly course: Course;
}

/** A course at its beginning. */
export function newCourse(): Course {
  return { at: undefined, done: undefined, variables: {} };
}
