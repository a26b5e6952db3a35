import type { AuthorizationRequest, Call } from "../../core/call.ts";
import { readerOf, type Reader } from "../inputs.ts";
import type { KeyUses } from "../kms/key-use.ts";
import { passRole } from "../pass-role.ts";
import type { MachineStore } from "./machine-store.ts";

/** What IAM is asked about a call of Step Functions; whoever makes a machine hands it a role, and may see its key. */
export function statesAuthorizations(
  machines: Pick<MachineStore, "find">,
  keys: KeyUses | undefined,
  call: Call,
): readonly AuthorizationRequest[] {
  const input = readerOf(call.action, call.input);
  const resource = judgedResource(call, input);
  const resourceTags = machines.find(machineOf(resource))?.tags ?? {};
  const key = input.child("encryptionConfiguration")?.text("kmsKeyId");
  const use = { region: call.region, actions: ["kms:DescribeKey"], service: "states", encryptionContext: {} };
  return [
    { action: `states:${call.action}`, resource, context: {}, resourceTags },
    ...passRole(input.text("roleArn"), "states.amazonaws.com"),
    ...(key === undefined ? [] : (keys?.({ ...use, key }) ?? [])),
  ];
}

/** Listings, validation and task tokens have no resource. Source: Service Authorization Reference. */
function judgedResource(call: Call, input: Reader): string {
  const arn = input.text("stateMachineArn") ?? input.text("executionArn") ?? input.text("resourceArn");
  if (arn !== undefined) return arn;
  const name = call.action === "CreateStateMachine" ? input.text("name") : undefined;
  return name === undefined ? "*" : `arn:aws:states:${call.region}:${call.caller.accountId}:stateMachine:${name}`;
}

/** An execution has the tags of its machine. */
function machineOf(arn: string): string {
  return arn.replace(/:execution:([^:]+):.*$/, ":stateMachine:$1");
}
