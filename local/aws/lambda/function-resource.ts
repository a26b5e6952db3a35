import type { Existing, Properties, ResourceModel } from "../../core/resource.ts";
import { defineResource } from "../inputs.ts";
import type { FunctionDirectory, LambdaFunction } from "./function-directory.ts";
import { functionInputs } from "./function-inputs.ts";
import type { FunctionLife } from "./function-life.ts";

/** `aws:lambda/function:Function`. */
export function functionModel(life: FunctionLife, directory: FunctionDirectory): ResourceModel {
  const find = ({ id, region }: Existing): LambdaFunction | undefined => directory.lookup(id, region)?.fn;
  return defineResource({
    type: "aws:lambda/function:Function",
    inputs: functionInputs,
    recomputed: ["codeSha256", "lastModified", "qualifiedArn", "qualifiedInvokeArn", "version"],
    create(inputs, { region }) {
      const name = inputs.requiredText("name");
      const fn = life.create(name, region, withoutTags(inputs.properties));
      fn.tags = inputs.strings("tags");
      const publishes = inputs.flag("publish") ?? false;
      if (publishes) life.publish(fn);
      return { id: name, outputs: outputsOf(fn, publishes) };
    },
    read(existing) {
      const fn = find(existing);
      return fn === undefined ? undefined : outputsOf(fn, existing.inputs["publish"] === true);
    },
    update(inputs, { id, region }) {
      const { fn } = directory.find(id, region);
      const tags = inputs.strings("tags");
      life.update(fn, withoutTags(inputs.properties));
      fn.tags = tags;
      const publishes = inputs.flag("publish") ?? false;
      if (publishes) life.publish(fn);
      return outputsOf(fn, publishes);
    },
    delete(existing) {
      const fn = find(existing);
      if (fn !== undefined && existing.inputs["skipDestroy"] !== true) life.delete(fn);
    },
  });
}

function withoutTags({ tags: _tags, region: _region, ...declared }: Properties): Properties {
  return declared;
}

function outputsOf(fn: LambdaFunction, publishes: boolean): Properties {
  const { config, declared, versions } = fn;
  const version = publishes ? ([...versions.keys()].at(-1) ?? "$LATEST") : "$LATEST";
  const known = Object.keys(functionInputs).map((name) => [name, declared[name]] as const);
  const { jsonLogs, logGroup, systemLogLevel } = config;
  const logging = { logFormat: jsonLogs ? "JSON" : "Text", logGroup, ...(systemLogLevel && { systemLogLevel }) };
  return {
    ...Object.fromEntries(known),
    name: config.name,
    arn: config.arn,
    invokeArn: invokeArn(config.region, config.arn),
    qualifiedArn: `${config.arn}:${version}`,
    qualifiedInvokeArn: invokeArn(config.region, `${config.arn}:${version}`),
    version,
    role: config.roleArn,
    timeout: config.timeoutSeconds,
    memorySize: config.memoryMb,
    packageType: "Zip",
    reservedConcurrentExecutions: config.reservedConcurrency ?? -1,
    codeSha256: config.codeSha256,
    lastModified: new Date(fn.modifiedMs).toISOString(),
    architectures: declared["architectures"] ?? ["x86_64"],
    ephemeralStorage: declared["ephemeralStorage"] ?? { size: 512 },
    loggingConfig: declared["loggingConfig"] ?? logging,
    tracingConfig: declared["tracingConfig"] ?? { mode: "PassThrough" },
    tags: fn.tags,
    tagsAll: fn.tags,
  };
}

/** How API Gateway calls a function. */
export function invokeArn(region: string, functionArn: string): string {
  return `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${functionArn}/invocations`;
}
