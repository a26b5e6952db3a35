import { readFileSync } from "node:fs";
import * as v from "valibot";
import { UserError } from "../../local/core/errors.ts";
import { isProperties, signatures } from "../../local/pulumi/wire.ts";
import { splitUrn } from "../../local/pulumi/urn.ts";
import { UNKNOWN } from "../../policy/core/reader.ts";
import type { Declared } from "../../policy/core/stack.ts";
import type { StackGraph } from "./graph.ts";

const properties = v.optional(v.record(v.string(), v.unknown()), {});
const resource = v.looseObject({
  urn: v.pipe(v.string(), v.startsWith("urn:pulumi:")),
  type: v.string(),
  custom: v.optional(v.boolean(), false),
  delete: v.optional(v.boolean(), false),
  id: v.optional(v.string()),
  inputs: properties,
  outputs: properties,
  protect: v.optional(v.boolean(), false),
  propertyDependencies: v.optional(v.record(v.string(), v.nullable(v.array(v.string()))), {}),
});
const resources = v.object({ resources: v.optional(v.array(resource), []) });
const exported = v.object({ deployment: resources });
const checkpoint = v.object({ checkpoint: v.object({ latest: resources }) });

/**
 * Reads a state as `pulumi stack export` and Pulumi's own backends write it. What is encrypted in it is not known.
 * Throws `UserError` that names the file.
 */
export function readStateFile(file: string): StackGraph {
  const parsed = v.safeParse(v.union([exported, checkpoint]), readJson(file));
  if (!parsed.success)
    throw new UserError(`${file}: it is no state of a stack: ${v.summarize(parsed.issues).split("\n")[0]}`);
  const { output } = parsed;
  const found = "deployment" in output ? output.deployment.resources : output.checkpoint.latest.resources;
  const standing = found.filter((one) => one.custom && !one.delete);
  const [first] = found;
  if (first === undefined) throw new UserError(`${file}: it has no resources.`);
  return { name: splitUrn(first.urn).stack, resources: standing.map(declaredOf) };
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (fault) {
    throw new UserError(`${file}: ${fault instanceof Error ? fault.message : String(fault)}`, { cause: fault });
  }
}

function declaredOf({ urn, type, id, inputs, outputs, protect, ...rest }: v.InferOutput<typeof resource>): Declared {
  const propertyDependencies = Object.fromEntries(
    Object.entries(rest.propertyDependencies).map(([property, made]) => [property, made ?? []]),
  );
  const { __defaults: _, ...given } = inputs;
  return {
    urn,
    type,
    name: splitUrn(urn).name,
    protect,
    properties: plain(given),
    outputs: { ...plain(outputs), ...(id === undefined ? {} : { id }) },
    propertyDependencies,
  };
}

function plain(given: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(given).map(([key, value]) => [key, plainValue(value)]));
}

function plainValue(value: unknown): unknown {
  if (value === signatures.unknown) return UNKNOWN;
  if (Array.isArray(value)) return value.map(plainValue);
  if (!isProperties(value)) return value;
  if (value[signatures.key] !== signatures.secret) return plain(value);
  const { plaintext } = value;
  return typeof plaintext === "string" ? plainValue(JSON.parse(plaintext)) : UNKNOWN;
}
