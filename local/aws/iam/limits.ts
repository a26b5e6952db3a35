import { AwsError } from "../../core/errors.ts";

/** Throws `ValidationError` for a name that IAM does not take. */
export function checkName(what: string, name: string, lengthMax: number): void {
  if (name.length > lengthMax) {
    throw new AwsError(
      "ValidationError",
      `1 validation error detected: Value at '${what}' failed to satisfy constraint: ` +
        `Member must have length less than or equal to ${lengthMax}`,
    );
  }
  if (!/^[\w+=,.@-]+$/.test(name)) {
    throw new AwsError(
      "ValidationError",
      `The specified value for ${what} is invalid. It must contain only alphanumeric characters and/or ` +
        "the following: +=,.@_-",
    );
  }
}

/** The refusal of what does not exist. */
export function noSuchEntity(message: string): AwsError {
  return new AwsError("NoSuchEntity", message, 404);
}

/** The refusal of a name that is taken. */
export function alreadyExists(message: string): AwsError {
  return new AwsError("EntityAlreadyExists", message, 409);
}

/** The refusal of what goes beyond a quota. */
export function limitExceeded(message: string): AwsError {
  return new AwsError("LimitExceeded", message, 409);
}

/** The refusal to delete what is in use. */
export function deleteConflict(message: string): AwsError {
  return new AwsError("DeleteConflict", message, 409);
}
