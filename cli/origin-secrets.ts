import { existsSync } from "node:fs";
import path from "node:path";
import * as v from "valibot";
import { localOriginSecrets } from "../infra/config.ts";
import { readYaml } from "../local/pulumi/project.ts";
import { UserError } from "../local/core/errors.ts";
import type { Pulumi } from "./pulumi.ts";

/** The key under which every stack has its two secrets. */
export const originSecretsKey = "payment-cells:originSecrets";

/** Both secrets of a stack: the edge sends the current one, the cells accept both. */
export type SecretPair = readonly [current: string, next: string];

/**
 * What a stack's file holds: two encrypted secrets, the local cloud's two that are checked in, nothing, or anything
 * else, which nobody should have written there.
 */
export type SecretsState = "encrypted" | "local-only" | "missing" | "other";

/** The file of a stack's configuration. */
export function stackFile(directory: string, stack: string): string {
  return path.join(directory, `Pulumi.${stack}.yaml`);
}

/** What `file` holds under `payment-cells:originSecrets`. Throws `UserError` where it is no YAML. */
export function secretsIn(file: string): SecretsState {
  const config = existsSync(file) ? v.safeParse(configForm, readYaml(file)) : undefined;
  const held = config?.success === true ? config.output.config[originSecretsKey] : undefined;
  if (held === undefined || held === null) return "missing";
  if (v.is(encryptedPair, held)) return "encrypted";
  return v.is(plainPair, held) && held.every((value) => localOriginSecrets.includes(value)) ? "local-only" : "other";
}

const configForm = v.looseObject({ config: v.record(v.string(), v.unknown()) });
const encrypted = v.strictObject({ secure: v.string() });
const encryptedPair = v.strictTuple([encrypted, encrypted]);
const plainPair = v.strictTuple([v.string(), v.string()]);

/** The stack's secrets in clear, for comparing and copying alone. Throws `UserError` where they cannot be decrypted. */
export async function readSecrets(pulumi: Pulumi, stack: string): Promise<SecretPair> {
  const text = await pulumi.must(["config", "get", "--path", originSecretsKey, "--stack", stack]);
  const pair = v.safeParse(plainPair, parsed(text));
  if (!pair.success) throw new UserError(`${originSecretsKey} of ${stack} is not a list of two secrets.`);
  return pair.output;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
