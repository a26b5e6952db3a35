import { rule } from "../../core/rule.ts";
import { referenceAt } from "../../core/reference.ts";
import { keyFault } from "../kms/customer-key.ts";

/** What a bus cannot decrypt goes aside. */
export const requireBusDeadLetterQueue = rule({
  name: "require-bus-dead-letter-queue",
  description: "Event buses with a customer managed key have a dead-letter queue.",
  types: ["aws:cloudwatch/eventBus:EventBus"],
  property: "cloudwatch.EventBus.deadLetterConfig",
  severity: "low",
  level: "advisory",
  reason: "While the key is out of reach, events that came in cannot be delivered, and are dropped without a queue.",
  remediation: "Set `deadLetterConfig.arn` to the ARN of a queue.",
  controls: { soc2: ["A1.2", "PI1.4"], gdpr: ["32.1.b"] },
  scope: "stack",
  judge: (given) => {
    const { read } = given;
    // Without a key of the customer's there is nothing that fails to decrypt.
    if (keyFault("The bus", given, read, "kmsKeyIdentifier") !== undefined) return undefined;
    const config = read.block("deadLetterConfig");
    const arn = config === undefined ? undefined : referenceAt(given, config, "arn", "aws:sqs/queue:Queue");
    return arn === undefined || arn === "" ? "The bus has no dead-letter queue." : undefined;
  },
});
