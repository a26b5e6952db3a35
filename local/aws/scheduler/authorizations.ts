import type { AuthorizationRequest, Call } from "../../core/call.ts";
import { readerOf } from "../inputs.ts";
import { passRole } from "../pass-role.ts";

/** What IAM is asked about a call of Scheduler; whoever makes a schedule hands it a role. */
export function schedulerAuthorizations(call: Call): readonly AuthorizationRequest[] {
  const asked = { action: `scheduler:${call.action}`, resource: judgedResource(call), context: {} };
  const roleArn = readerOf(call.action, call.input).child("Target")?.text("RoleArn");
  return [asked, ...passRole(roleArn, "scheduler.amazonaws.com")];
}

function judgedResource(call: Call): string {
  const input = readerOf(call.action, call.input);
  const name = input.text("Name");
  const prefix = `arn:aws:scheduler:${call.region}:${call.caller.accountId}:`;
  if (call.action === "ListSchedules") return `${prefix}schedule/${input.text("GroupName") ?? "*"}/*`;
  if (call.action.endsWith("Group")) return `${prefix}schedule-group/${name ?? "*"}`;
  return name === undefined ? "*" : `${prefix}schedule/${input.text("GroupName") ?? "default"}/${name}`;
}
