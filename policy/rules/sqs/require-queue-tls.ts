import { rule } from "../../core/rule.ts";
import { documentAt } from "../../iam/document.ts";
import { refusesPlaintext } from "../../iam/exposure.ts";

/** Queues refuse requests that do not come over TLS. */
export const requireQueueTls = rule({
  name: "require-queue-tls",
  description: "Policies of SQS queues deny requests without TLS.",
  types: ["aws:sqs/queue:Queue", "aws:sqs/queuePolicy:QueuePolicy"],
  property: "sqs.QueuePolicy.policy.Condition.aws:SecureTransport",
  severity: "medium",
  level: "advisory",
  reason:
    "An endpoint that also answers over plain HTTP lets one wrong client send payments and credentials in the clear.",
  remediation: 'Add to `policy` a statement that denies `sqs:*` to everyone where `aws:SecureTransport` is "false".',
  controls: { "pci-dss-4.0.1": ["4.2.1"], soc2: ["CC6.7"], gdpr: ["32.1.a"], psd2: ["RTS 35"] },
  scope: "stack",
  judge: ({ resource, read, stack }) => {
    if (refusesPlaintext(documentAt(read, "policy"), "sqs:SendMessage", "sqs:ReceiveMessage")) return undefined;
    if (resource.type === "aws:sqs/queue:Queue") {
      if (stack.referringTo(resource, "queueUrl", "aws:sqs/queuePolicy:QueuePolicy").length > 0) return undefined;
      // A policy of a queue whose name is unknown may be there after all.
      read.text("name");
    }
    return "The queue takes requests without TLS.";
  },
});
