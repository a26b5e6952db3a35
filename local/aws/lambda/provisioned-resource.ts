import { AwsError } from "../../core/errors.ts";
import type { Existing, ResourceModel } from "../../core/resource.ts";
import { defineResource } from "../inputs.ts";
import { between } from "../rules.ts";
import type { FunctionDirectory, LambdaFunction } from "./function-directory.ts";
import { functionReference, qualifier } from "./function-inputs.ts";

/** `aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig`; no environment starts ahead of its time. */
export function provisionedModel(directory: FunctionDirectory): ResourceModel {
  const find = ({ id, region }: Existing) => {
    const [reference = "", own = ""] = id.split(",");
    const fn = directory.lookup(reference, region)?.fn;
    const provisioned = fn?.provisioned.get(own);
    return fn === undefined || provisioned === undefined ? undefined : { fn, reference, own, provisioned };
  };
  return defineResource({
    type: "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig",
    standing: "declared-only",
    inputs: {
      functionName: { required: true, replaces: true, ...functionReference },
      provisionedConcurrentExecutions: { required: true, ...between(1, 1000) },
      qualifier: { required: true, replaces: true, ...qualifier },
      skipDestroy: { default: false },
    },
    create(inputs, { region }) {
      const reference = inputs.requiredText("functionName");
      const own = inputs.requiredText("qualifier");
      const { fn } = directory.find(reference, region);
      directory.find(`${fn.config.arn}:${own}`, region);
      provision(fn, own, inputs.number("provisionedConcurrentExecutions") ?? 0);
      return { id: `${reference},${own}`, outputs: {} };
    },
    read(existing) {
      const found = find(existing);
      if (found === undefined) return undefined;
      const { reference, own, provisioned } = found;
      return { functionName: reference, qualifier: own, provisionedConcurrentExecutions: provisioned };
    },
    update(inputs, { id, region }) {
      const [reference = "", own = ""] = id.split(",");
      const { fn } = directory.find(reference, region);
      provision(fn, own, inputs.number("provisionedConcurrentExecutions") ?? 0);
      return {};
    },
    delete(existing) {
      const found = find(existing);
      if (existing.inputs["skipDestroy"] !== true) found?.fn.provisioned.delete(found.own);
    },
  });
}

function provision({ provisioned, concurrency }: LambdaFunction, own: string, count: number): void {
  const refuse = (message: string) => new AwsError("InvalidParameterValueException", message);
  if (own === "$LATEST") {
    throw refuse("Provisioned Concurrency Configs cannot be applied to unpublished function versions.");
  }
  if (concurrency.reserved !== undefined && count > concurrency.reserved) {
    throw refuse(
      "Requested Provisioned Concurrency should not be greater than the reservedConcurrentExecution for function",
    );
  }
  provisioned.set(own, count);
}
