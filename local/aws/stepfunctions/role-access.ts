import type { Caller } from "../../core/call.ts";
import { AwsError } from "../../core/errors.ts";
import type { Kernel } from "../../core/kernel.ts";
import { randomHex } from "../../core/kernel.ts";
import type { Iam } from "../iam/index.ts";
import type { KeyUses } from "../kms/key-use.ts";
import type { StateMachine } from "./state-machine.ts";

/** What the rights of machines' roles are asked by. */
export interface RoleParts {
  readonly kernel: Kernel;
  assume(roleArn: string, sessionName: string, by: { readonly service: string; readonly sourceArn: string }): Caller;
  readonly judge: Iam["judge"];
  /** Without it no key is asked. */
  readonly keys?: KeyUses | undefined;
}

/** What a role that logs has to be allowed. Source: Developer Guide, "IAM policies for logging to CloudWatch Logs". */
const DELIVERY: readonly string[] = [
  "logs:CreateLogDelivery",
  "logs:GetLogDelivery",
  "logs:UpdateLogDelivery",
  "logs:DeleteLogDelivery",
  "logs:ListLogDeliveries",
  "logs:PutResourcePolicy",
  "logs:DescribeResourcePolicies",
  "logs:DescribeLogGroups",
];

/** Throws where Step Functions may not take a machine's role on, or where the role may not deliver its logs. */
export function requireRole(parts: RoleParts, machine: StateMachine): void {
  const caller = callerOf(parts, machine);
  if (machine.logging.level === "OFF") return;
  const requests = DELIVERY.map((action) => ({ action, resource: "*", context: {} }));
  const sentence = "The state machine IAM Role is not authorized to access the Log Destination";
  judged(() => parts.judge({ caller, region: machine.region }, requests), "AccessDeniedException", sentence);
}

/** Throws where a machine's role may not use the key that the machine's executions are encrypted with. */
export function requireKey(parts: RoleParts, machine: StateMachine): void {
  const { region, encryption } = machine;
  const { keys } = parts;
  if (keys === undefined || encryption.keyId === undefined) return;
  const use = {
    region,
    key: encryption.keyId,
    actions: ["kms:GenerateDataKey", "kms:Decrypt"],
    service: "states",
    encryptionContext: { "aws:states:stateMachineArn": machine.arn },
  };
  const caller = callerOf(parts, machine);
  judged(() => parts.judge({ caller, region }, keys(use)), "KmsAccessDeniedException");
}

function callerOf({ kernel, assume }: RoleParts, { arn, roleArn }: StateMachine): Caller {
  const by = { service: "states.amazonaws.com", sourceArn: arn };
  const sentence =
    "Neither the global service principal states.amazonaws.com, nor the regional one is authorized to assume the " +
    "provided role.";
  return judged(() => assume(roleArn, randomHex(kernel, 16), by), "AccessDeniedException", sentence);
}

/** Says a refusal of IAM as Step Functions does; in its own words where there is no other sentence. */
function judged<T>(ask: () => T, code: string, sentence?: string): T {
  try {
    return ask();
  } catch (fault) {
    if (fault instanceof AwsError) throw new AwsError(code, sentence ?? fault.message);
    throw fault;
  }
}
