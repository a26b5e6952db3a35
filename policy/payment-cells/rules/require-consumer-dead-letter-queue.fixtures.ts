import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { alarmOn, inbox, queueArn, queueConsumer, streamConsumer } from "../compliant.ts";
import { requireConsumerDeadLetterQueue } from "./require-consumer-dead-letter-queue.ts";

const faults = ["The consumer drops what it cannot handle."];
const schedule = "aws:scheduler/schedule:Schedule";
const target = "aws:cloudwatch/eventTarget:EventTarget";
const swept = { arn: "arn:aws:lambda:eu-west-1:111122223333:function:prod-eu-sweep" };
const deadLetterConfig = { arn: queueArn("prod-eu-sweep-dlq") };
const alarms = [alarmOn("prod-eu-sweep-dlq"), alarmOn("prod-eu-relay-dlq"), alarmOn("prod-eu-credit-inbox-dlq")];

/** Consumers of queues, streams, schedules and buses. */
export const fixtures: Fixtures = {
  rule: requireConsumerDeadLetterQueue,
  compliant: {
    "of a queue": { properties: queueConsumer, companions: [inbox, ...alarms] },
    "of a stream": { properties: streamConsumer, companions: alarms },
    "a schedule": { type: schedule, properties: { target: { ...swept, deadLetterConfig } }, companions: alarms },
    "a target of a bus": { type: target, properties: { ...swept, deadLetterConfig }, companions: alarms },
  },
  violating: {
    "a queue without redrive": {
      properties: queueConsumer,
      companions: [{ ...inbox, properties: changed(inbox.properties, { redrivePolicy: undefined }) }],
      faults,
    },
    "a stream without destination": {
      properties: changed(streamConsumer, { destinationConfig: undefined }),
      faults,
    },
    "a schedule without": { type: schedule, properties: { target: swept }, faults },
    "a target without": { type: target, properties: swept, faults },
  },
  unknown: {
    destination: {
      properties: changed(streamConsumer, { destinationConfig: { onFailure: { destinationArn: UNKNOWN } } }),
      path: "destinationConfig.onFailure.destinationArn",
    },
    redrive: {
      properties: queueConsumer,
      companions: [{ ...inbox, properties: changed(inbox.properties, { redrivePolicy: UNKNOWN }) }],
      path: "redrivePolicy",
    },
  },
};
