import { AwsError } from "../../core/errors.ts";
import { isProperties } from "../inputs.ts";
import { target, type Operation, type Output } from "./operation.ts";
import { setAttributes } from "./queue-operations.ts";
import { applyAttributes, type Queue } from "./queue.ts";

/** AddPermission: one statement of the queue's policy under a label of its own. */
export function addPermission(operation: Operation): Output {
  const { input } = operation;
  const queue = target(operation);
  const label = input.requiredText("Label");
  if (!/^[\w-]{1,80}$/.test(label))
    throw invalidLabel(label, "Must be 1 to 80 letters, digits, hyphens or underscores");
  const policy = policyOf(queue);
  if (policy.statements.some(({ Sid }) => Sid === label)) throw invalidLabel(label, "Already exists");
  const statement = {
    Sid: label,
    Effect: "Allow",
    Principal: { AWS: input.texts("AWSAccountIds").map((account) => `arn:aws:iam::${account}:root`) },
    Action: input.texts("Actions").map((action) => `SQS:${action}`),
    Resource: queue.arn,
  };
  return putPolicy(operation, queue, policy.rest, [...policy.statements, statement]);
}

/** RemovePermission. */
export function removePermission(operation: Operation): Output {
  const queue = target(operation);
  const label = operation.input.requiredText("Label");
  const { statements, rest } = policyOf(queue);
  const kept = statements.filter(({ Sid }) => Sid !== label);
  if (kept.length === statements.length) throw invalidLabel(label, "can't find label on existing policy");
  return putPolicy(operation, queue, rest, kept);
}

function policyOf({ arn, settings }: Queue) {
  const parsed: unknown = JSON.parse(settings.others["Policy"] ?? "{}");
  const { Statement, ...rest } = isProperties(parsed) ? parsed : {};
  const listed: readonly unknown[] = Array.isArray(Statement) ? Statement : [Statement];
  return {
    statements: listed.filter(isProperties),
    rest: Object.keys(rest).length > 0 ? rest : { Version: "2008-10-17", Id: `${arn}/SQSDefaultPolicy` },
  };
}

function putPolicy({ kernel, store }: Operation, queue: Queue, rest: Output, statements: readonly Output[]): Output {
  const Policy = statements.length === 0 ? "" : JSON.stringify({ ...rest, Statement: statements });
  setAttributes(kernel, store, queue, applyAttributes(queue.settings, { Policy }));
  return {};
}

function invalidLabel(label: string, reason: string): AwsError {
  return new AwsError("InvalidParameterValue", `Value ${label} for parameter Label is invalid. Reason: ${reason}.`);
}
