/** What an execution environment is started from. */
export interface EnvironmentSpec {
  /** Unique among all environments of the host. */
  readonly id: string;
  readonly functionName: string;
  readonly region: string;
  /** The directory that holds the bundle. */
  readonly taskRoot: string;
  /** "index.handler" */
  readonly handler: string;
  /** Every environment variable of the function, AWS's own included. */
  readonly variables: Readonly<Record<string, string>>;
  readonly memoryMb: number;
  /** What the function printed, line by line. */
  onOutput(line: string): void;
  /** A segment document that its code sent to X-Ray's daemon; absent where nobody keeps any. */
  readonly onSegment?: (document: string) => void;
}

/** One invocation, as the environment gets it. */
export interface Invocation {
  readonly requestId: string;
  readonly functionArn: string;
  /** JSON. */
  readonly payload: string;
  /** Milliseconds since the epoch. */
  readonly deadlineMs: number;
  readonly traceId: string;
}

/** How an environment's start ended. `payload` is the error object as JSON. */
export type InitOutcome =
  | { readonly kind: "ready" }
  | { readonly kind: "error"; readonly payload: string }
  | { readonly kind: "exit"; readonly reason: string };

/** How an invocation ended; after `exit` the environment is gone. `reason` is "exit status 1" or "signal: killed". */
export type InvocationOutcome =
  | { readonly kind: "ok"; readonly payload: string; readonly maxMemoryMb?: number }
  | { readonly kind: "error"; readonly payload: string; readonly maxMemoryMb?: number }
  | { readonly kind: "exit"; readonly reason: string };

/** One execution environment; it takes one invocation at a time. Time limits are its caller's affair. */
export interface ExecutionEnvironment {
  readonly initialised: Promise<InitOutcome>;
  invoke(invocation: Invocation): Promise<InvocationOutcome>;
  /** Calls back once the environment can take no further invocation. */
  onExit(listener: () => void): void;
  /** Ends it at once, whatever it is doing; harmless afterwards. */
  stop(): void;
}

/** Starts execution environments: as child processes, or in process for tests and simulation. */
export interface FunctionHost {
  start(spec: EnvironmentSpec): ExecutionEnvironment;
  /** Ends every environment and waits until they are gone. */
  shutdown(): Promise<void>;
}
