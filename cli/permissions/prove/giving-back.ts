import { GetQueueUrlCommand, SendMessageCommand } from "@aws-sdk/client-sqs";
import { createDlqClients } from "../../dlq/clients.ts";
import type { CellPlace } from "../../deployment.ts";
import { until, type Ground } from "./ground.ts";
import { allowed } from "./iam-access.ts";

/** A message that is no key of the ledger: the inbox gives it back, again and again, until the queue puts it aside. */
export async function givingBack(ground: Ground, { name, region }: CellPlace): Promise<void> {
  const { cloud, iam } = ground;
  const role = `${cloud.deployment.stage}-${name}-credit-inbox`;
  const given = (): number => allowed(iam.usage(), role, "sqs:ChangeMessageVisibility");
  const before = given();
  const sqs = createDlqClients(cloud.awsUrl).sqs(region);
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: role }));
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "no key" }));
  await until(ground, `A message given back to the inbox of ${name}`, 15_000, async () =>
    given() > before ? true : undefined,
  );
}
