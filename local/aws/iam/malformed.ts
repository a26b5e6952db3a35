import { AwsError } from "../../core/errors.ts";

/** IAM's refusal of a policy document. */
export function malformed(message: string): AwsError {
  return new AwsError("MalformedPolicyDocument", message);
}
