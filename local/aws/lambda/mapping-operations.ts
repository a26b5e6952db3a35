import { AwsError, notImplemented } from "../../core/errors.ts";
import type { Properties } from "../../core/resource.ts";
import { isProperties, readerOf, type Reader } from "../inputs.ts";
import { noMapping, type Mapping } from "./event-sources/index.ts";
import { stateOf } from "./mapping-resource.ts";
import { page, target, type LambdaHandler, type LambdaOperation, type Output } from "./operation.ts";

/** Fields of the API whose names in the provider differ by their first letter alone. */
const plain = [
  "BatchSize",
  "BisectBatchOnFunctionError",
  "Enabled",
  "EventSourceArn",
  "FunctionName",
  "FunctionResponseTypes",
  "MaximumBatchingWindowInSeconds",
  "MaximumRecordAgeInSeconds",
  "MaximumRetryAttempts",
  "ParallelizationFactor",
  "StartingPosition",
];

/** Lambda's operations on event source mappings. */
export const mappingOperations: Readonly<Record<string, LambdaHandler>> = {
  CreateEventSourceMapping({ mappings, call, input }) {
    return describe(mappings.create(declaredIn(input), call.region));
  },
  UpdateEventSourceMapping(operation) {
    const { config, declared } = targetMapping(operation);
    const { UUID: _uuid, EventSourceArn: _source, StartingPosition: _start, ...changes } = operation.input.properties;
    const next = { ...declared, ...declaredIn(readerOf("UpdateEventSourceMapping", changes)) };
    return describe(operation.mappings.update(config.uuid, next));
  },
  GetEventSourceMapping: (operation) => describe(targetMapping(operation)),
  DeleteEventSourceMapping(operation) {
    const mapping = targetMapping(operation);
    operation.mappings.remove(mapping.config.uuid);
    return { ...describe(mapping), State: "Deleting" };
  },
  ListEventSourceMappings(operation) {
    const { mappings, call, input } = operation;
    const source = input.text("EventSourceArn");
    const arn = input.text("FunctionName") === undefined ? undefined : target(operation).arn;
    const own = mappings
      .all(call.region)
      .filter(({ config }) => source === undefined || config.sourceArn === source)
      .filter(({ functionArn }) => arn === undefined || functionArn === arn);
    return page(input, "EventSourceMappings", own.map(describe));
  },
};

function targetMapping({ mappings, input, call }: LambdaOperation): Mapping {
  const mapping = mappings.find(input.requiredText("UUID"));
  if (mapping === undefined || mapping.config.region !== call.region) throw noMapping();
  return mapping;
}

/** What a call names, in the provider's words. */
function declaredIn(input: Reader): Properties {
  const declared: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(input.properties)) {
    if (value === undefined || value === null) continue;
    if (plain.includes(key)) declared[`${key.slice(0, 1).toLowerCase()}${key.slice(1)}`] = value;
    else if (key === "StartingPositionTimestamp") {
      declared["startingPositionTimestamp"] = new Date(Number(value) * 1_000).toISOString();
    } else if (key === "ScalingConfig") declared["scalingConfig"] = scalingIn(input);
    else if (key === "FilterCriteria") declared["filterCriteria"] = filtersIn(input);
    else if (key === "DestinationConfig") declared["destinationConfig"] = destinationsIn(input);
    else if (key === "KMSKeyArn") declared["kmsKeyArn"] = value;
    else throw notImplemented(`${input.what}.${key}`);
  }
  return declared;
}

function scalingIn(input: Reader): Properties {
  const maximumConcurrency = input.child("ScalingConfig")?.number("MaximumConcurrency");
  return maximumConcurrency === undefined ? {} : { maximumConcurrency };
}

function filtersIn(input: Reader): Properties {
  const filters = input.child("FilterCriteria")?.children("Filters") ?? [];
  return filters.length === 0
    ? {}
    : { filters: filters.map((filter) => ({ pattern: filter.requiredText("Pattern") })) };
}

function destinationsIn(input: Reader): Properties {
  const destinations = input.child("DestinationConfig");
  if (isProperties(destinations?.properties["OnSuccess"]) && destinations?.child("OnSuccess")?.text("Destination")) {
    throw new AwsError("InvalidParameterValueException", "Unsupported DestinationConfig parameter: OnSuccess");
  }
  const destinationArn = destinations?.child("OnFailure")?.text("Destination");
  return destinationArn === undefined || destinationArn === "" ? {} : { onFailure: { destinationArn } };
}

function describe(mapping: Mapping): Output {
  const { config, declared } = mapping;
  const filters = readerOf("Mapping", declared).child("filterCriteria")?.children("filters") ?? [];
  const streams = {
    StartingPosition: config.start.type,
    ...(config.start.type === "AT_TIMESTAMP" && { StartingPositionTimestamp: config.start.seconds }),
    BisectBatchOnFunctionError: config.bisects,
    MaximumRetryAttempts: config.maximumRetryAttempts ?? -1,
    MaximumRecordAgeInSeconds: config.maximumRecordAgeMs === undefined ? -1 : config.maximumRecordAgeMs / 1000,
    ParallelizationFactor: config.lanes,
  };
  return {
    UUID: config.uuid,
    EventSourceArn: config.sourceArn,
    FunctionArn: mapping.functionArn,
    BatchSize: config.batchSize,
    MaximumBatchingWindowInSeconds: config.windowMs / 1000,
    FunctionResponseTypes: config.reportsFailures ? ["ReportBatchItemFailures"] : [],
    ...(config.maximumConcurrency !== undefined && {
      ScalingConfig: { MaximumConcurrency: config.maximumConcurrency },
    }),
    ...(filters.length > 0 && {
      FilterCriteria: { Filters: filters.map((one) => ({ Pattern: one.text("pattern") })) },
    }),
    ...(config.kind !== "queue" && streams),
    ...(config.onFailureArn !== undefined && {
      DestinationConfig: { OnFailure: { Destination: config.onFailureArn } },
    }),
    State: stateOf(mapping),
    StateTransitionReason: "USER_INITIATED",
    LastModified: mapping.modifiedMs / 1000,
    LastProcessingResult: mapping.lastResult,
  };
}
