import type { AuthorizationRequest } from "../../core/call.ts";
import { AwsError } from "../../core/errors.ts";
import { roleCaller } from "../principals.ts";
import type { LambdaDependencies } from "./dependencies.ts";
import type { FunctionConfig } from "./function-config.ts";

/**
 * Asks whether a function's role may write one of its log streams, making the stream with the first lines. Without that
 * leave the lines are lost, as on AWS.
 */
export function createLogAccess(
  deps: Pick<LambdaDependencies, "accountId" | "judge">,
  config: FunctionConfig,
  logStream: string,
): () => boolean {
  const { region, logGroup, roleArn, name } = config;
  const resource = `arn:aws:logs:${region}:${deps.accountId}:log-group:${logGroup}:log-stream:${logStream}`;
  const ask = (action: string): AuthorizationRequest => ({ action, resource, context: {} });
  const caller = roleCaller(roleArn, name, deps.accountId);
  let isMade = false;
  return () => {
    const requests = [...(isMade ? [] : [ask("logs:CreateLogStream")]), ask("logs:PutLogEvents")];
    try {
      deps.judge({ caller, region }, requests);
    } catch (fault) {
      if (fault instanceof AwsError) return false;
      throw fault;
    }
    isMade = true;
    return true;
  };
}
