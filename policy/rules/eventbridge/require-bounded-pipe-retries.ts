import { rule } from "../../core/rule.ts";

/** A record that cannot be handled does not block its shard until it expires. */
export const requireBoundedPipeRetries = rule({
  name: "require-bounded-pipe-retries",
  description: "Pipes from streams give up on a record after a while.",
  types: ["aws:pipes/pipe:Pipe"],
  property: "pipes.Pipe.sourceParameters.maximumRetryAttempts",
  severity: "low",
  level: "advisory",
  reason: "With endless attempts one bad record holds up all that come after it, for as long as the stream remembers.",
  remediation: "Set `maximumRetryAttempts` or `maximumRecordAgeInSeconds` of the stream's parameters.",
  controls: { soc2: ["A1.2", "PI1.3"] },
  judge: ({ read }) => {
    const parameters = read.block("sourceParameters");
    const stream = parameters?.block("dynamodbStreamParameters") ?? parameters?.block("kinesisStreamParameters");
    if (stream === undefined) return undefined;
    const attempts = stream.number("maximumRetryAttempts") ?? -1;
    const age = stream.number("maximumRecordAgeInSeconds") ?? -1;
    return attempts < 0 && age < 0 ? "The pipe tries a record again without end." : undefined;
  },
});
