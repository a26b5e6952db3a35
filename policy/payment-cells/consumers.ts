import { Malformed } from "../core/reader.ts";
import type { Reader } from "../core/reader.ts";
import type { Case } from "../core/rule.ts";

/** The types that hand events to a function of ours. */
export const CONSUMERS: readonly string[] = [
  "aws:lambda/eventSourceMapping:EventSourceMapping",
  "aws:scheduler/schedule:Schedule",
  "aws:cloudwatch/eventTarget:EventTarget",
];

/** The ARN of the queue for what a consumer cannot handle; `undefined` where it has none. */
export function deadLetterArn({ resource, read, stack }: Case<unknown>): string | undefined {
  switch (resource.type) {
    case "aws:scheduler/schedule:Schedule":
      return read.block("target")?.block("deadLetterConfig")?.text("arn");
    case "aws:cloudwatch/eventTarget:EventTarget":
      return read.block("deadLetterConfig")?.text("arn");
    default: {
      const source = stack.referredBy(resource, "eventSourceArn", "aws:sqs/queue:Queue");
      if (source !== undefined) return redriveTarget(source.read);
      return read.block("destinationConfig")?.block("onFailure")?.text("destinationArn");
    }
  }
}

function redriveTarget(read: Reader): string | undefined {
  const policy = read.whole("redrivePolicy");
  if (policy === undefined || policy === "") return undefined;
  const document = typeof policy === "string" ? parsed(policy) : policy;
  const isBlock = typeof document === "object" && document !== null && "deadLetterTargetArn" in document;
  return isBlock && typeof document.deadLetterTargetArn === "string" ? document.deadLetterTargetArn : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Malformed("redrivePolicy", "JSON");
  }
}
