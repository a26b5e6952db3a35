import { rule } from "../../core/rule.ts";
import { redriveAt } from "./redrive.ts";

/** A dead-letter queue's allow policy names who may leave failures in it. */
export const disallowOpenRedriveAllowPolicy = rule({
  name: "disallow-open-redrive-allow-policy",
  description: "Redrive allow policies of SQS do not allow every queue of the account.",
  types: ["aws:sqs/queue:Queue", "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy"],
  property: "sqs.Queue.redriveAllowPolicy",
  severity: "low",
  level: "advisory",
  reason: "A queue that any other may use as its dead-letter queue mixes failures of systems, and their data.",
  remediation: 'Set `redrivePermission` to "byQueue" and list `sourceQueueArns`, or set it to "denyAll".',
  controls: { soc2: ["CC6.1"], gdpr: ["32.1.b"] },
  judge: ({ read }) => {
    const policy = redriveAt(read, "redriveAllowPolicy");
    if (policy === undefined || policy.text("redrivePermission") !== "allowAll") return undefined;
    return "Every queue of the account may use this one as its dead-letter queue.";
  },
});
