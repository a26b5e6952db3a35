import type { AuthorizationRequest, ResourcePolicyText } from "../../core/call.ts";
import { AwsError } from "../../core/errors.ts";
import { checkPolicy } from "../iam/index.ts";
import { serviceCaller } from "../principals.ts";
import type { Judge } from "./dependencies.ts";
import type { InvokePermission, LambdaFunction } from "./function-directory.ts";

/** An AWS service that wants to invoke a function on behalf of one of its resources. */
export interface ServiceInvoker {
  /** "apigateway.amazonaws.com" */
  readonly principal: string;
  readonly sourceArn: string;
  readonly sourceAccount: string;
}

/** Whether IAM lets the service invoke the function, which is for the function's own policy to say. */
export function mayInvoke(
  judge: Judge,
  functions: readonly LambdaFunction[],
  functionArn: string,
  invoker: ServiceInvoker,
): boolean {
  const request: AuthorizationRequest = {
    action: "lambda:InvokeFunction",
    resource: functionArn,
    context: {},
    resourcePolicy: functionPolicy(functionNamed(functions, functionArn)),
  };
  const { principal, sourceAccount, sourceArn } = invoker;
  try {
    judge({ caller: serviceCaller(principal, sourceAccount, sourceArn) }, [request]);
    return true;
  } catch (fault) {
    if (fault instanceof AwsError && fault.code === "AccessDeniedException") return false;
    throw fault;
  }
}

/** A function's policy as AddPermission writes it; each version and alias is a resource of its own in it. */
export function functionPolicy(fn: LambdaFunction | undefined): ResourcePolicyText {
  if (fn === undefined || fn.permissions.length === 0) return { kind: "resource", text: undefined };
  const Statement = fn.permissions.map((permission) => statementOf(fn.config.arn, permission));
  return { kind: "resource", text: JSON.stringify({ Version: "2012-10-17", Id: "default", Statement }) };
}

/** Refuses a principal that no policy can name. */
export function requirePrincipal(functionArn: string, permission: InvokePermission): void {
  const statement = { ...statementOf(functionArn, permission), Action: "lambda:InvokeFunction" };
  try {
    checkPolicy(JSON.stringify({ Version: "2012-10-17", Statement: [statement] }), "resource");
  } catch (fault) {
    if (!(fault instanceof AwsError) || fault.code !== "MalformedPolicyDocument") throw fault;
    const message = "The provided principal was invalid. Please check the principal and try again.";
    throw new AwsError("InvalidParameterValueException", message, 400, { Type: "User" });
  }
}

/** The function of an ARN with or without qualifier. */
export function functionNamed(functions: readonly LambdaFunction[], functionArn: string): LambdaFunction | undefined {
  const name = functionArn.split(":").slice(0, 7).join(":");
  return functions.find(({ config }) => config.arn === name);
}

function statementOf(functionArn: string, permission: InvokePermission) {
  const { statementId, action, principal, qualifier, sourceArn, sourceAccount } = permission;
  const conditions = {
    ...(sourceAccount === undefined ? {} : { StringEquals: { "AWS:SourceAccount": sourceAccount } }),
    ...(sourceArn === undefined ? {} : { ArnLike: { "AWS:SourceArn": sourceArn } }),
  };
  return {
    Sid: statementId,
    Effect: "Allow",
    Principal: principalOf(principal),
    Action: action,
    Resource: qualifier === undefined ? functionArn : `${functionArn}:${qualifier}`,
    ...(Object.keys(conditions).length === 0 ? {} : { Condition: conditions }),
  };
}

function principalOf(principal: string) {
  if (principal === "*") return "*";
  return principal.endsWith(".amazonaws.com") ? { Service: principal } : { AWS: principal };
}
