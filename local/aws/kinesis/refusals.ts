import { AwsError } from "../../core/errors.ts";

/** A parameter that breaks a rule of its own, as AWS's request validation words it. */
export function constraintFailed(path: string, rule: string, value?: string): AwsError {
  const shown = value === undefined ? "Value" : `Value '${value}'`;
  const detected = `1 validation error detected: ${shown} at '${path}' failed to satisfy constraint`;
  return new AwsError("ValidationException", `${detected}: Member must ${rule}`);
}

/** A parameter that does not fit the stream. */
export function invalidArgument(message: string): AwsError {
  return new AwsError("InvalidArgumentException", message);
}

/** A stream or a shard that is not there. */
export function notFound(message: string): AwsError {
  return new AwsError("ResourceNotFoundException", message);
}
