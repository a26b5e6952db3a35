import type { Case, Resource } from "../../core/rule.ts";
import { targetNameOf } from "./redrive.ts";

/** What sends its failures to a queue, by which property. */
const SENDERS: Readonly<Record<string, readonly string[]>> = {
  "deadLetterConfig.arn": ["aws:cloudwatch/eventTarget:EventTarget", "aws:cloudwatch/eventBus:EventBus"],
  "deadLetterConfig.targetArn": ["aws:lambda/function:Function"],
  "target.deadLetterConfig.arn": ["aws:scheduler/schedule:Schedule"],
  "destinationConfig.onFailure.destinationArn": ["aws:lambda/eventSourceMapping:EventSourceMapping"],
  "destinationConfig.onFailure.destination": ["aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig"],
  "sourceParameters.kinesisStreamParameters.deadLetterConfig.arn": ["aws:pipes/pipe:Pipe"],
  "sourceParameters.dynamodbStreamParameters.deadLetterConfig.arn": ["aws:pipes/pipe:Pipe"],
};

const REDRIVING = [
  "aws:sqs/queue:Queue",
  "aws:sqs/redrivePolicy:RedrivePolicy",
  "aws:sns/topicSubscription:TopicSubscription",
] as const;

type Asked = Pick<Case<unknown>, "resource" | "read" | "stack">;

/** Whether a queue is where others leave what failed: by its name, its allow policy, or what sends to it. */
export function isDeadLetterQueue(asked: Asked): boolean {
  const { resource, read, stack } = asked;
  if (read.has("redriveAllowPolicy")) return true;
  const names = [resource.name, read.text("name") ?? "", read.text("namePrefix") ?? ""];
  if (names.some((name) => /dlq|dead-?_?letter/i.test(name))) return true;
  if (redrivingTo(asked).length > 0) return true;
  return Object.entries(SENDERS).some(
    ([property, senders]) => stack.referringTo(resource, property, ...senders).length > 0,
  );
}

/** The resources whose redrive policy names this queue. */
export function redrivingTo({ resource, read, stack }: Asked): readonly Resource[] {
  const connected = stack.referringTo(resource, "redrivePolicy", ...REDRIVING);
  const name = read.text("name");
  const named = stack.ofType(...REDRIVING).filter((one) => name !== undefined && targetNameOf(one.read) === name);
  return [...new Set([...connected, ...named])];
}
