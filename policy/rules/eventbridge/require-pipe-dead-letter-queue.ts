import { rule } from "../../core/rule.ts";
import { referenceAt } from "../../core/reference.ts";

const STREAMS = ["aws:kinesis/stream:Stream", "aws:dynamodb/table:Table"] as const;
const FAILURES = ["aws:sqs/queue:Queue", "aws:sns/topic:Topic"] as const;

/** What a pipe cannot carry on goes aside. */
export const requirePipeDeadLetterQueue = rule({
  name: "require-pipe-dead-letter-queue",
  description: "Pipes from streams have a dead-letter queue.",
  types: ["aws:pipes/pipe:Pipe"],
  property: "pipes.Pipe.sourceParameters.deadLetterConfig",
  severity: "medium",
  level: "mandatory",
  reason: "One record that cannot be handled blocks its shard until it expires, and then is dropped.",
  remediation: "Set `deadLetterConfig.arn` of the stream's parameters to the ARN of a queue.",
  controls: { soc2: ["A1.2", "PI1.4"], gdpr: ["32.1.b"], psd2: ["PSD2 95"] },
  scope: "stack",
  judge: (given) => {
    const { read } = given;
    const source = referenceAt(given, read, "source", ...STREAMS, "aws:sqs/queue:Queue") ?? "";
    const parameters = read.block("sourceParameters");
    const stream = parameters?.block("dynamodbStreamParameters") ?? parameters?.block("kinesisStreamParameters");
    // A queue has a dead-letter queue of its own.
    if (stream === undefined && !/^arn:[^:]*:(kinesis|dynamodb):|::aws:(kinesis|dynamodb)\//.test(source))
      return undefined;
    const config = stream?.block("deadLetterConfig");
    const arn = config === undefined ? undefined : referenceAt(given, config, "arn", ...FAILURES);
    return arn === undefined || arn === "" ? "The pipe has no dead-letter queue." : undefined;
  },
});
