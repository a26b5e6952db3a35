import { AwsError } from "../../core/errors.ts";
import { uuid } from "../uuid.ts";
import { target, within, type Operation, type Output } from "./operation.ts";
import { queueUrl } from "./queue-names.ts";
import { applyAttributes, defaultSettings, describeSettings } from "./queue.ts";

/** CreateQueue; the same queue again is the same queue. */
export function createQueue({ store, call, input }: Operation): Output {
  const name = input.requiredText("QueueName");
  const settings = applyAttributes(defaultSettings, input.strings("Attributes"));
  checkName(name, settings.fifo);
  const address = { region: call.region, accountId: call.caller.accountId, name };
  const existing = store.all().find((queue) => queue.address.region === call.region && queue.address.name === name);
  if (existing === undefined) store.create(address, settings);
  else if (JSON.stringify(describeSettings(existing.settings)) !== JSON.stringify(describeSettings(settings))) {
    const message = "A queue already exists with the same name and a different value for an attribute.";
    throw new AwsError("QueueNameExists", message);
  }
  return { QueueUrl: queueUrl(address) };
}

/** FIFO queues are called `….fifo`, others are not. */
export function checkName(name: string, fifo: boolean): void {
  if (!/^[\w-]{1,75}(\.fifo)?$/.test(name) || name.length > 80 || name.endsWith(".fifo") !== fifo) {
    const rule =
      "Can only include alphanumeric characters, hyphens, or underscores, 1 to 80 in length, " +
      "with .fifo at the end of a FIFO queue's";
    throw new AwsError("InvalidParameterValue", `${rule} name: ${name}`);
  }
}

/** GetQueueAttributes. */
export function getAttributes(operation: Operation): Output {
  const queue = target(operation);
  const wanted = operation.input.texts("AttributeNames");
  const now = operation.kernel.now();
  const messages = [...queue.messages.values()];
  const hidden = messages.filter(({ visibleMs }) => visibleMs > now);
  const delayed = hidden.filter(({ receiptHandle }) => receiptHandle === undefined);
  const attributes: Record<string, string> = {
    ...describeSettings(queue.settings),
    QueueArn: queue.arn,
    CreatedTimestamp: String(Math.floor(queue.createdMs / 1000)),
    LastModifiedTimestamp: String(Math.floor(queue.modifiedMs / 1000)),
    ApproximateNumberOfMessages: String(messages.length - hidden.length),
    ApproximateNumberOfMessagesNotVisible: String(hidden.length - delayed.length),
    ApproximateNumberOfMessagesDelayed: String(delayed.length),
  };
  const chosen = Object.entries(attributes).filter(([name]) => wanted.includes("All") || wanted.includes(name));
  return chosen.length === 0 ? {} : { Attributes: Object.fromEntries(chosen) };
}

/** Moves what is in a dead-letter queue back to where it came from, or to `DestinationArn`. */
export function startMoveTask({ kernel, store, input }: Operation): Output {
  const sourceArn = input.requiredText("SourceArn");
  const source = store.byArn(sourceArn);
  const notFound = () =>
    new AwsError(
      "ResourceNotFoundException",
      "The resource that you specified for the SourceArn parameter doesn't exist.",
    );
  if (source === undefined) throw notFound();
  const isDeadLetter = store.all().some(({ settings }) => settings.redrive?.deadLetterTargetArn === sourceArn);
  if (!isDeadLetter)
    throw new AwsError("InvalidParameterValue", "Source queue must be configured as a Dead Letter Queue.");
  const destinationArn = input.text("DestinationArn");
  if (destinationArn !== undefined && store.byArn(destinationArn) === undefined) throw notFound();
  const perSecond = within(input, "MaxNumberOfMessagesPerSecond", 1, 500) ?? 500;
  const move = (): void => {
    const visible = [...source.messages.values()].filter(({ visibleMs }) => visibleMs <= kernel.now());
    for (const message of visible.slice(0, perSecond)) {
      const destination = store.byArn(destinationArn ?? message.sourceArn ?? "");
      if (destination === undefined) continue;
      store.discard(source, message);
      const nowMs = kernel.now();
      // A redriven message is a new one.
      const fresh = { id: uuid(kernel), sentMs: nowMs, visibleMs: nowMs, receiveCount: 0, receivedHere: 0 };
      store.add(destination, {
        ...message,
        ...fresh,
        sourceArn: undefined,
        firstReceivedMs: undefined,
        receiptHandle: undefined,
      });
    }
    if (visible.length > perSecond) kernel.after(1000, move);
  };
  kernel.after(0, move);
  return { TaskHandle: uuid(kernel) };
}
