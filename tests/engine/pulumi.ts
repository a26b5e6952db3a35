import { execFile } from "node:child_process";
import { accessSync, constants, cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { readDeployment } from "../../cli/deployment.ts";
import { engineVariables } from "../../cli/engine-variables.ts";
import { serveLocalCloud } from "../../local/serve.ts";
import type { ServedCloud } from "../../local/serve.ts";

const repository = fileURLToPath(new URL("../..", import.meta.url));

/** Whether there is a Pulumi CLI to test with; without one the tests of this folder are skipped, and say so. */
export const hasPulumi = (process.env["PATH"] ?? "").split(path.delimiter).some((folder) => {
  try {
    accessSync(path.join(folder, "pulumi"), constants.X_OK);
    return true;
  } catch {
    return false;
  }
});

/** What the CLI printed, both streams, and how it ended. */
export interface Ran {
  readonly code: number;
  readonly output: string;
}

/** An empty local cloud, and the real engine at work on it with a copy of this repository's program. */
export interface EngineUnderTest extends ServedCloud {
  /** Where Pulumi.yaml and the stacks' files are. */
  readonly directory: string;
  /** Runs the CLI, whatever comes of it. */
  pulumi(...args: readonly string[]): Promise<Ran>;
  /** Runs the CLI. Throws what it printed where it fails. */
  must(...args: readonly string[]): Promise<string>;
  /** "17 unchanged", "~ 1 to update", …: the last summary of resources that the CLI printed. */
  summaryOf(output: string): readonly string[];
  /** Sets values of the stack's configuration; `undefined` takes one away. */
  configure(stack: string, values: Readonly<Record<string, string | undefined>>): Promise<void>;
  /** Faults of the local cloud itself. */
  readonly faults: readonly unknown[];
  close(): Promise<void>;
}

/** A project to deploy: its files are copied so that no test writes into the repository. */
interface Project {
  readonly source: string;
  readonly name: string;
  readonly stacks: readonly string[];
}

/** The program of this repository. */
export function ownProject(): Project {
  const { project, stacks } = readDeployment();
  return { source: repository, name: project, stacks };
}

/** A small program of one stack, `one`. */
export function smallProject(name: string): Project {
  return { source: fileURLToPath(new URL(`fixtures/${name}`, import.meta.url)), name, stacks: ["one"] };
}

/** Stands an empty cloud up for a project. */
export async function engineUnderTest({ source, name: project, stacks }: Project): Promise<EngineUnderTest> {
  const directory = mkdtempSync(path.join(tmpdir(), "payment-cells-engine-"));
  const copied = readdirSync(source).filter((name) => /^Pulumi\..*yaml$|^package\.json$|^index\.ts$/.test(name));
  copied.forEach((name) => cpSync(path.join(source, name), path.join(directory, name)));
  for (const name of ["infra", "functions", "node_modules", "dist"]) {
    symlinkSync(path.join(repository, name), path.join(directory, name));
  }
  const { zone } = readDeployment();
  const faults: unknown[] = [];
  const served = await serveLocalCloud({
    port: 0,
    edgePort: 0,
    zones: [zone],
    engineProject: { directory, name: project, stacks },
    onFault: (fault) => faults.push(fault),
  });
  const { engine } = served;
  if (engine === undefined) throw new Error("The cloud was asked for an engine and has none.");

  const env = {
    ...process.env,
    PULUMI_HOME: path.join(directory, ".home"),
    ...engineVariables(engine.status),
  };
  const pulumi = (...args: readonly string[]): Promise<Ran> =>
    new Promise((resolve) => {
      const flags = ["--non-interactive", "--color", "never"];
      const limits = { cwd: directory, env, maxBuffer: 64 * 1024 * 1024 };
      execFile("pulumi", [...args, ...flags], limits, (fault, stdout, stderr) => {
        const code = fault === null ? 0 : typeof fault.code === "number" ? fault.code : 1;
        resolve({ code, output: `${stdout}${stderr}` });
      });
    });
  const must = async (...args: readonly string[]): Promise<string> => {
    const { code, output } = await pulumi(...args);
    if (code !== 0) throw new Error(`pulumi ${args.join(" ")} ended with ${code}:\n${output}`);
    return output;
  };
  return {
    ...served,
    directory,
    faults,
    pulumi,
    must,
    async configure(stack, values) {
      for (const [key, value] of Object.entries(values)) {
        const change = value === undefined ? ["rm", key] : ["set", key, value];
        await must("config", ...change, "--stack", stack);
      }
    },
    summaryOf(output) {
      const after = output.split(/^Resources:\n/m).at(-1) ?? "";
      const lines = after.split("\n").map((line) => line.trim());
      const end = lines.findIndex((line) => line === "");
      return lines.slice(0, end < 0 ? undefined : end).filter((line) => line !== "");
    },
    async close() {
      await served.shutdown();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
