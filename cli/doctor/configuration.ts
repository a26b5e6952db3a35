import { ConfigError, localAccount, parseConfig, type ProgramConfig } from "../../infra/config.ts";
import { planCell } from "../../infra/plan/cell-plan.ts";
import type { Registry } from "../../infra/plan/registry.ts";
import { UserError } from "../../local/core/errors.ts";
import { readStackConfig } from "../../local/pulumi/config.ts";
import { readProject } from "../../local/pulumi/project.ts";
import { readSecrets, secretsIn, stackFile, type SecretPair } from "../origin-secrets.ts";
import type { Pulumi } from "../pulumi.ts";
import type { KnownStack } from "../stacks.ts";
import { fail, ok, type Check } from "./check.ts";

/** A stack with its configuration, where that is sound. */
export interface ConfiguredStack {
  readonly stack: KnownStack;
  readonly config?: ProgramConfig;
  readonly check: Check;
}

/** Whether the program accepts a stack's configuration, and what the stack will cost standing still. */
export function checkConfiguration(directory: string, stack: KnownStack): ConfiguredStack {
  const subject = { check: "configuration", where: stack.name };
  try {
    const { config: values } = readStackConfig(readProject(directory), stack.name);
    const config = parseConfig(stack.name, (key) => values[key]);
    return { stack, config, check: ok(subject, summary(stack, config)) };
  } catch (fault) {
    if (fault instanceof ConfigError) {
      const [first = fault.message, ...others] = fault.faults;
      const more = others.length === 0 ? "" : ` (and ${others.length} more)`;
      return { stack, check: fail(subject, `${first}${more}`, "Put that right in the file; the README says how.") };
    }
    if (!(fault instanceof UserError)) throw fault;
    return { stack, check: fail(subject, fault.message, "A stack has a file of its own beside Pulumi.yaml.") };
  }
}

function summary({ stage, cell }: KnownStack, { size, protect }: ProgramConfig): string {
  const kept = protect ? "protected" : "may be destroyed";
  if (cell === undefined) return kept;
  return `${size}, ${planCell(stage, cell, size).standingCostUsdMonthly.toFixed(0)} USD a month standing, ${kept}`;
}

/** A stack's secrets as far as they could be read. */
export interface StackSecrets {
  readonly stack: KnownStack;
  readonly check: Check;
  readonly pair?: SecretPair;
}

/** Whether a stack has two secrets that are nobody else's, and that can be decrypted here. */
export async function checkSecrets(
  directory: string,
  stack: KnownStack,
  registry: Registry,
  pulumi: Pulumi | undefined,
): Promise<StackSecrets> {
  const subject = { check: "secrets", where: stack.name };
  const remedy = `Make them: npx cells init ${stack.name}.`;
  switch (secretsIn(stackFile(directory, stack.name))) {
    case "missing":
      return { stack, check: fail(subject, "none", remedy) };
    case "other":
      return { stack, check: fail(subject, "not two encrypted values", remedy) };
    case "local-only":
      return registry.account === localAccount
        ? { stack, check: ok(subject, `the local cloud's, which no account but ${localAccount} accepts`) }
        : { stack, check: fail(subject, "the local cloud's, which everybody can read", remedy) };
    case "encrypted":
      if (pulumi === undefined) return { stack, check: ok(subject, "encrypted; without a backend not read") };
      return decrypted(stack, pulumi);
  }
}

async function decrypted(stack: KnownStack, pulumi: Pulumi): Promise<StackSecrets> {
  const subject = { check: "secrets", where: stack.name };
  try {
    const pair = await readSecrets(pulumi, stack.name);
    return { stack, pair, check: ok(subject, "encrypted, and can be decrypted here") };
  } catch (fault) {
    if (!(fault instanceof UserError)) throw fault;
    const remedy = "Set the passphrase or the key access that they were encrypted with.";
    return { stack, check: fail(subject, fault.message, remedy) };
  }
}

/** Whether every cell accepts the secret that its stage's edge sends. */
export function checkAgreement(secrets: readonly StackSecrets[]): readonly Check[] {
  return secrets.flatMap(({ stack, pair }) => {
    const edge = secrets.find((other) => other.stack.stage.name === stack.stage.name && other.stack.cell === undefined);
    if (stack.cell === undefined || pair === undefined || edge?.pair === undefined) return [];
    const subject = { check: "edge accepted", where: stack.name };
    if (pair.includes(edge.pair[0])) return [ok(subject, `knows the secret that ${edge.stack.name} sends`)];
    const remedy = `Take the edge's: npx cells init ${stack.name} --from ${edge.stack.name}.`;
    return [fail(subject, `does not know the secret that ${edge.stack.name} sends`, remedy)];
  });
}
