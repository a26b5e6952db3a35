import type { Call, Caller } from "../../../../local/core/call.ts";
import type { Created, Properties, ResourceModel } from "../../../../local/core/resource.ts";

/** The account of every test. */
export const accountId = "111122223333";

/** The region of a call or a resource that names none. */
const region = "eu-west-1";

/** The account's own root. */
export const root: Caller = { kind: "root", arn: `arn:aws:iam::${accountId}:root`, accountId };

/** A session of a role. */
export function sessionOf(roleName: string): Caller {
  return {
    kind: "role",
    arn: `arn:aws:sts::${accountId}:assumed-role/${roleName}/session`,
    accountId,
    roleArn: `arn:aws:iam::${accountId}:role/${roleName}`,
    sessionName: "session",
  };
}

/** A call by root unless another caller is given. */
export function callOf(service: string, action: string, input: Properties, more: Partial<Call> = {}): Call {
  return { service, action, region, input, caller: root, requestId: "request", ...more };
}

/** Creates a resource as the program's host does. */
export async function register(
  models: readonly ResourceModel[],
  type: string,
  inputs: Properties,
  inRegion: string = region,
): Promise<Created> {
  const model = models.find((candidate) => candidate.type === type);
  if (model === undefined) throw new Error(`No model of ${type}.`);
  return model.create({
    type,
    name: "it",
    urn: `urn:pulumi:test::cells::${type}::it`,
    inputs,
    region: inRegion,
    accountId,
  });
}
