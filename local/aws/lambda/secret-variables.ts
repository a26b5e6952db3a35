import { AwsError } from "../../core/errors.ts";
import type { LambdaDependencies } from "./dependencies.ts";
import type { FunctionConfig } from "./function-config.ts";

/**
 * Whether Lambda, in the name of a function's role, may decrypt the function's variables; asked whenever an environment
 * starts. Throws `KMSAccessDeniedException`, which is what the invocation answers. Source: AWS Lambda, "Securing
 * environment variables", and the API reference of Invoke.
 */
export function openVariables(deps: Pick<LambdaDependencies, "judge" | "keys" | "sts">, config: FunctionConfig): void {
  const { kmsKeyArn: key, region, arn } = config;
  if (key === undefined || deps.keys === undefined) return;
  // A role that Lambda may not take on is refused as such.
  const caller = deps.sts.assume(config.roleArn, config.name, { service: "lambda.amazonaws.com" });
  try {
    const encryptionContext = { "aws:lambda:FunctionArn": arn };
    deps.judge(
      { caller, region },
      deps.keys({ region, key, actions: ["kms:Decrypt"], service: "lambda", encryptionContext }),
    );
  } catch (fault) {
    if (!(fault instanceof AwsError)) throw fault;
    throw new AwsError(
      "KMSAccessDeniedException",
      "Lambda was unable to decrypt the environment variables because KMS access was denied. Please check the " +
        `function's KMS key settings. KMS Exception: ${fault.code} KMS Message: ${fault.message}`,
      502,
    );
  }
}
