import type { DlqClients } from "../../../../cli/dlq/clients.ts";
import { findDeadLetterQueues, queueOf } from "../../../../cli/dlq/queues.ts";
import { redrive, type Redriven } from "../../../../cli/dlq/redriving.ts";
import { readDeployment } from "../../../../cli/deployment.ts";
import type { Send } from "../../../../cli/doctor/signed-request.ts";
import { AwsRefusal } from "../../../../cli/doctor/signed-request.ts";
import { createDynamoDb } from "../../../../local/aws/dynamodb/index.ts";
import { createKinesis, isKinesisArn } from "../../../../local/aws/kinesis/index.ts";
import { createInProcessHost } from "../../../../local/aws/lambda/index.ts";
import { createSqs } from "../../../../local/aws/sqs/index.ts";
import type { Call } from "../../../../local/core/call.ts";
import { AwsError } from "../../../../local/core/errors.ts";
import { defaultKnobs } from "../../../../local/faults/knobs.ts";
import type { Clock } from "../../../../functions/stores/clock.ts";
import { callOf } from "../../local/aws/account.ts";
import { accountId, create, lambdaOver, roleArn } from "../../local/aws/lambda/harness.ts";
import { createPatientKernel } from "../../local/aws/patient-kernel.ts";

type Fields = Readonly<Record<string, unknown>>;
const REGION = "eu-west-1";

export const arnOf = (service: string, name: string) => `arn:aws:${service}:${REGION}:${accountId}:${name}`;

/** SQS, Kinesis and Lambda in virtual time, with functions of cell eu whose code a test gives and may change. */
export async function createWorld() {
  const kernel = createPatientKernel(3);
  const handlers = new Map<string, (event: Fields) => unknown>();
  const events: { readonly name: string; readonly event: Fields }[] = [];
  const sqs = createSqs({ kernel, accountId });
  const kinesis = createKinesis({ kernel, accountId, limits: defaultKnobs().shards });
  const dynamoDb = createDynamoDb({ kernel, knobs: defaultKnobs(), accountId });
  const services = new Map([sqs.service, kinesis.service, dynamoDb.service].map((service) => [service.name, service]));
  const call = async (one: Call): Promise<Fields> => {
    const service = services.get(one.service);
    if (service === undefined) throw new Error(`${one.service} is not there`);
    return service.handle(one);
  };
  const hosts = createInProcessHost(({ functionName: name }) => (event) => {
    // Every event here is a JSON object.
    const given = event as Fields;
    events.push({ name, event: given });
    return handlers.get(name)?.(given);
  });
  const onStreamRecords: typeof kinesis.onStreamRecords = (arn, listener) =>
    (isKinesisArn(arn) ? kinesis : dynamoDb).onStreamRecords(arn, listener);
  const sources = { onMessages: sqs.onMessages, onStreamRecords };
  const { lambda } = lambdaOver(kernel, hosts, { call, sources });
  services.set("lambda", lambda.service);
  const root = (service: string, action: string, input: Fields, region = REGION) =>
    call(callOf(service, action, input, { region }));

  const clients: DlqClients = {
    sqs: (region) => ({ send: seam(root, "sqs", region) }),
    kinesis: (region) => ({ send: seam(root, "kinesis", region) }),
    lambda: (region) => ({ send: seam(root, "lambda", region) }),
  };

  const signed: Send = async ({ service, region, headers, body }) => {
    const action = headers?.["x-amz-target"]?.split(".").at(-1) ?? "";
    try {
      return JSON.stringify(await root(service, action, JSON.parse(body ?? "{}"), region));
    } catch (fault) {
      throw fault instanceof AwsError ? new AwsRefusal(fault.code, fault.message) : fault;
    }
  };

  /** Lets time pass until something has come about. */
  async function passing<Value>(promise: Promise<Value>): Promise<Value> {
    const state = { over: false };
    const end = () => {
      state.over = true;
    };
    promise.then(end, end);
    while (!state.over) await kernel.advance(100);
    return promise;
  }

  const clock: Clock = {
    now: kernel.now,
    monotonic: kernel.now,
    sleep: (ms) => new Promise((resolve) => void kernel.after(ms, resolve)),
    deadline: () => new AbortController().signal,
  };
  const deployment = readDeployment();
  const find = async (label: string) => queueOf(await passing(findDeadLetterQueues(deployment, clients)), label);

  return {
    kernel,
    clock,
    clients,
    deployment,
    events,
    root,
    passing,
    find,
    /** What a function does from now on. */
    code: (name: string, handler: (event: Fields) => unknown) => void handlers.set(name, handler),
    queue: async (name: string, more: Fields = {}) =>
      (await create(sqs.resources, "aws:sqs/queue:Queue", { name, ...more }, name)).id,
    fn: (name: string) =>
      create(
        lambda.resources,
        "aws:lambda/function:Function",
        {
          name,
          role: roleArn,
          runtime: "nodejs22.x",
          handler: "index.handler",
          code: { kind: "archive", path: "." },
          timeout: 10,
        },
        name,
      ),
    resource: (type: string, inputs: Fields) => create([...lambda.resources, ...dynamoDb.resources], type, inputs),
    redrive: async (label: string): Promise<Redriven> => {
      const queue = await find(label);
      const inbox = (cell: string) => deployment.functionName(cell, "credit-inbox");
      return passing(redrive(queue, { clients, signed, clock, stage: deployment.stage, inbox, tell: () => undefined }));
    },
  };
}

/** What a test has of the world. */
export type World = Awaited<ReturnType<typeof createWorld>>;

type Root = (service: string, action: string, input: Fields, region?: string) => Promise<Fields>;

/** Commands straight to a model, with bytes and times as the SDK has them. */
function seam(root: Root, service: string, region: string) {
  return async (command: { readonly input: Fields }): Promise<Fields> => {
    const { Payload, ...input } = command.input;
    // What an invocation carries are bytes.
    const sent = Payload === undefined ? input : { ...input, Payload: Buffer.from(Payload as Uint8Array).toString() };
    try {
      const reply = await root(service, command.constructor.name.replace(/Command$/, ""), sent, region);
      return fromWire(reply);
    } catch (fault) {
      throw fault instanceof AwsError ? Object.assign(new Error(fault.message), { name: fault.code }) : fault;
    }
  };
}

function fromWire({ Payload, Records, ...reply }: Fields): Fields {
  // As the models answer.
  const records = Records as readonly { readonly Data: string; readonly ApproximateArrivalTimestamp: number }[];
  return {
    ...reply,
    ...(Payload !== undefined && { Payload: Buffer.from(Payload as string) }),
    ...(Records !== undefined && {
      Records: records.map((record) => ({
        ...record,
        Data: Buffer.from(record.Data, "base64"),
        ApproximateArrivalTimestamp: new Date(record.ApproximateArrivalTimestamp * 1_000),
      })),
    }),
  };
}
