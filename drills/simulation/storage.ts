import { createS3, type S3 } from "../../local/aws/s3/index.ts";
import type { VirtualKernel } from "../../local/drivers/virtual-clock.ts";
import type { Queues } from "./queue.ts";

const RETRY_MS = 1_000;

/** The account of a simulated platform. */
export const ACCOUNT = "111122223333";

/** Amazon S3 with no bucket yet; what a bucket tells of itself goes to the run's queues. */
export function createStorage(kernel: VirtualKernel, queues: () => Queues): S3 {
  return createS3({
    kernel,
    keys: () => [],
    telling: {
      kernel,
      accountId: ACCOUNT,
      async call(call) {
        if (call.action !== "SendMessage") throw new Error(`S3 asks for ${call.action} here.`);
        const { QueueUrl, MessageBody } = call.input;
        const input = { QueueUrl, Entries: [{ Id: "0", MessageBody }] };
        const send = () => queues().service.handle({ ...call, action: "SendMessageBatch", input });
        let reply = await send();
        // S3 tells of an object at least once: it tries until the queue has taken the message.
        while (reply["Failed"] !== undefined) {
          await new Promise<void>((resolve) => kernel.after(RETRY_MS, resolve));
          reply = await send();
        }
        return reply;
      },
    },
  });
}

/** Makes something of S3 as the program declares it. */
export async function createIn(
  { resources }: Pick<S3, "resources">,
  type: "bucket:Bucket" | "bucketNotification:BucketNotification",
  region: string,
  inputs: Readonly<Record<string, unknown>> & { readonly bucket: string },
): Promise<void> {
  const model = resources.find((resource) => resource.type === `aws:s3/${type}`);
  if (model === undefined) throw new Error(`The model of S3 has no ${type}.`);
  const urn = `urn:simulated:${inputs.bucket}`;
  await model.create({ type: model.type, name: inputs.bucket, urn, inputs, region, accountId: ACCOUNT });
}
