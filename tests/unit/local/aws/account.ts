import type { Call, Caller } from "../../../../local/core/call.ts";
import type { Created, Properties, ResourceModel } from "../../../../local/core/resource.ts";
import { createProvider } from "../../../../local/pulumi/provider.ts";
import { createVirtualKernel } from "../../../../local/drivers/virtual-clock.ts";

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

/** Creates a resource as the program's host does: its inputs are checked first, and a failed check is thrown. */
export async function register(
  models: readonly ResourceModel[],
  type: string,
  inputs: Properties,
  inRegion: string = region,
): Promise<Created> {
  const provider = createProvider({ kernel: createVirtualKernel(7), accountId, models, invokes: [] });
  const address = { urn: `urn:pulumi:test::cells::${type}::it`, region: inRegion };
  const checked = provider.check(address, {}, inputs);
  if (checked.failures.length > 0) {
    throw new Error(checked.failures.map(({ property, reason }) => `${property}: ${reason}`).join("\n"));
  }
  return provider.create(address, checked.inputs);
}
