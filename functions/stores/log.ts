/** Writes one structured line; nothing personal and nothing secret may be among its fields. */
export type Log = (
  level: "info" | "warn" | "error",
  message: string,
  fields?: Readonly<Record<string, unknown>>,
) => void;

/** The log of a Lambda function: one JSON object a line, past its console, which would wrap it into another. */
export function consoleLog(fixed: Readonly<Record<string, unknown>>): Log {
  return (level, message, fields = {}) =>
    void process.stdout.write(`${JSON.stringify({ level, message, ...fixed, ...fields })}\n`);
}

/** What may be said of a thrown value: its name and message, never its contents. */
export function faultFields(fault: unknown): { readonly fault: string; readonly detail: string } {
  return fault instanceof Error
    ? { fault: fault.name, detail: fault.message }
    : { fault: "Unknown", detail: "a value that is no error was thrown" };
}

/** What to do about a step that failed and will be done again: say so, and go on with `false`. */
export function reported(log: Log, step: string): (fault: unknown) => false {
  return (fault) => {
    log("warn", `${step} failed`, faultFields(fault));
    return false;
  };
}
