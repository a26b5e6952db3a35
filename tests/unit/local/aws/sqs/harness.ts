import type { Call } from "../../../../../local/core/call.ts";
import { createSqs, type Sqs } from "../../../../../local/aws/sqs/index.ts";
import { rootCaller } from "../../../../../local/aws/principals.ts";
import { accountId, create, region } from "../lambda/harness.ts";
import { createPatientKernel, type PatientKernel } from "../patient-kernel.ts";

export type Output = Readonly<Record<string, unknown>>;

/** SQS in virtual time, spoken to as the root user. */
export interface SqsUnderTest {
  readonly kernel: PatientKernel;
  readonly sqs: Sqs;
  call(action: string, input: Output): Promise<Output>;
  queue(name: string, inputs?: Output): Promise<string>;
  /** Bodies of what is received. */
  receive(queueUrl: string, more?: Output): Promise<readonly string[]>;
}

export function sqsUnderTest(): SqsUnderTest {
  const kernel = createPatientKernel(1);
  const sqs = createSqs({ kernel, accountId });
  const call = async (action: string, input: Output) => sqs.service.handle(sqsCall(action, input));
  return {
    kernel,
    sqs,
    call,
    async queue(name, inputs = {}) {
      const { id } = await create(sqs.resources, "aws:sqs/queue:Queue", { name, ...inputs });
      return id;
    },
    async receive(queueUrl, more = {}) {
      const output = await call("ReceiveMessage", { QueueUrl: queueUrl, MaxNumberOfMessages: 10, ...more });
      return messagesOf(output).map(({ Body }) => String(Body));
    },
  };
}

export function messagesOf(output: Output): readonly Output[] {
  // The service's own output, whose messages are objects.
  return (output["Messages"] ?? []) as readonly Output[];
}

export function sqsCall(action: string, input: Output): Call {
  return { service: "sqs", action, region, input, caller: rootCaller(accountId), requestId: "request" };
}
