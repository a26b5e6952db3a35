import type { Kernel } from "../../../core/kernel.ts";
import { roleCaller } from "../../principals.ts";
import { uuid } from "../../uuid.ts";
import type { AwsCall, EventSources } from "../dependencies.ts";
import type { LambdaFunction } from "../function-directory.ts";
import type { MappingConfig, MappingContext, MappingReader } from "./mapping.ts";
import { createQueueReader } from "./queue-reader.ts";
import { createStreamReader } from "./stream-reader.ts";

/** All event source mappings of the account. */
export interface EventSourceMappings {
  start(fn: LambdaFunction, functionArn: string, config: MappingConfig, enabled: boolean): void;
  /** In the words of ListEventSourceMappings. */
  list(region: string): readonly Readonly<Record<string, unknown>>[];
  stop(): void;
}

interface Mapping {
  readonly config: MappingConfig;
  readonly functionArn: string;
  readonly reader: MappingReader | undefined;
  lastResult: string;
}

/** No mappings yet. */
export function createEventSourceMappings(deps: {
  readonly kernel: Kernel;
  readonly accountId: string;
  readonly call: AwsCall;
  readonly sources: EventSources;
  readonly pollers: number;
}): EventSourceMappings {
  const { kernel } = deps;
  const mappings: Mapping[] = [];
  return {
    start(fn, functionArn, config, enabled) {
      const context: MappingContext = {
        kernel,
        config,
        functionArn,
        call: deps.call,
        caller: roleCaller(fn.config.roleArn, fn.config.name, deps.accountId),
        sources: deps.sources,
        pollers: deps.pollers,
        invoke: (event) => fn.pool.invoke({ requestId: uuid(kernel), functionArn, payload: JSON.stringify(event) }),
        requestId: () => uuid(kernel),
        report: (result) => {
          mapping.lastResult = result;
        },
      };
      const read = config.kind === "queue" ? createQueueReader : createStreamReader;
      const reader = enabled ? read(context) : undefined;
      const mapping: Mapping = { config, functionArn, reader, lastResult: "No records processed" };
      mappings.push(mapping);
    },
    list: (region) => mappings.filter(({ config }) => config.region === region).map(describe),
    stop() {
      for (const { reader } of mappings) reader?.stop();
    },
  };
}

function describe({ config, functionArn, reader, lastResult }: Mapping): Readonly<Record<string, unknown>> {
  return {
    UUID: config.uuid,
    EventSourceArn: config.sourceArn,
    FunctionArn: functionArn,
    BatchSize: config.batchSize,
    MaximumBatchingWindowInSeconds: config.windowMs / 1000,
    State: reader === undefined ? "Disabled" : "Enabled",
    LastProcessingResult: lastResult,
  };
}
