import type { LambdaFunction } from "./function-directory.ts";

/** An AWS service that wants to invoke a function on behalf of one of its resources. */
export interface ServiceInvoker {
  /** "apigateway.amazonaws.com" */
  readonly principal: string;
  readonly sourceArn: string;
  readonly sourceAccount: string;
}

/** Whether the function's resource policy lets the service in. */
export function mayInvoke(fn: LambdaFunction, invoker: ServiceInvoker): boolean {
  return fn.permissions.some(
    ({ action, principal, sourceArn, sourceAccount }) =>
      (action === "lambda:InvokeFunction" || action === "lambda:*") &&
      principal === invoker.principal &&
      (sourceArn === undefined || arnLike(sourceArn, invoker.sourceArn)) &&
      (sourceAccount === undefined || sourceAccount === invoker.sourceAccount),
  );
}

/** IAM's ArnLike, as far as one ARN section or the rest of it is wild: "*" is any text, "?" any character. */
function arnLike(pattern: string, arn: string): boolean {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`).test(arn);
}
