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
