import { AwsError } from "../../core/errors.ts";
import type { Kernel } from "../../core/kernel.ts";
import type { Properties } from "../../core/resource.ts";
import { readerOf } from "../inputs.ts";
import type { EnvironmentPool, FunctionConcurrency } from "./environment-pool.ts";
import { parseFunction, type FunctionConfig } from "./function-config.ts";
import type { FunctionDirectory, FunctionVersion, LambdaFunction } from "./function-directory.ts";

/** What functions are made with. */
export interface FunctionLifeParts {
  readonly kernel: Kernel;
  readonly accountId: string;
  readonly directory: FunctionDirectory;
  openPool(config: FunctionConfig, concurrency: FunctionConcurrency): EnvironmentPool;
  /** Throws where a role cannot be assumed by Lambda. */
  assume(roleArn: string, sessionName: string): void;
}

/** How functions come, change and go, whoever asks for it. Every step is refused whole or done whole. */
export interface FunctionLife {
  create(name: string, region: string, declared: Properties): LambdaFunction;
  /** Environments that run finish what they do, and end; what comes next runs what is declared now. */
  update(fn: LambdaFunction, declared: Properties): void;
  /** Makes $LATEST a version, or answers the last one where nothing has changed since. */
  publish(fn: LambdaFunction, description?: string): FunctionVersion;
  reserve(fn: LambdaFunction, reserved: number | undefined): void;
  deleteVersion(fn: LambdaFunction, version: string): void;
  delete(fn: LambdaFunction): void;
}

/** Concurrent executions of an account and region. */
export const accountConcurrency = 1000;
/** What reservations have to leave for all other functions. */
const unreservedLeast = 100;

/** The life of functions in a directory. */
export function createFunctionLife(parts: FunctionLifeParts): FunctionLife {
  return {
    create: (name, region, declared) => create(parts, name, region, declared),
    update: (fn, declared) => update(parts, fn, declared),
    publish: (fn, description) => publish(parts, fn, description),
    reserve: (fn, reserved) => update(parts, fn, { ...fn.declared, reservedConcurrentExecutions: reserved ?? -1 }),
    deleteVersion,
    delete(fn) {
      parts.directory.remove(fn);
      fn.pool.retire();
      for (const { pool } of fn.versions.values()) pool.retire();
    },
  };
}

function create(parts: FunctionLifeParts, name: string, region: string, declared: Properties): LambdaFunction {
  const config = parse(parts, name, region, declared);
  const concurrency = { reserved: config.reservedConcurrency, inUse: 0 };
  const fn: LambdaFunction = {
    config,
    declared,
    modifiedMs: parts.kernel.now(),
    pool: parts.openPool(config, concurrency),
    concurrency,
    versions: new Map(),
    versionCount: 0,
    aliases: new Map(),
    permissions: [],
    eventInvokes: new Map(),
    provisioned: new Map(),
    tags: {},
  };
  parts.directory.add(fn);
  return fn;
}

function update(parts: FunctionLifeParts, fn: LambdaFunction, declared: Properties): void {
  const config = parse(parts, fn.config.name, fn.config.region, declared);
  const isOther = runs(config) !== runs(fn.config);
  fn.declared = declared;
  fn.config = config;
  fn.concurrency.reserved = config.reservedConcurrency;
  if (!isOther) return;
  fn.modifiedMs = parts.kernel.now();
  fn.pool.renew(config);
}

function publish(parts: FunctionLifeParts, fn: LambdaFunction, description: string | undefined): FunctionVersion {
  const last = [...fn.versions.values()].at(-1);
  if (last !== undefined && runs(last.config) === runs(fn.config)) return last;
  fn.versionCount += 1;
  const config = { ...fn.config, version: String(fn.versionCount) };
  const version = {
    config,
    pool: parts.openPool(config, fn.concurrency),
    description: description ?? readerOf("Function", fn.declared).text("description") ?? "",
    publishedMs: parts.kernel.now(),
    declared: fn.declared,
  };
  fn.versions.set(config.version, version);
  return version;
}

function deleteVersion(fn: LambdaFunction, version: string): void {
  const alias = [...fn.aliases].find(([, target]) => target.version === version);
  if (alias !== undefined) {
    const arn = `${fn.config.arn}:${version}`;
    const message = `Version ${arn} has alias ${alias[0]} pointing to it. Delete the alias first.`;
    throw new AwsError("ResourceConflictException", message, 409);
  }
  fn.versions.get(version)?.pool.retire();
  fn.versions.delete(version);
}

function parse(parts: FunctionLifeParts, name: string, region: string, declared: Properties): FunctionConfig {
  const inputs = readerOf("aws:lambda/function:Function", declared);
  const config = parseFunction(inputs, name, region, parts.accountId);
  checkRole(parts.assume, config);
  checkReserved(parts.directory, config);
  return config;
}

function checkReserved(directory: FunctionDirectory, { region, name, reservedConcurrency }: FunctionConfig): void {
  const others = directory.all().filter(({ config }) => config.region === region && config.name !== name);
  const taken = others.reduce((sum, { concurrency }) => sum + (concurrency.reserved ?? 0), 0);
  if (accountConcurrency - taken - (reservedConcurrency ?? 0) >= unreservedLeast) return;
  throw invalid(
    "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its " +
      `minimum value of [${unreservedLeast}].`,
  );
}

function checkRole(assume: FunctionLifeParts["assume"], { roleArn, name }: FunctionConfig): void {
  try {
    assume(roleArn, name);
  } catch (fault) {
    if (!(fault instanceof AwsError)) throw fault;
    throw invalid("The role defined for the function cannot be assumed by Lambda.");
  }
}

/** What an environment depends on: two configurations of which this is the same need no new one. */
function runs(config: FunctionConfig): string {
  const { version: _version, reservedConcurrency: _reserved, deadLetterArn: _letters, ...rest } = config;
  return JSON.stringify(rest);
}

function invalid(message: string): AwsError {
  return new AwsError("InvalidParameterValueException", message);
}
