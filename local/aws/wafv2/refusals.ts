import { AwsError } from "../../core/errors.ts";

/** What AWS WAF says of a field that it does not take. */
export function invalidField(reason: string, field: string, parameter: string): AwsError {
  return new AwsError(
    "WAFInvalidParameterException",
    `Error reason: ${reason}, field: ${field}, parameter: ${parameter}`,
  );
}
