/** What ends a state, or the whole execution where nobody catches it. */
export class StateFailure extends Error {
  override readonly name = "StateFailure";
  constructor(
    readonly error: string | undefined,
    /** AWS's Cause; the message of an error of this process is the same. */
    override readonly cause: string | undefined,
    /** A second name by which Retry and Catch know it. */
    readonly alias?: string,
  ) {
    super(cause ?? error ?? "The state failed.");
  }
}

/** An expression or its value is wrong; the sentence about the state comes before the message. */
export class QueryFailure extends Error {
  override readonly name = "QueryFailure";
  constructor(
    /** "Output/result" */
    readonly field: string,
    message: string,
  ) {
    super(message);
  }
}

/** Whether a rule of Retry or Catch is about a failure. Source: Developer Guide, "Error names". */
export function isAbout(patterns: readonly string[], { error = "", alias }: StateFailure): boolean {
  // Nothing helps against it, not even its own name.
  if (error === "States.Runtime") return false;
  return patterns.some((pattern) => {
    if (pattern === error || pattern === alias) return true;
    if (pattern === "States.ALL") return error !== "States.DataLimitExceeded";
    if (pattern !== "States.TaskFailed") return false;
    return !error.startsWith("States.") || error === "States.Permissions";
  });
}
