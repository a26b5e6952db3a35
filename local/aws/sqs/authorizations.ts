import type { AuthorizationRequest, Call } from "../../core/call.ts";
import { AwsError } from "../../core/errors.ts";
import { readerOf } from "../inputs.ts";
import type { KeyUses } from "../kms/key-use.ts";
import { sourceOfHandle } from "./move-tasks.ts";
import { queueNameOf } from "./queue-names.ts";
import type { QueueStore } from "./queue-store.ts";
import type { Queue } from "./queue.ts";

/** Batches are judged as what they do, message by message. */
const judgedAs: Readonly<Record<string, string>> = {
  SendMessageBatch: "SendMessage",
  DeleteMessageBatch: "DeleteMessage",
  ChangeMessageVisibilityBatch: "ChangeMessageVisibility",
};

/** Moving messages is receiving and deleting here, and sending there. Source: SQS Developer Guide, "DLQ redrive". */
const movingActions = ["StartMessageMoveTask", "ReceiveMessage", "DeleteMessage", "GetQueueAttributes"];

/** What the caller has to be allowed with the key of an encrypted queue. Source: the same, "Key management". */
const keyActions: Readonly<Record<string, readonly string[]>> = {
  SendMessage: ["kms:GenerateDataKey", "kms:Decrypt"],
  ReceiveMessage: ["kms:Decrypt"],
};

/** What is wrong with a key has names of SQS's own. */
const keyErrors: Readonly<Record<string, string>> = {
  DisabledException: "KmsDisabled",
  KMSInvalidStateException: "KmsInvalidState",
  NotFoundException: "KmsNotFound",
};

/** What IAM is asked about a call of SQS: the queue's own policy has a say, and its key's. */
export function sqsAuthorizations(
  store: Pick<QueueStore, "byArn">,
  keys: KeyUses | undefined,
  call: Call,
): readonly AuthorizationRequest[] {
  const ask = (action: string, arn: string) => queueRequests(store, keys, call.region, action, arn);
  const input = readerOf(call.action, call.input);
  const action = judgedAs[call.action] ?? call.action;
  const arn = judgedResource(call);
  if (action !== "StartMessageMoveTask") return ask(action, arn);
  const destination = input.text("DestinationArn");
  return [
    ...movingActions.flatMap((part) => ask(part, arn)),
    ...(destination === undefined ? [] : ask("SendMessage", destination)),
  ];
}

function queueRequests(
  store: Pick<QueueStore, "byArn">,
  keys: KeyUses | undefined,
  region: string,
  action: string,
  arn: string,
): readonly AuthorizationRequest[] {
  const queue = store.byArn(arn);
  const request = {
    action: `sqs:${action}`,
    resource: arn,
    context: {},
    resourceTags: queue?.tags ?? {},
    resourcePolicy: { kind: "resource", text: queue?.settings.others["Policy"] },
  } as const;
  return [request, ...(queue === undefined ? [] : keyRequests(keys, region, action, queue))];
}

function keyRequests(
  keys: KeyUses | undefined,
  region: string,
  action: string,
  queue: Queue,
): readonly AuthorizationRequest[] {
  const key = queue.settings.others["KmsMasterKeyId"];
  const actions = keyActions[action];
  if (keys === undefined || key === undefined || actions === undefined) return [];
  try {
    return keys({ region, key, actions, service: "sqs", encryptionContext: { "aws:sqs:arn": queue.arn } });
  } catch (fault) {
    const code = fault instanceof AwsError ? keyErrors[fault.code] : undefined;
    if (code === undefined || !(fault instanceof AwsError)) throw fault;
    throw new AwsError(code, fault.message);
  }
}

function judgedResource(call: Call): string {
  const input = readerOf(call.action, call.input);
  const arn = input.text("SourceArn") ?? sourceOfHandle(input.text("TaskHandle") ?? "");
  if (arn !== undefined) return arn;
  const name = input.text("QueueUrl") ?? input.text("QueueName");
  return name === undefined ? "*" : `arn:aws:sqs:${call.region}:${call.caller.accountId}:${queueNameOf(name)}`;
}
