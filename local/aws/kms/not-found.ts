import { AwsError } from "../../core/errors.ts";

/** A key or an alias that is not there. */
export function notFound(message: string): AwsError {
  return new AwsError("NotFoundException", message);
}
