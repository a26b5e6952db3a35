import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { alarmOn, inbox, queueArn, queueConsumer, streamConsumer } from "../compliant.ts";
import { requireDeadLetterAlarm } from "./require-dead-letter-alarm.ts";

const alarm = alarmOn("prod-eu-relay-dlq");
const deadLetterConfig = { arn: queueArn("prod-eu-relay-dlq") };
const alarmWith = (change: Readonly<Record<string, unknown>>) => ({
  ...alarm,
  properties: changed(alarm.properties, change),
});
const faults = ["No alarm tells of messages in prod-eu-relay-dlq."];

/** Dead-letter queues with and without an alarm. */
export const fixtures: Fixtures = {
  rule: requireDeadLetterAlarm,
  compliant: {
    "of a stream": { properties: streamConsumer, companions: [alarm] },
    "of a queue": { properties: queueConsumer, companions: [inbox, alarmOn("prod-eu-credit-inbox-dlq")] },
    "of a schedule": {
      type: "aws:scheduler/schedule:Schedule",
      properties: { target: { deadLetterConfig } },
      companions: [alarm],
    },
    "of a bus's target": {
      type: "aws:cloudwatch/eventTarget:EventTarget",
      properties: { deadLetterConfig },
      companions: [alarm],
    },
  },
  violating: {
    "no alarm": { properties: streamConsumer, faults },
    "an alarm on another queue": {
      properties: streamConsumer,
      companions: [alarmWith({ dimensions: { QueueName: "prod-eu-credit-inbox" } })],
      faults,
    },
    "an alarm on another metric": {
      properties: streamConsumer,
      companions: [alarmWith({ metricName: "ApproximateAgeOfOldestMessage" })],
      faults,
    },
  },
  unknown: {
    "the alarm's queue": {
      properties: streamConsumer,
      companions: [alarmWith({ dimensions: { QueueName: UNKNOWN } })],
      path: "dimensions.QueueName",
    },
    "the queue": {
      properties: changed(streamConsumer, { destinationConfig: UNKNOWN }),
      path: "destinationConfig",
    },
  },
};
