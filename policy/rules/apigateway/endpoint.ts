import type { Resource, Stack } from "../../core/rule.ts";

/** The REST API that this resource names, where the stack has it. */
export function restApiOf(resource: Resource, stack: Stack): Resource | undefined {
  return stack.referredBy(resource, "restApi", "aws:apigateway/restApi:RestApi");
}

/** Whether a REST API is reached from VPCs only. */
export function isPrivate({ read }: Resource): boolean {
  return read.block("endpointConfiguration")?.texts("types").includes("PRIVATE") === true;
}

/** What takes access logs. */
export const LOGS = [
  "aws:cloudwatch/logGroup:LogGroup",
  "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream",
] as const;
