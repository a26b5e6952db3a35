import type { Integration } from "./definition.ts";

/** What of each service a Task may do here, and whether it can wait for a token. */
const KNOWN: readonly (Omit<Integration, "waitsForToken"> & { readonly tokens: boolean })[] = [
  { service: "lambda", action: "invoke", tokens: true },
  { service: "dynamodb", action: "getItem", tokens: false },
  { service: "dynamodb", action: "putItem", tokens: false },
  { service: "dynamodb", action: "updateItem", tokens: false },
  { service: "sqs", action: "sendMessage", tokens: true },
  { service: "events", action: "putEvents", tokens: false },
  { service: "states", action: "startExecution", tokens: false },
];

/** The integration that a Task's resource names; undefined where it is none of those that run here. */
export function integrationOf(resource: string): Integration | undefined {
  const [, service, action, token] =
    /^arn:aws:states:::([a-z]+):([A-Za-z]+)(\.waitForTaskToken)?$/.exec(resource) ?? [];
  const found = KNOWN.find((one) => one.service === service && one.action === action);
  if (found === undefined || (token !== undefined && !found.tokens)) return undefined;
  return { service: found.service, action: found.action, waitsForToken: token !== undefined };
}

/** As events and messages name it: "sendMessage.waitForTaskToken". */
export function resourceName({ action, waitsForToken }: Integration): string {
  return waitsForToken ? `${action}.waitForTaskToken` : action;
}
