import { AwsError } from "../../core/errors.ts";
import type { Existing, Properties, ResourceModel } from "../../core/resource.ts";
import { defineResource } from "../inputs.ts";
import { all, lengthBetween, matching } from "../rules.ts";
import type { FunctionDirectory, LambdaFunction } from "./function-directory.ts";
import { notFound } from "./function-directory.ts";
import { functionReference } from "./function-inputs.ts";
import { invokeArn } from "./function-resource.ts";

/** `aws:lambda/alias:Alias`. */
export function aliasModel(directory: FunctionDirectory): ResourceModel {
  const find = ({ id, region }: Existing) => {
    // The id is the alias's ARN; an import says "function/alias".
    const target = directory.lookup(id.replace("/", ":"), region);
    const name = target?.qualifier;
    return target === undefined || name === undefined || !target.fn.aliases.has(name)
      ? undefined
      : { fn: target.fn, name };
  };
  return defineResource({
    type: "aws:lambda/alias:Alias",
    inputs: {
      description: {},
      functionName: { required: true, replaces: true, ...functionReference },
      functionVersion: { required: true },
      name: {
        required: true,
        replaces: true,
        ...all(matching(/^(?!^\d+$)[\w-]+$/, "must not be a number alone"), lengthBetween(1, 128)),
      },
    },
    create(inputs, { region }) {
      const { fn } = directory.find(inputs.requiredText("functionName"), region);
      const name = inputs.requiredText("name");
      if (fn.aliases.has(name)) throw aliasExists(fn, name);
      putAlias(fn, name, inputs.requiredText("functionVersion"), inputs.text("description") ?? "");
      return { id: `${fn.config.arn}:${name}`, outputs: outputsOf(fn, name) };
    },
    read(existing) {
      const found = find(existing);
      if (found === undefined) return undefined;
      const isImport = existing.inputs["functionName"] === undefined;
      const { functionName, ...outputs } = outputsOf(found.fn, found.name);
      return isImport ? { functionName, ...outputs } : outputs;
    },
    update(inputs, existing) {
      const found = find(existing);
      if (found === undefined) throw notFound(existing.id);
      putAlias(found.fn, found.name, inputs.requiredText("functionVersion"), inputs.text("description") ?? "");
      const { functionName: _name, ...outputs } = outputsOf(found.fn, found.name);
      return outputs;
    },
    delete(existing) {
      const found = find(existing);
      found?.fn.aliases.delete(found.name);
    },
  });
}

/** Points an alias at a version. Throws `ResourceNotFoundException` where there is no such version. */
export function putAlias(fn: LambdaFunction, name: string, version: string, description: string): void {
  if (version !== "$LATEST" && !fn.versions.has(version)) throw notFound(`${fn.config.arn}:${version}`);
  fn.aliases.set(name, { version, description });
}

/** AWS's word for an alias that is there already. */
export function aliasExists(fn: LambdaFunction, name: string): AwsError {
  return new AwsError("ResourceConflictException", `Alias already exists: ${fn.config.arn}:${name}`, 409);
}

function outputsOf(fn: LambdaFunction, name: string): Properties {
  const { version = "$LATEST", description = "" } = fn.aliases.get(name) ?? {};
  const arn = `${fn.config.arn}:${name}`;
  return {
    arn,
    invokeArn: invokeArn(fn.config.region, arn),
    name,
    functionName: fn.config.name,
    functionVersion: version,
    description,
  };
}
