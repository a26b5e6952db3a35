import { spawn } from "node:child_process";
import * as v from "valibot";
import { UserError } from "../local/core/errors.ts";

/** What a run of the Pulumi CLI came to. */
export interface PulumiRun {
  readonly code: number;
  readonly stdout: string;
  /** The last line that it complained in, without "error: ". */
  readonly complaint: string;
}

/** A stack as the backend knows it. */
export interface BackendStack {
  readonly name: string;
  readonly resources: number;
}

/** The Pulumi CLI on the PATH, run where Pulumi.yaml is. It never asks anybody anything. */
export interface Pulumi {
  /** Runs it with `input` on its standard input; `undefined` where there is no `pulumi` on the PATH. */
  run(args: readonly string[], input?: string): Promise<PulumiRun | undefined>;
  /** Runs it and gives what it printed. Throws `UserError` with its complaint, or on how to get it. */
  must(args: readonly string[], input?: string): Promise<string>;
  /** The project's stacks in the backend. Throws `UserError`. */
  stacks(): Promise<readonly BackendStack[]>;
}

/** Where the Pulumi CLI comes from. */
export const pulumiRemedy = "Install the Pulumi CLI: https://www.pulumi.com/docs/install/";

const stackList = v.array(v.looseObject({ name: v.string(), resourceCount: v.optional(v.number(), 0) }));

/** The Pulumi CLI, for the project in `directory`. */
export function createPulumi(directory: string, variables: Readonly<Record<string, string | undefined>>): Pulumi {
  const run: Pulumi["run"] = (args, input = "") =>
    new Promise((resolve, reject) => {
      const env = { ...variables, PULUMI_SKIP_UPDATE_CHECK: "true" };
      const child = spawn("pulumi", [...args, "--non-interactive"], { cwd: directory, env });
      const chunks: Record<"stdout" | "stderr", Buffer[]> = { stdout: [], stderr: [] };
      const text = (of: keyof typeof chunks) => Buffer.concat(chunks[of]).toString("utf8");
      child.stdout.on("data", (chunk: Buffer) => chunks.stdout.push(chunk));
      child.stderr.on("data", (chunk: Buffer) => chunks.stderr.push(chunk));
      child.on("error", (fault) => ("code" in fault && fault.code === "ENOENT" ? resolve(undefined) : reject(fault)));
      child.on("close", (code) => {
        resolve({ code: code ?? 1, stdout: text("stdout"), complaint: complaintIn(text("stderr")) });
      });
      // A command that ends before it has read everything closes its end; how it ended tells why.
      child.stdin.on("error", () => {});
      child.stdin.end(input);
    });
  const must: Pulumi["must"] = async (args, input) => {
    const done = await run(args, input);
    if (done === undefined) throw new UserError(`There is no \`pulumi\` on the PATH. ${pulumiRemedy}`);
    if (done.code === 0) return done.stdout;
    throw new UserError(
      `\`pulumi ${args.slice(0, 2).join(" ")}\` failed: ${done.complaint}. ${wayOut(done.complaint)}`,
    );
  };
  return {
    run,
    must,
    async stacks() {
      const listed = v.parse(stackList, JSON.parse(await must(["stack", "ls", "--json"])));
      return listed.map(({ name, resourceCount }) => ({ name, resources: resourceCount }));
    },
  };
}

/** What to do about a complaint of the Pulumi CLI, in one sentence. */
export function wayOut(complaint: string): string {
  if (/passphrase/i.test(complaint)) {
    return "Set PULUMI_CONFIG_PASSPHRASE (or PULUMI_CONFIG_PASSPHRASE_FILE) to the passphrase of this stack's secrets.";
  }
  if (/PULUMI_ACCESS_TOKEN|logged in|login/i.test(complaint)) {
    return "Log in with `pulumi login`, or say where the state is with PULUMI_BACKEND_URL.";
  }
  if (/state directory/i.test(complaint)) return "Create that directory, or correct PULUMI_BACKEND_URL.";
  if (/lock/i.test(complaint)) {
    return "Wait for the other update to end; if nobody runs one, `pulumi cancel` takes its lock away.";
  }
  return "Run the same command by hand to see all that it says.";
}

function complaintIn(stderr: string): string {
  const lines = stderr.split("\n").map((line) => line.trim());
  const said = lines.filter((line) => line.startsWith("error: ")).at(-1) ?? lines.filter((line) => line !== "").at(-1);
  return (said ?? "it did not say why").replace(/^error: /, "").replace(/[.:]$/, "");
}
