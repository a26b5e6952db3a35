import type { Call } from "../../../../../../local/core/call.ts";
import type { LambdaLimits } from "../../../../../../local/aws/lambda/dependencies.ts";
import { createInProcessHost, type Lambda } from "../../../../../../local/aws/lambda/index.ts";
import { rootCaller } from "../../../../../../local/aws/principals.ts";
import { createSqs } from "../../../../../../local/aws/sqs/index.ts";
import { createPatientKernel } from "../../patient-kernel.ts";
import { accountId, create, createWorker, lambdaOver, region } from "../harness.ts";
import { createFakeStream, type FakeStream } from "./fake-stream.ts";

type Inputs = Readonly<Record<string, unknown>>;
/** A record of either source, as far as tests look at it. */
interface EventRecord {
  readonly [field: string]: unknown;
  readonly body?: string;
  readonly messageId?: string;
  readonly dynamodb?: { readonly SequenceNumber: string };
}

export type Event = { readonly Records: readonly EventRecord[] };

/** A function that is fed from queues or a stream, in virtual time; its handler runs in process. */
export async function fed(handler: (event: Event) => unknown, inputs: Inputs = {}, limits: Partial<LambdaLimits> = {}) {
  const kernel = createPatientKernel(1);
  const sqs = createSqs({ kernel, accountId });
  const stream: FakeStream = createFakeStream(kernel);
  const events: Event[] = [];
  const calls: Call[] = [];
  const call = async (one: Call): Promise<Inputs> => {
    calls.push(one);
    return one.service === "sqs" ? sqs.service.handle(one) : stream.handle(one);
  };
  const hosts = createInProcessHost(() => (event) => {
    // What the mapping built.
    events.push(event as Event);
    return handler(event as Event);
  });
  const { lambda } = lambdaOver(kernel, hosts, {
    call,
    limits,
    sources: { onMessages: sqs.onMessages, onStreamRecords: stream.onRecords },
  });
  await createWorker(lambda, { timeout: 10, ...inputs });
  const root = (action: string, input: Inputs) =>
    call({ service: "sqs", action, region, input, caller: rootCaller(accountId), requestId: "test" });
  return {
    kernel,
    lambda,
    stream,
    events,
    calls,
    root,
    queue: async (name: string, more: Inputs = {}) =>
      (await create(sqs.resources, "aws:sqs/queue:Queue", { name, ...more })).id,
    map: (more: Inputs) => map(lambda, more),
    /** Bodies of the batches that the function got. */
    bodies: () => events.map(({ Records }) => Records.map(({ body }) => String(body))),
    /** Sequence numbers of the batches that the function got. */
    sequences: () => events.map(({ Records }) => Records.map(({ dynamodb }) => String(dynamodb?.SequenceNumber))),
  };
}

function map(lambda: Lambda, inputs: Inputs) {
  return create(lambda.resources, "aws:lambda/eventSourceMapping:EventSourceMapping", {
    functionName: "worker",
    ...inputs,
  });
}
