import { createHash } from "node:crypto";
import path from "node:path";
import { UserError } from "../core/errors.ts";
import { fullKey, readYaml, section } from "./project.ts";
import type { Project } from "./project.ts";
import { isProperties } from "./wire.ts";

/** A stack's configuration as the engine hands it to a program: every value a string, structured ones as JSON. */
export interface StackConfig {
  readonly config: Readonly<Record<string, string>>;
  readonly secretKeys: readonly string[];
}

/**
 * Merges what Pulumi.yaml and Pulumi.<stack>.yaml say; the stack wins key by key. `overrides` (full key → value) win
 * over both. Throws `UserError` naming file and key.
 */
export function readStackConfig(
  project: Project,
  stack: string,
  overrides: Readonly<Record<string, unknown>> = {},
): StackConfig {
  const file = path.join(project.stackDirectory, `Pulumi.${stack}.yaml`);
  const contents = readYaml(file);
  if (contents["environment"] !== undefined) {
    throw new UserError(`${file}: environment: the local cloud has no Pulumi ESC; give the values under config.`);
  }
  const own = ownConfig(project.name, section(file, "config", contents["config"]));
  const values: Record<string, string> = {};
  const secretKeys = new Set<string>();
  const put = (key: string, value: unknown, secret: boolean): void => {
    values[key] = asText(standIn(key, value));
    if (secret || hasSecret(value)) {
      secretKeys.add(key);
    }
  };
  for (const [key, entry] of project.config) {
    const value = own.get(key) ?? entry.value;
    if (value === undefined && overrides[key] === undefined) {
      throw new UserError(`${file}: config.${key} is missing; ${project.file} declares it without a value.`);
    }
    put(key, value ?? "", entry.secret);
  }
  for (const [key, value] of own) {
    put(key, value, project.config.get(key)?.secret ?? false);
  }
  for (const [key, value] of Object.entries(overrides)) {
    put(fullKey(project.name, key), value, secretKeys.has(key));
  }
  return { config: values, secretKeys: [...secretKeys] };
}

function ownConfig(project: string, config: Readonly<Record<string, unknown>>): Map<string, unknown> {
  return new Map(Object.entries(config).map(([key, value]) => [fullKey(project, key), value]));
}

function asText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value ?? "");
}

function isEncrypted(value: unknown): boolean {
  return isProperties(value) && typeof value["secure"] === "string" && Object.keys(value).length === 1;
}

function hasSecret(value: unknown): boolean {
  if (Array.isArray(value)) {
    return value.some(hasSecret);
  }
  return isEncrypted(value) || (isProperties(value) && Object.values(value).some(hasSecret));
}

/**
 * The local cloud has no key for the secrets of a stack, and no use for them: a value made from the secret's place
 * stands in. Secrets at the same place of two stacks are the same locally.
 */
function standIn(place: string, value: unknown): unknown {
  if (isEncrypted(value)) {
    return `local-${createHash("sha256").update(place).digest("hex").slice(0, 40)}`;
  }
  if (Array.isArray(value)) {
    return value.map((element, index) => standIn(`${place}[${index}]`, element));
  }
  if (isProperties(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, standIn(`${place}.${key}`, inner)]));
  }
  return value;
}
