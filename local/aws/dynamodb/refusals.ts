import { AwsError } from "../../core/errors.ts";

/** A request that DynamoDB finds malformed or meaningless. */
export function validation(message: string): AwsError {
  return new AwsError("ValidationException", message);
}

/** The prefix that DynamoDB gives to most faults of items, keys and values. */
export function invalidParameter(message: string): AwsError {
  return validation(`One or more parameter values were invalid: ${message}`);
}

/** A table, index or stream that is not there. */
export function notFound(message: string): AwsError {
  return new AwsError("ResourceNotFoundException", message);
}

/** A fault of the request's shape as the service's own model checks it, before any meaning is looked at. */
export function constraintFailed(value: string, member: string, constraint: string): AwsError {
  return validation(
    `1 validation error detected: Value ${value} at '${member}' failed to satisfy constraint: ${constraint}`,
  );
}
