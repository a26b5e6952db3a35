/** An answer of the modelled AWS that is an error: `code` is AWS's exception name, `details` further wire fields. */
export class AwsError extends Error {
  override readonly name = "AwsError";
  constructor(
    readonly code: string,
    message: string,
    readonly status: number = 400,
    readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
  }
}

/** What the local cloud does not model it refuses by name. */
export function notImplemented(what: string): AwsError {
  return new AwsError("NotImplemented", `The local cloud does not model ${what}; see docs/local-differences.md.`, 501);
}

/** The same as a reason, where several are collected. */
export function notModelled(what: string): string {
  const { code, message } = notImplemented(what);
  return `${code}: ${message}`;
}

/** An error of the local cloud's user (a taken port, a wrong flag), apart from our own faults. */
export class UserError extends Error {
  override readonly name = "UserError";
}

/** One line about a fault for whoever ran a command; what nobody foresaw says how to see more. */
export function sentenceOf(fault: unknown): string {
  if (fault instanceof UserError) return fault.message;
  const { name, message } = fault instanceof Error ? fault : { name: "Fault", message: String(fault) };
  if (name === "AbortError" || name === "TimeoutError") {
    return "A call was not answered in time: what was begun is safe to run again. (CELLS_DEBUG=1 shows where)";
  }
  const kind = name === "Error" ? "" : `${name}: `;
  return `${kind}${message.replaceAll("\n", " ")} (CELLS_DEBUG=1 shows where)`;
}
