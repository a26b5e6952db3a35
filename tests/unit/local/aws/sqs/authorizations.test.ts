import { describe, expect, it } from "vitest";
import type { KeyUse } from "../../../../../local/aws/kms/key-use.ts";
import { createSqs } from "../../../../../local/aws/sqs/index.ts";
import { AwsError } from "../../../../../local/core/errors.ts";
import type { Properties } from "../../../../../local/core/resource.ts";
import { createVirtualKernel } from "../../../../../local/drivers/virtual-clock.ts";
import { accountId, callOf, register } from "../account.ts";

const arn = (name: string) => `arn:aws:sqs:eu-west-1:${accountId}:${name}`;
const url = (name: string) => `https://sqs.eu-west-1.amazonaws.com/${accountId}/${name}`;
const policy = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Deny", Principal: "*", Action: "sqs:PurgeQueue", Resource: "*" }],
});

/** Queues, of which `sealed` is encrypted with a key of the account; what is asked of keys is kept. */
async function queues(keys?: (use: KeyUse) => never) {
  const uses: KeyUse[] = [];
  const sqs = createSqs({
    kernel: createVirtualKernel(1),
    accountId,
    keys: (use) => {
      keys?.(use);
      uses.push(use);
      return use.actions.map((action) => ({ action, resource: "key", context: {} }));
    },
  });
  const create = (name: string, more: Properties = {}) =>
    register(sqs.resources, "aws:sqs/queue:Queue", { name, ...more });
  await create("open", { policy, tags: { team: "payments" } });
  await create("sealed", { kmsMasterKeyId: "alias/queues" });
  const asked = (action: string, input: Properties) => sqs.service.authorizations(callOf("sqs", action, input));
  return { asked, uses };
}

describe("what IAM is asked about a call of SQS", () => {
  it.each([
    ["SendMessageBatch", { QueueUrl: url("open") }, "sqs:SendMessage", arn("open")],
    ["DeleteMessageBatch", { QueueUrl: url("open") }, "sqs:DeleteMessage", arn("open")],
    ["ChangeMessageVisibilityBatch", { QueueUrl: url("open") }, "sqs:ChangeMessageVisibility", arn("open")],
    ["GetQueueUrl", { QueueName: "open" }, "sqs:GetQueueUrl", arn("open")],
    ["ReceiveMessage", { QueueUrl: url("none") }, "sqs:ReceiveMessage", arn("none")],
    ["ListQueues", {}, "sqs:ListQueues", "*"],
  ])("%s", async (action, input, judged, resource) => {
    const { asked } = await queues();
    expect(asked(action, input)).toMatchObject([{ action: judged, resource }]);
  });

  it("comes with the queue's own policy and its tags", async () => {
    const { asked } = await queues();
    expect(asked("PurgeQueue", { QueueUrl: url("open") })).toMatchObject([
      { resourcePolicy: { kind: "resource", text: policy }, resourceTags: { team: "payments" } },
    ]);
    expect(asked("PurgeQueue", { QueueUrl: url("sealed") })).toMatchObject([
      { resourcePolicy: { kind: "resource", text: undefined } },
    ]);
  });

  it("asks all that moving messages is", async () => {
    const { asked } = await queues();
    const moved = asked("StartMessageMoveTask", { SourceArn: arn("open"), DestinationArn: arn("sealed") });
    expect(moved.map(({ action, resource }) => `${action} ${resource}`)).toEqual([
      `sqs:StartMessageMoveTask ${arn("open")}`,
      `sqs:ReceiveMessage ${arn("open")}`,
      `sqs:DeleteMessage ${arn("open")}`,
      `sqs:GetQueueAttributes ${arn("open")}`,
      `sqs:SendMessage ${arn("sealed")}`,
      "kms:GenerateDataKey key",
      "kms:Decrypt key",
    ]);
  });
});

describe("the key of an encrypted queue", () => {
  it.each([
    ["SendMessage", ["kms:GenerateDataKey", "kms:Decrypt"]],
    ["SendMessageBatch", ["kms:GenerateDataKey", "kms:Decrypt"]],
    ["ReceiveMessage", ["kms:Decrypt"]],
    ["DeleteMessage", []],
    ["GetQueueAttributes", []],
  ])("is used by %s in the caller's name", async (action, actions) => {
    const { asked, uses } = await queues();
    const [, ...ofKey] = asked(action, { QueueUrl: url("sealed") });
    expect(ofKey.map((request) => request.action)).toEqual(actions);
    const use = {
      region: "eu-west-1",
      key: "alias/queues",
      actions,
      service: "sqs",
      encryptionContext: { "aws:sqs:arn": arn("sealed") },
    };
    expect(uses).toEqual(actions.length === 0 ? [] : [use]);
  });

  it("is none of an unencrypted one", async () => {
    const { asked, uses } = await queues();
    expect(asked("SendMessage", { QueueUrl: url("open") })).toHaveLength(1);
    expect(uses).toEqual([]);
  });

  it("that is gone has an error of SQS's own", async () => {
    const { asked } = await queues(() => {
      throw new AwsError("NotFoundException", "Alias alias/queues is not found.");
    });
    expect(() => asked("SendMessage", { QueueUrl: url("sealed") })).toThrow(
      expect.objectContaining({ code: "KmsNotFound", message: "Alias alias/queues is not found." }),
    );
  });
});
