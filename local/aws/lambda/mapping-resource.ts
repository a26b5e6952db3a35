import type { InputRule, Properties, ResourceModel } from "../../core/resource.ts";
import { defineResource } from "../inputs.ts";
import { arn, between, matching, oneOf, shape } from "../rules.ts";
import type { EventSourceMappings, Mapping } from "./event-sources/index.ts";
import { functionReference } from "./function-inputs.ts";

const recordAge: InputRule = {
  refusal: (value) => (Number(value) === -1 ? undefined : between(60, 604_800).refusal(value)),
};

const moment = matching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/, "must be a valid RFC3339 date");

const mappingInputs: Readonly<Record<string, InputRule>> = {
  batchSize: { computed: true, ...between(1, 10_000) },
  bisectBatchOnFunctionError: { default: false },
  destinationConfig: shape({ onFailure: shape({ destinationArn: { required: true, ...arn } }) }),
  enabled: { default: true },
  eventSourceArn: { required: true, replaces: true, ...arn },
  filterCriteria: {},
  functionName: { required: true, ...functionReference },
  functionResponseTypes: {
    unordered: true,
    refusal: (value) => {
      const listed: readonly unknown[] = Array.isArray(value) ? value : [value];
      const one = oneOf("ReportBatchItemFailures");
      return listed.map((item) => one.refusal(item)).find((reason) => reason !== undefined);
    },
  },
  kmsKeyArn: arn,
  maximumBatchingWindowInSeconds: { default: 0, ...between(0, 300) },
  maximumRecordAgeInSeconds: { computed: true, ...recordAge },
  maximumRetryAttempts: { computed: true, ...between(-1, 10_000) },
  metricsConfig: {},
  parallelizationFactor: { computed: true, ...between(1, 10) },
  scalingConfig: shape({ maximumConcurrency: between(2, 1000) }),
  startingPosition: { replaces: true, ...oneOf("TRIM_HORIZON", "LATEST", "AT_TIMESTAMP") },
  startingPositionTimestamp: { replaces: true, ...moment },
};

/** `aws:lambda/eventSourceMapping:EventSourceMapping`. */
export function mappingModel(mappings: EventSourceMappings): ResourceModel {
  return defineResource({
    type: "aws:lambda/eventSourceMapping:EventSourceMapping",
    inputs: mappingInputs,
    recomputed: ["lastModified", "state", "stateTransitionReason"],
    create(inputs, { region, accountId }) {
      const mapping = mappings.create(inputs.properties, region);
      return { id: mapping.config.uuid, outputs: outputsOf(mapping, accountId) };
    },
    read({ id, accountId }) {
      const mapping = mappings.find(id);
      return mapping === undefined ? undefined : outputsOf(mapping, accountId);
    },
    update: (inputs, { id, accountId }) => outputsOf(mappings.update(id, inputs.properties), accountId),
    delete: ({ id }) => mappings.remove(id),
  });
}

/** The state of a mapping in the words of AWS. */
export function stateOf({ enabled }: Mapping): string {
  return enabled ? "Enabled" : "Disabled";
}

function outputsOf(mapping: Mapping, accountId: string): Properties {
  const { config, declared } = mapping;
  const known = Object.keys(mappingInputs).map((name) => [name, declared[name]] as const);
  return {
    ...Object.fromEntries(known),
    arn: `arn:aws:lambda:${config.region}:${accountId}:event-source-mapping:${config.uuid}`,
    uuid: config.uuid,
    functionArn: mapping.functionArn,
    batchSize: config.batchSize,
    bisectBatchOnFunctionError: config.bisects,
    enabled: mapping.enabled,
    maximumBatchingWindowInSeconds: config.windowMs / 1000,
    state: stateOf(mapping),
    stateTransitionReason: "USER_INITIATED",
    lastModified: new Date(mapping.modifiedMs).toISOString(),
    lastProcessingResult: mapping.lastResult,
  };
}
