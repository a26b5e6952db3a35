import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { root } from "../../../infra/bundles/paths.ts";

/** A copy of the project's Pulumi files, and a PATH whose `pulumi` stands in for the real one. */
export interface PulumiProject {
  readonly directory: string;
  readonly variables: Readonly<Record<string, string>>;
  /** Stacks of the backend and how many resources each has. */
  setStacks(stacks: Readonly<Record<string, number>>): void;
  stacks(): Readonly<Record<string, number>>;
  /** A stack's file as text. */
  text(stack: string): string;
  /** What a stack's file has under `payment-cells:originSecrets`. */
  secrets(stack: string): unknown;
  /** The names of all files of the copy. */
  files(): readonly string[];
  /** Every command line that `pulumi` was run with. */
  commands(): string;
  /** Changes one of the files. */
  edit(file: string, change: (text: string) => string): void;
  remove(): void;
}

/** Makes one in a temporary directory; `changes` are variables beside the passphrase. */
export function pulumiProject(changes: Readonly<Record<string, string>> = {}): PulumiProject {
  const folder = mkdtempSync(path.join(tmpdir(), "project-"));
  const [directory, bin] = [path.join(folder, "project"), path.join(folder, "bin")];
  for (const name of [path.join(directory, "infra"), bin]) mkdirSync(name, { recursive: true });
  for (const name of readdirSync(root).filter((file) => /^Pulumi.*\.yaml$/.test(file))) {
    cpSync(path.join(root, name), path.join(directory, name));
  }
  cpSync(path.join(root, "infra/index.ts"), path.join(directory, "infra/index.ts"));
  const fake = fileURLToPath(new URL("./fixtures/fake-pulumi.mjs", import.meta.url));
  writeFileSync(path.join(bin, "pulumi"), `#!/bin/sh\nexec "${process.execPath}" "${fake}" "$@"\n`);
  chmodSync(path.join(bin, "pulumi"), 0o755);
  const backend = path.join(folder, "stacks.json");
  writeFileSync(backend, "{}");
  const read = (name: string) => readFileSync(path.join(directory, name), "utf8");
  const edit: PulumiProject["edit"] = (name, change) => writeFileSync(path.join(directory, name), change(read(name)));
  return {
    directory,
    variables: { PATH: `${bin}:/usr/bin:/bin`, FAKE_PULUMI: folder, PULUMI_CONFIG_PASSPHRASE: "right", ...changes },
    setStacks: (stacks) => writeFileSync(backend, JSON.stringify(stacks)),
    stacks: () => JSON.parse(readFileSync(backend, "utf8")),
    text: (stack) => read(`Pulumi.${stack}.yaml`),
    secrets: (stack) => parse(read(`Pulumi.${stack}.yaml`)).config["payment-cells:originSecrets"],
    files: () => readdirSync(directory).toSorted(),
    commands: () => readFileSync(path.join(folder, "commands.log"), "utf8"),
    edit,
    remove: () => rmSync(folder, { recursive: true }),
  };
}
