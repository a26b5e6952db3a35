import { AwsError } from "../../../core/errors.ts";
import type { Kernel } from "../../../core/kernel.ts";
import type { Properties } from "../../../core/resource.ts";
import type { RegionState } from "../../../faults/regions.ts";
import { readerOf } from "../../inputs.ts";
import { uuid } from "../../uuid.ts";
import type { AwsCall, EventSources, LambdaDependencies } from "../dependencies.ts";
import type { FunctionDirectory } from "../function-directory.ts";
import { parseMapping, type MappingConfig, type MappingContext, type MappingReader } from "./mapping.ts";
import { createQueueReader } from "./queue-reader.ts";
import { requireAccess, sourceOf } from "./source-access.ts";
import { createStreamReader } from "./stream-reader.ts";

/** An event source mapping as others see it. */
export interface Mapping {
  readonly config: MappingConfig;
  readonly functionArn: string;
  /** In the provider's words, as a program or a call declared it last. */
  readonly declared: Properties;
  readonly enabled: boolean;
  readonly modifiedMs: number;
  readonly lastResult: string;
}

/** All event source mappings of the account. */
export interface EventSourceMappings {
  create(declared: Properties, region: string): Mapping;
  /** In place: what is read goes on where it was. */
  update(uuid: string, declared: Properties): Mapping;
  find(uuid: string): Mapping | undefined;
  /** Nothing is read any more, and its place is forgotten. */
  remove(uuid: string): void;
  all(region: string): readonly Mapping[];
  /** How many read something from a stream, or have it taken. */
  reading(): number;
  /** Nothing is read for the functions of a region while it is gone; afterwards everything goes on where it was. */
  turn(region: string, state: RegionState): void;
  stop(): void;
}

/** A mapping and what reads for it, once it was enabled. */
interface Entry extends Mapping {
  config: MappingConfig;
  functionArn: string;
  declared: Properties;
  enabled: boolean;
  modifiedMs: number;
  lastResult: string;
  reader: MappingReader | undefined;
}

/** What mappings work with. */
interface Deps {
  readonly kernel: Kernel;
  readonly sts: Pick<LambdaDependencies["sts"], "assume">;
  readonly judge: LambdaDependencies["judge"];
  readonly directory: FunctionDirectory;
  readonly call: AwsCall;
  readonly sources: EventSources;
  readonly pollers: number;
}

/** No mappings yet. */
export function createEventSourceMappings(deps: Deps): EventSourceMappings {
  const { kernel, directory } = deps;
  const mappings = new Map<string, Entry>();

  const parse = (declared: Properties, id: string, region: string) => {
    const inputs = readerOf("aws:lambda/eventSourceMapping:EventSourceMapping", declared);
    const { fn, qualifier } = directory.find(inputs.requiredText("functionName"), region);
    const config = parseMapping(inputs, id, region);
    requireAccess(deps, fn.config, config);
    return {
      config,
      functionArn: qualifier === undefined ? fn.config.arn : `${fn.config.arn}:${qualifier}`,
      enabled: inputs.flag("enabled") ?? true,
    };
  };
  const follow = (entry: Entry): void => {
    if (!entry.enabled) entry.reader?.pause();
    else if (entry.reader !== undefined) entry.reader.resume();
    else entry.reader = startReader(deps, entry);
  };
  return {
    create(declared, region) {
      const id = uuid(kernel);
      const parsed = parse(declared, id, region);
      const twin = [...mappings.values()].find(
        ({ config, functionArn }) => config.sourceArn === parsed.config.sourceArn && functionArn === parsed.functionArn,
      );
      if (twin !== undefined) throw alreadyMapped(twin);
      const modifiedMs = kernel.now();
      const entry = { ...parsed, declared, modifiedMs, lastResult: "No records processed", reader: undefined };
      mappings.set(id, entry);
      follow(entry);
      return entry;
    },
    update(id, declared) {
      const entry = mappings.get(id);
      if (entry === undefined) throw noMapping();
      Object.assign(entry, parse(declared, id, entry.config.region), { declared, modifiedMs: kernel.now() });
      follow(entry);
      return entry;
    },
    find: (id) => mappings.get(id),
    remove(id) {
      mappings.get(id)?.reader?.stop();
      mappings.delete(id);
    },
    all: (region) => [...mappings.values()].filter(({ config }) => config.region === region),
    reading: () => [...mappings.values()].filter(({ reader }) => reader?.isAtRest?.() === false).length,
    turn(region, state) {
      for (const entry of mappings.values()) {
        if (entry.config.region !== region) continue;
        if (state === "lost") entry.reader?.pause();
        else follow(entry);
      }
    },
    stop() {
      for (const { reader } of mappings.values()) reader?.stop();
    },
  };
}

function startReader(deps: Deps, entry: Entry): MappingReader {
  const { kernel, directory } = deps;
  const target = () => directory.find(entry.functionArn, entry.config.region);
  const context: MappingContext = {
    kernel,
    get config() {
      return entry.config;
    },
    get functionArn() {
      return entry.functionArn;
    },
    call: deps.call,
    roleArn: () => target().fn.config.roleArn,
    caller() {
      const { config } = target().fn;
      return deps.sts.assume(config.roleArn, config.name, { service: "lambda.amazonaws.com" });
    },
    sources: deps.sources,
    pollers: deps.pollers,
    invoke: async (event, links = []) => {
      const payload = JSON.stringify(event);
      const request = { requestId: uuid(kernel), functionArn: entry.functionArn, payload, links };
      return target().runnable.pool.invoke(request);
    },
    requestId: () => uuid(kernel),
    report(result) {
      entry.lastResult = result;
    },
  };
  const source = sourceOf(entry.config);
  return source === undefined ? createQueueReader(context) : createStreamReader(context, source);
}

function alreadyMapped({ config, functionArn }: Mapping): AwsError {
  return new AwsError(
    "ResourceConflictException",
    `The event source arn (" ${config.sourceArn} ") and function (" ${functionArn} ") provided mapping already ` +
      `exists. Please update or delete the existing mapping with UUID ${config.uuid}`,
    409,
    { Type: "User" },
  );
}

/** AWS's word for a mapping that is not there. */
export function noMapping(): AwsError {
  return new AwsError("ResourceNotFoundException", "The resource you requested does not exist.", 404, { Type: "User" });
}
