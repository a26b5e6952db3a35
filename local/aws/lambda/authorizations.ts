import type { AuthorizationRequest, Call } from "../../core/call.ts";
import { readerOf } from "../inputs.ts";
import { passRole } from "../pass-role.ts";
import type { LambdaFunction } from "./function-directory.ts";
import { functionNamed, functionPolicy } from "./permissions.ts";

/** Calls about a mapping, whose function is a condition and not the resource. */
const mappingActions: ReadonlySet<string> = new Set([
  "CreateEventSourceMapping",
  "DeleteEventSourceMapping",
  "GetEventSourceMapping",
  "ListEventSourceMappings",
  "UpdateEventSourceMapping",
]);

/** What IAM is asked about a call of Lambda; a function's own policy has a say. */
export function lambdaAuthorizations(
  functions: () => readonly LambdaFunction[],
  accountId: string,
  call: Call,
): readonly AuthorizationRequest[] {
  const input = readerOf(call.action, call.input);
  const action = `lambda:${call.action === "Invoke" ? "InvokeFunction" : call.action}`;
  const name = input.text("FunctionName");
  const arn = name === undefined ? undefined : functionArnOf(name, input.text("Qualifier"), call.region, accountId);
  if (mappingActions.has(call.action)) {
    const uuid = input.text("UUID");
    const resource =
      uuid === undefined ? "*" : `arn:aws:lambda:${call.region}:${accountId}:event-source-mapping:${uuid}`;
    return [{ action, resource, context: arn === undefined ? {} : { "lambda:FunctionArn": [arn] } }];
  }
  const resource = arn ?? input.text("Resource") ?? "*";
  const fn = functionNamed(functions(), resource);
  const asked = { action, resource, context: {}, resourceTags: fn?.tags ?? {}, resourcePolicy: functionPolicy(fn) };
  return [asked, ...passRole(input.text("Role"), "lambda.amazonaws.com")];
}

/** The ARN that a function's name, partial ARN or ARN means; a qualifier may come with it or apart. */
function functionArnOf(reference: string, qualifier: string | undefined, region: string, accountId: string): string {
  const [, ownRegion = region, name = reference, own] =
    /^(?:arn:aws:lambda:([\w-]+):)?(?:\d{12}:)?(?:function:)?([\w-]+)(?::([\w$-]+))?$/.exec(reference) ?? [];
  const arn = `arn:aws:lambda:${ownRegion}:${accountId}:function:${name}`;
  const asked = own ?? qualifier;
  return asked === undefined ? arn : `${arn}:${asked}`;
}
