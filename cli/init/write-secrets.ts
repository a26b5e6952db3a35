import { copyFile, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { UserError } from "../../local/core/errors.ts";
import { originSecretsKey, secretsIn, type SecretPair } from "../origin-secrets.ts";
import type { Pulumi } from "../pulumi.ts";

/** A stack to be created, given secrets, or both. */
export interface SecretsWrite {
  readonly stack: string;
  /** The stack's configuration. */
  readonly file: string;
  /** Whether the backend has to be told of the stack first. */
  readonly created: boolean;
  /** Absent where the file keeps what it has. */
  readonly pair?: SecretPair | undefined;
}

/** Creates the stack where it is missing and puts both secrets into its file, encrypted: all of it, or nothing. */
export async function writeSecrets({ stack, file, created, pair }: SecretsWrite, pulumi: Pulumi): Promise<void> {
  const before = await readFile(file);
  // Creating a stack writes to its file as well: what its secrets are encrypted with.
  if (created) await pulumi.must(["stack", "init", stack, "--no-select"]);
  try {
    if (pair !== undefined) await replace(stack, file, pair, pulumi);
  } catch (fault) {
    if (created) {
      await pulumi.run(["stack", "rm", stack, "--yes", "--preserve-config"]);
      await writeFile(file, before);
    }
    throw fault;
  }
}

/** Pulumi sets one value after the other: in a copy, which then takes the file's place at once. */
async function replace(stack: string, file: string, pair: SecretPair, pulumi: Pulumi): Promise<void> {
  const draft = path.join(path.dirname(file), `.Pulumi.${stack}.${process.pid}.yaml`);
  const started = await readFile(file);
  try {
    await copyFile(file, draft);
    for (const [index, value] of pair.entries()) {
      const key = `${originSecretsKey}[${index}]`;
      // By its standard input: everybody on this machine can read a command's arguments.
      await pulumi.must(["config", "set", "--secret", "--path", key, "--stack", stack, "--config-file", draft], value);
    }
    if (secretsIn(draft) !== "encrypted") {
      throw new UserError(`${file}: ${originSecretsKey} does not come out as two secrets; take it out and try again.`);
    }
    if (!started.equals(await readFile(file))) {
      throw new UserError(`${file} was changed meanwhile, and was left as it is: try again.`);
    }
    await rename(draft, file);
  } finally {
    await rm(draft, { force: true });
  }
}
