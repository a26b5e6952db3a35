import { rule } from "../../core/rule.ts";
import { redriveAt } from "./redrive.ts";

/** A message is tried more than once, and not for ever. */
export const requireRedriveAttempts = rule({
  name: "require-redrive-attempts",
  description: "Redrive policies of SQS try a message several times, but not endlessly.",
  types: ["aws:sqs/queue:Queue", "aws:sqs/redrivePolicy:RedrivePolicy"],
  property: "sqs.Queue.redrivePolicy.maxReceiveCount",
  severity: "low",
  level: "advisory",
  reason:
    "With one attempt a hiccup puts good messages aside; with a thousand a bad one keeps consumers busy for days.",
  remediation: "Set `maxReceiveCount` of the redrive policy within the configured bounds, such as 5.",
  controls: { soc2: ["A1.2", "PI1.3"] },
  settings: {
    min: { type: "number", description: "The fewest attempts.", default: 2 },
    max: { type: "number", description: "The most attempts.", default: 100 },
  },
  judge: ({ read, settings }) => {
    const attempts = redriveAt(read, "redrivePolicy")?.number("maxReceiveCount");
    if (attempts === undefined || (attempts >= settings.min && attempts <= settings.max)) return undefined;
    const times = attempts === 1 ? "once" : `${attempts} times`;
    return `A message is tried ${times}, which is not between ${settings.min} and ${settings.max}.`;
  },
});
