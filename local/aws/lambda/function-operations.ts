import { AwsError } from "../../core/errors.ts";
import type { Properties } from "../../core/resource.ts";
import { readerOf } from "../inputs.ts";
import type { FunctionVersion, LambdaFunction } from "./function-directory.ts";
import { accountConcurrency } from "./function-life.ts";
import { page, target, type LambdaHandler, type LambdaOperation, type Output } from "./operation.ts";

/** Lambda's operations on functions and their versions. */
export const functionOperations: Readonly<Record<string, LambdaHandler>> = {
  GetFunction(operation) {
    const { fn } = target(operation);
    const { reserved } = fn.concurrency;
    return {
      Configuration: describeTarget(operation),
      Tags: fn.tags,
      ...(reserved !== undefined && { Concurrency: { ReservedConcurrentExecutions: reserved } }),
    };
  },
  GetFunctionConfiguration: describeTarget,
  ListFunctions({ directory, call, input }) {
    const own = directory.all().filter(({ config }) => config.region === call.region);
    const sorted = own.toSorted((left, right) => (left.config.name < right.config.name ? -1 : 1));
    const all = input.text("FunctionVersion") === "ALL";
    return page(
      input,
      "Functions",
      sorted.flatMap((fn) => (all ? describeAll(fn) : [describe(fn)])),
    );
  },
  ListVersionsByFunction: (operation) => page(operation.input, "Versions", describeAll(target(operation).fn)),
  UpdateFunctionConfiguration(operation) {
    const { fn } = target(operation);
    operation.life.update(fn, { ...fn.declared, ...changesIn(operation.input.properties) });
    return describe(fn);
  },
  PublishVersion(operation) {
    const { fn } = target(operation);
    const wanted = operation.input.text("CodeSha256");
    if (wanted !== undefined && wanted !== fn.config.codeSha256) {
      const current = fn.config.codeSha256 ?? "none";
      const message = `CodeSHA256 (${wanted}) is different from current CodeSHA256 in $LATEST (${current}).`;
      throw new AwsError("InvalidParameterValueException", message);
    }
    return describeVersion(fn, operation.life.publish(fn, operation.input.text("Description")));
  },
  DeleteFunction(operation) {
    const { fn, runnable } = target(operation);
    const { version } = runnable.config;
    const named = operation.input.text("Qualifier");
    if (named === undefined) operation.life.delete(fn);
    else operation.life.deleteVersion(fn, version);
    return {};
  },
  PutFunctionConcurrency(operation) {
    const { fn } = target(operation);
    const reserved = operation.input.number("ReservedConcurrentExecutions");
    if (reserved === undefined || reserved < 0) {
      throw new AwsError("InvalidParameterValueException", "ReservedConcurrentExecutions must be 0 or more.");
    }
    operation.life.reserve(fn, reserved);
    return { ReservedConcurrentExecutions: reserved };
  },
  DeleteFunctionConcurrency(operation) {
    operation.life.reserve(target(operation).fn, undefined);
    return {};
  },
  GetFunctionConcurrency(operation) {
    const { reserved } = target(operation).fn.concurrency;
    return reserved === undefined ? {} : { ReservedConcurrentExecutions: reserved };
  },
  GetAccountSettings({ directory, call }) {
    const own = directory.all().filter(({ config }) => config.region === call.region);
    const reserved = own.reduce((sum, { concurrency }) => sum + (concurrency.reserved ?? 0), 0);
    return {
      AccountLimit: {
        TotalCodeSize: 80_530_636_800,
        CodeSizeUnzipped: 262_144_000,
        CodeSizeZipped: 52_428_800,
        ConcurrentExecutions: accountConcurrency,
        UnreservedConcurrentExecutions: accountConcurrency - reserved,
      },
      AccountUsage: { TotalCodeSize: 0, FunctionCount: own.length },
    };
  },
  ListTags: (operation) => ({ Tags: tagged(operation).tags }),
  TagResource(operation) {
    const fn = tagged(operation);
    fn.tags = { ...fn.tags, ...operation.input.strings("Tags") };
    return {};
  },
  UntagResource(operation) {
    const fn = tagged(operation);
    const gone = operation.input.texts("TagKeys");
    fn.tags = Object.fromEntries(Object.entries(fn.tags).filter(([key]) => !gone.includes(key)));
    return {};
  },
};

function tagged({ directory, call, input }: LambdaOperation): LambdaFunction {
  return directory.find(input.requiredText("Resource"), call.region).fn;
}

/** What an UpdateFunctionConfiguration names, in the provider's words. What is switched off is an empty object. */
function changesIn(properties: Properties): Properties {
  const input = readerOf("UpdateFunctionConfiguration", properties);
  const changes: Record<string, unknown> = {
    description: input.text("Description"),
    handler: input.text("Handler"),
    kmsKeyArn: input.text("KMSKeyArn"),
    memorySize: input.number("MemorySize"),
    role: input.text("Role"),
    runtime: input.text("Runtime"),
    timeout: input.number("Timeout"),
    deadLetterConfig: renamed(input.properties["DeadLetterConfig"], { TargetArn: "targetArn" }),
    environment: renamed(input.properties["Environment"], { Variables: "variables" }),
    ephemeralStorage: renamed(input.properties["EphemeralStorage"], { Size: "size" }),
    loggingConfig: renamed(input.properties["LoggingConfig"], {
      LogFormat: "logFormat",
      LogGroup: "logGroup",
      SystemLogLevel: "systemLogLevel",
    }),
    tracingConfig: renamed(input.properties["TracingConfig"], { Mode: "mode" }),
    vpcConfig: renamed(input.properties["VpcConfig"], {
      SubnetIds: "subnetIds",
      SecurityGroupIds: "securityGroupIds",
    }),
  };
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
}

function renamed(value: unknown, names: Readonly<Record<string, string>>): Properties | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const found = new Map<string, unknown>(Object.entries(value));
  const entries = Object.entries(names).map(([from, to]) => [to, found.get(from)] as const);
  return Object.fromEntries(entries.filter(([, inner]) => inner !== undefined && inner !== ""));
}

function describeTarget(operation: LambdaOperation): Output {
  const { fn, runnable, arn } = target(operation);
  const version = fn.versions.get(runnable.config.version);
  return { ...(version === undefined ? describe(fn) : describeVersion(fn, version)), FunctionArn: arn };
}

function describeAll(fn: LambdaFunction): readonly Output[] {
  const latest = { ...describe(fn), FunctionArn: `${fn.config.arn}:$LATEST` };
  return [latest, ...[...fn.versions.values()].map((version) => describeVersion(fn, version))];
}

function describeVersion(fn: LambdaFunction, version: FunctionVersion): Output {
  const { config, declared, publishedMs, description } = version;
  const FunctionArn = `${config.arn}:${config.version}`;
  return { ...describe({ ...fn, config, declared, modifiedMs: publishedMs }), FunctionArn, Description: description };
}

function describe({ config, declared, modifiedMs }: LambdaFunction): Output {
  const { deadLetterArn } = config;
  const vpc = readerOf("Function", declared).child("vpcConfig");
  return {
    FunctionName: config.name,
    FunctionArn: config.arn,
    Runtime: config.runtime,
    Role: config.roleArn,
    Handler: config.handler,
    CodeSha256: config.codeSha256,
    Description: declared["description"] ?? "",
    Timeout: config.timeoutSeconds,
    MemorySize: config.memoryMb,
    LastModified: new Date(modifiedMs).toISOString().replace("Z", "+0000"),
    Architectures: declared["architectures"] ?? ["x86_64"],
    ...(deadLetterArn !== undefined && { DeadLetterConfig: { TargetArn: deadLetterArn } }),
    Environment: { Variables: config.variables },
    KMSKeyArn: declared["kmsKeyArn"],
    TracingConfig: { Mode: config.traced ? "Active" : "PassThrough" },
    ...(vpc !== undefined && {
      VpcConfig: { SubnetIds: vpc.texts("subnetIds"), SecurityGroupIds: vpc.texts("securityGroupIds") },
    }),
    PackageType: "Zip",
    Version: config.version,
    State: "Active",
    LastUpdateStatus: "Successful",
    LoggingConfig: {
      LogFormat: config.jsonLogs ? "JSON" : "Text",
      LogGroup: config.logGroup,
      ...(config.systemLogLevel && { SystemLogLevel: config.systemLogLevel }),
    },
  };
}
