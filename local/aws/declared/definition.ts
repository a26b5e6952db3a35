import { AwsError } from "../../core/errors.ts";
import type { Kernel } from "../../core/kernel.ts";
import { randomHex } from "../../core/kernel.ts";
import type { Properties, Registration, ResourceModel } from "../../core/resource.ts";

/** A resource that is only declared, with what its computed outputs are made from. */
export interface Declaration {
  readonly inputs: Properties;
  readonly region: string;
  readonly accountId: string;
  /** The input `key`, which is a string; empty where it is absent. */
  text(key: string): string;
  /** The physical name: the input `key`, else the Pulumi name with a random end, as the provider makes it. */
  named(key: string): string;
  /** "vpc-0…", as EC2 makes its ids. */
  ec2Id(prefix: string): string;
  /** `length` random hexadecimal digits. */
  hex(length: number): string;
  /** "8-4-4-4-12" random hexadecimal digits. */
  uuid(): string;
  /** An ARN of this region and account; `place` for services without a region. */
  arn(service: string, resource: string, place?: "global"): string;
}

/** A resource type of which nothing happens: its inputs are checked, its outputs computed. */
export interface DeclaredType {
  readonly type: string;
  /** Inputs that AWS demands. */
  readonly requires?: readonly string[];
  /** Inputs that have to be JSON documents, as text or as an object. */
  readonly documents?: readonly string[];
  /** The id, and the outputs that AWS computes. */
  compute(declaration: Declaration): { readonly id: string } & Properties;
}

/** The model of a declared-only type: echoes the inputs and adds what is computed. */
export function declaredModel(kernel: Kernel, declared: DeclaredType): ResourceModel {
  return {
    type: declared.type,
    standing: "declared-only",
    create(registration) {
      const { inputs, region } = registration;
      for (const key of declared.requires ?? []) {
        if (inputs[key] === undefined || inputs[key] === "") {
          throw new AwsError("ValidationException", `${declared.type} needs ${key}.`);
        }
      }
      for (const key of declared.documents ?? []) {
        checkDocument(declared.type, key, inputs[key]);
      }
      const { id, ...computed } = declared.compute(declarationOf(kernel, registration));
      return { id, outputs: { ...inputs, region, tagsAll: inputs["tags"] ?? {}, ...computed } };
    },
  };
}

function checkDocument(type: string, key: string, value: unknown): void {
  if (typeof value !== "string") {
    return;
  }
  try {
    JSON.parse(value);
  } catch {
    throw new AwsError("MalformedPolicyDocument", `${type}: ${key} is not a JSON document.`);
  }
}

/** The property `key` where it is a string, else empty. */
export function textOf(properties: Properties, key: string): string {
  const value = properties[key];
  return typeof value === "string" ? value : "";
}

function declarationOf(kernel: Kernel, { inputs, name, region, accountId }: Registration): Declaration {
  const hex = (length: number): string => randomHex(kernel, Math.ceil(length / 2)).slice(0, length);
  const text = (key: string): string => textOf(inputs, key);
  return {
    inputs,
    region,
    accountId,
    text,
    named: (key) => text(key) || `${name}-${hex(7)}`,
    ec2Id: (prefix) => `${prefix}-0${hex(16)}`,
    hex,
    uuid: () => [8, 4, 4, 4, 12].map(hex).join("-"),
    arn: (service, resource, place) =>
      `arn:aws:${service}:${place === "global" ? "" : region}:${accountId}:${resource}`,
  };
}
