import { AwsError } from "../../core/errors.ts";
import type { EnvironmentPool } from "./environment-pool.ts";
import type { FunctionConfig } from "./function-config.ts";

/** Who else may call a function: one statement of its resource policy. */
interface InvokePermission {
  readonly statementId: string;
  readonly action: string;
  readonly principal: string;
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

/** A function and everything that hangs off it. */
export interface LambdaFunction {
  readonly config: FunctionConfig;
  readonly pool: EnvironmentPool;
  /** "1" once published; every version runs the same code, since the local cloud never updates. */
  published: boolean;
  readonly aliases: Map<string, string>;
  readonly permissions: InvokePermission[];
  eventInvoke: EventInvokeConfig;
}

/** What AWS does with asynchronous invocations unless told otherwise. */
export const defaultEventInvoke: EventInvokeConfig = {
  maximumRetryAttempts: 2,
  maximumEventAgeSeconds: 21_600,
  onSuccessArn: undefined,
  onFailureArn: undefined,
};

/** All functions of the account, by region and name. */
export interface FunctionDirectory {
  add(fn: LambdaFunction): void;
  /** By name, partial or full ARN, each with or without qualifier. Throws `ResourceNotFoundException`. */
  find(reference: string, region: string): { readonly fn: LambdaFunction; readonly qualifier: string | undefined };
  all(): readonly LambdaFunction[];
}

/** An empty directory. */
export function createFunctionDirectory(): FunctionDirectory {
  const functions = new Map<string, LambdaFunction>();
  const keyOf = (region: string, name: string) => `${region}/${name}`;
  return {
    add(fn) {
      const key = keyOf(fn.config.region, fn.config.name);
      if (functions.has(key)) {
        throw new AwsError("ResourceConflictException", `Function already exist: ${fn.config.name}`, 409);
      }
      functions.set(key, fn);
    },
    find(reference, region) {
      const parsed = parseReference(reference, region);
      const fn = functions.get(keyOf(parsed.region, parsed.name));
      if (fn === undefined) throw notFound(reference);
      const { qualifier } = parsed;
      const known =
        qualifier === undefined ||
        qualifier === "$LATEST" ||
        fn.aliases.has(qualifier) ||
        (qualifier === "1" && fn.published);
      if (!known) throw notFound(`${fn.config.arn}:${qualifier}`);
      return { fn, qualifier };
    },
    all: () => [...functions.values()],
  };
}

function parseReference(reference: string, region: string) {
  const full = /^(?:arn:aws:lambda:([\w-]+):)?(?:\d{12}:)?(?:function:)?([\w-]+)(?::([\w$-]+))?$/.exec(reference);
  if (full === null) throw notFound(reference);
  const [, ownRegion, name = "", qualifier] = full;
  return { region: ownRegion ?? region, name, qualifier };
}

function notFound(reference: string): AwsError {
  return new AwsError("ResourceNotFoundException", `Function not found: ${reference}`, 404, { Type: "User" });
}
