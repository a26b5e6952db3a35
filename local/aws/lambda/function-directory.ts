import type { Properties } from "../../core/resource.ts";
import { AwsError } from "../../core/errors.ts";
import type { EnvironmentPool, FunctionConcurrency } from "./environment-pool.ts";
import type { FunctionConfig } from "./function-config.ts";

/** Who else may call a function: one statement of its resource policy. */
export interface InvokePermission {
  readonly statementId: string;
  readonly action: string;
  readonly principal: string;
  /** The version or alias that it is for. */
  readonly qualifier: string | undefined;
  readonly sourceArn: string | undefined;
  readonly sourceAccount: string | undefined;
}

/** What becomes of asynchronous invocations. */
export interface EventInvokeConfig {
  readonly maximumRetryAttempts: number;
  readonly maximumEventAgeSeconds: number;
  readonly onSuccessArn: string | undefined;
  readonly onFailureArn: string | undefined;
}

/** What a qualifier leads to: a configuration and the environments that run it. */
export interface Runnable {
  readonly config: FunctionConfig;
  readonly pool: EnvironmentPool;
}

/** A published version: what $LATEST was then. */
export interface FunctionVersion extends Runnable {
  readonly description: string;
  readonly publishedMs: number;
  /** Provider's words. */
  readonly declared: Properties;
}

/** A name for a version. */
export interface FunctionAlias {
  readonly version: string;
  readonly description: string;
}

/** A function and everything that hangs off it. */
export interface LambdaFunction extends Runnable {
  config: FunctionConfig;
  /** What $LATEST was declared as last, by a program or by a call, in the provider's words. */
  declared: Properties;
  modifiedMs: number;
  readonly concurrency: FunctionConcurrency;
  /** By number, oldest first. */
  readonly versions: Map<string, FunctionVersion>;
  versionCount: number;
  readonly aliases: Map<string, FunctionAlias>;
  readonly permissions: InvokePermission[];
  /** By qualifier; "$LATEST" for the function itself. */
  readonly eventInvokes: Map<string, EventInvokeConfig>;
  /** By qualifier. */
  readonly provisioned: Map<string, number>;
  tags: Readonly<Record<string, string>>;
}

/** What AWS does with asynchronous invocations unless told otherwise. */
export const defaultEventInvoke: EventInvokeConfig = {
  maximumRetryAttempts: 2,
  maximumEventAgeSeconds: 21_600,
  onSuccessArn: undefined,
  onFailureArn: undefined,
};

/** A function as a caller named it. */
export interface FunctionTarget {
  readonly fn: LambdaFunction;
  readonly qualifier: string | undefined;
  readonly runnable: Runnable;
}

/** All functions of the account, by region and name. */
export interface FunctionDirectory {
  add(fn: LambdaFunction): void;
  /** By name, partial or full ARN, each with or without qualifier. Throws `ResourceNotFoundException`. */
  find(reference: string, region: string): FunctionTarget;
  /** As `find`; `undefined` where there is none. */
  lookup(reference: string, region: string): FunctionTarget | undefined;
  remove(fn: LambdaFunction): void;
  all(): readonly LambdaFunction[];
}

/** An empty directory. */
export function createFunctionDirectory(accountId: string): FunctionDirectory {
  const functions = new Map<string, LambdaFunction>();
  const keyOf = (region: string, name: string) => `${region}/${name}`;
  const lookup = (reference: string, region: string): FunctionTarget | undefined => {
    const parsed = parseReference(reference, region);
    const fn = parsed && functions.get(keyOf(parsed.region, parsed.name));
    const runnable = fn && runnableOf(fn, parsed?.qualifier);
    return fn && runnable && { fn, qualifier: parsed?.qualifier, runnable };
  };
  return {
    add(fn) {
      const key = keyOf(fn.config.region, fn.config.name);
      if (functions.has(key)) {
        throw new AwsError("ResourceConflictException", `Function already exist: ${fn.config.name}`, 409);
      }
      functions.set(key, fn);
    },
    find(reference, region) {
      const found = lookup(reference, region);
      if (found === undefined) {
        const named = parseReference(reference, region);
        const suffix = named?.qualifier === undefined ? "" : `:${named.qualifier}`;
        const arn = `arn:aws:lambda:${named?.region ?? region}:${accountId}:function:${named?.name ?? reference}`;
        throw notFound(`${arn}${suffix}`);
      }
      return found;
    },
    lookup,
    remove: ({ config }) => void functions.delete(keyOf(config.region, config.name)),
    all: () => [...functions.values()],
  };
}

/** What a qualifier of the function leads to. */
function runnableOf(fn: LambdaFunction, qualifier = "$LATEST"): Runnable | undefined {
  return qualifier === "$LATEST" ? fn : fn.versions.get(fn.aliases.get(qualifier)?.version ?? qualifier);
}

function parseReference(reference: string, region: string) {
  const full = /^(?:arn:aws:lambda:([\w-]+):)?(?:\d{12}:)?(?:function:)?([\w-]+)(?::([\w$-]+))?$/.exec(reference);
  if (full === null) return undefined;
  const [, ownRegion, name = "", qualifier] = full;
  return { region: ownRegion ?? region, name, qualifier };
}

/** AWS's word for a function that is not there. */
export function notFound(reference: string): AwsError {
  return new AwsError("ResourceNotFoundException", `Function not found: ${reference}`, 404, { Type: "User" });
}
