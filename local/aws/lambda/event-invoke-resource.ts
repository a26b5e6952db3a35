import { notImplemented } from "../../core/errors.ts";
import type { Existing, Properties, ResourceModel } from "../../core/resource.ts";
import { defineResource, type Reader } from "../inputs.ts";
import { arn, between, shape } from "../rules.ts";
import type { EventInvokeConfig, FunctionDirectory } from "./function-directory.ts";
import { defaultEventInvoke } from "./function-directory.ts";
import { functionReference, qualifier } from "./function-inputs.ts";

const destination = shape({ destination: { required: true, ...arn } });

/** `aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig`: what becomes of asynchronous invocations. */
export function eventInvokeModel(directory: FunctionDirectory): ResourceModel {
  const find = ({ id, region }: Existing) => {
    const target = directory.lookup(id, region);
    const config = target?.fn.eventInvokes.get(target.qualifier ?? "$LATEST");
    return target === undefined || config === undefined ? undefined : { ...target, config };
  };
  return defineResource({
    type: "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",
    inputs: {
      destinationConfig: shape({ onFailure: destination, onSuccess: destination }),
      functionName: { required: true, replaces: true, ...functionReference },
      maximumEventAgeInSeconds: { default: defaultEventInvoke.maximumEventAgeSeconds, ...between(60, 21_600) },
      maximumRetryAttempts: { default: 2, ...between(0, 2) },
      qualifier: { replaces: true, ...qualifier },
    },
    create(inputs, { region }) {
      const reference = inputs.requiredText("functionName");
      const own = inputs.text("qualifier");
      const id = own === undefined ? reference : `${reference}:${own}`;
      const target = directory.find(id, region);
      const config = parse(inputs);
      target.fn.eventInvokes.set(target.qualifier ?? "$LATEST", config);
      return { id, outputs: outputsOf(config) };
    },
    read(existing) {
      const found = find(existing);
      if (found === undefined) return undefined;
      const isImport = existing.inputs["functionName"] === undefined;
      const own = { functionName: found.fn.config.name, qualifier: found.qualifier };
      return { ...outputsOf(found.config), ...(isImport && own) };
    },
    update(inputs, { id, region }) {
      const target = directory.find(id, region);
      const config = parse(inputs);
      target.fn.eventInvokes.set(target.qualifier ?? "$LATEST", config);
      return outputsOf(config);
    },
    delete(existing) {
      const found = find(existing);
      found?.fn.eventInvokes.delete(found.qualifier ?? "$LATEST");
    },
  });
}

function parse(inputs: Reader): EventInvokeConfig {
  const destinations = inputs.child("destinationConfig");
  return {
    maximumRetryAttempts: inputs.number("maximumRetryAttempts") ?? defaultEventInvoke.maximumRetryAttempts,
    maximumEventAgeSeconds: inputs.number("maximumEventAgeInSeconds") ?? defaultEventInvoke.maximumEventAgeSeconds,
    onSuccessArn: queueDestination(destinations?.child("onSuccess")),
    onFailureArn: queueDestination(destinations?.child("onFailure")),
  };
}

function queueDestination(side: Reader | undefined): string | undefined {
  const queueArn = side?.requiredText("destination");
  if (side !== undefined && !queueArn?.startsWith("arn:aws:sqs:")) {
    throw notImplemented(`${side.what}.destination ${queueArn}`);
  }
  return queueArn;
}

function outputsOf(config: EventInvokeConfig): Properties {
  const { onSuccessArn, onFailureArn } = config;
  return {
    destinationConfig: {
      ...(onFailureArn !== undefined && { onFailure: { destination: onFailureArn } }),
      ...(onSuccessArn !== undefined && { onSuccess: { destination: onSuccessArn } }),
    },
    maximumEventAgeInSeconds: config.maximumEventAgeSeconds,
    maximumRetryAttempts: config.maximumRetryAttempts,
  };
}
