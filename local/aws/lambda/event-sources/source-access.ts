import { AwsError } from "../../../core/errors.ts";
import type { LambdaDependencies } from "../dependencies.ts";
import type { FunctionConfig } from "../function-config.ts";
import { dynamoDbSource } from "./dynamodb-source.ts";
import { kinesisSource } from "./kinesis-source.ts";
import type { MappingConfig } from "./mapping.ts";
import type { StreamSource } from "./stream-source.ts";

/** How a mapping's stream is read; undefined for a queue. */
export function sourceOf({ kind }: Pick<MappingConfig, "kind">): StreamSource | undefined {
  switch (kind) {
    case "dynamodb":
      return dynamoDbSource;
    case "kinesis":
      return kinesisSource;
    case "queue":
      return undefined;
  }
}

/** Refuses a mapping whose function's role may not read the stream, as Lambda does before it makes one. */
export function requireAccess(
  { sts, judge }: Pick<LambdaDependencies, "judge"> & { readonly sts: Pick<LambdaDependencies["sts"], "assume"> },
  { roleArn, name }: Pick<FunctionConfig, "roleArn" | "name">,
  mapping: MappingConfig,
): void {
  const source = sourceOf(mapping);
  if (source === undefined) return;
  const { region, sourceArn } = mapping;
  try {
    const caller = sts.assume(roleArn, name, { service: "lambda.amazonaws.com" });
    const asked = source.actions.map((action) => `${source.service}:${action}`);
    judge(
      { caller, region },
      asked.map((action) => ({ action, resource: sourceArn, context: {} })),
    );
  } catch (fault) {
    if (!(fault instanceof AwsError)) throw fault;
    const actions = `${source.actions.slice(0, -1).join(", ")}, and ${source.actions.at(-1) ?? ""}`;
    const message =
      `Cannot access stream ${sourceArn}. Please ensure the role can perform the ${actions} Actions on your stream ` +
      "in IAM.";
    throw new AwsError("InvalidParameterValueException", message, 400, { Type: "User" });
  }
}
