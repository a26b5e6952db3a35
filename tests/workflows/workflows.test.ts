import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";

interface Job {
  readonly needs?: string | readonly string[];
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly strategy?: { readonly matrix: { readonly stack: readonly string[] } };
  readonly steps?: readonly { readonly uses?: string; readonly run?: string }[];
}

interface Workflow {
  readonly permissions: Readonly<Record<string, string>>;
  readonly concurrency?: { readonly "cancel-in-progress": boolean };
  readonly jobs: Readonly<Record<string, Job>>;
}

const directory = ".github/workflows";
const files = readdirSync(directory).map((name) => ({ name, text: readFileSync(`${directory}/${name}`, "utf8") }));
/** The files are ours: their form is what the interface says. */
const workflow = (name: string): Workflow => parse(readFileSync(`${directory}/${name}`, "utf8")) as Workflow;
const stacks = readdirSync(".").flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? []);

describe("every workflow", () => {
  it.each(files)("$name names foreign actions by commit, with the version beside it", ({ text }) => {
    const foreign = [...text.matchAll(/uses: (?!\.\/)(.*)/g)].map(([, what]) => what);
    expect(foreign.filter((what) => !/^[\w-]+\/[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(what ?? ""))).toEqual([]);
  });

  it.each(files)("$name has no key of its own", ({ text }) => {
    expect(text).not.toMatch(/secrets\.|aws-access-key-id|aws-secret-access-key|PULUMI_ACCESS_TOKEN/);
  });

  it.each(files)("$name puts nothing that others can write into a shell", ({ text }) => {
    const scripts = [...text.matchAll(/run: (?:\|\n((?: {10,}.*\n|\n)+)|(.*))/g)].map(
      ([, block, line]) => block ?? line,
    );
    expect(scripts.filter((script) => script?.includes("${{"))).toEqual([]);
  });
});

describe("a pull request", () => {
  const { jobs, permissions } = workflow("pull-request.yaml");

  it("reads, unless a job says what else it needs", () => {
    expect(permissions).toEqual({ contents: "read" });
    expect(jobs["check"]?.permissions).toBeUndefined();
    expect(jobs["policy"]?.permissions).not.toHaveProperty("id-token");
  });

  it("previews every stack", () => {
    expect([...(jobs["preview"]?.strategy?.matrix.stack ?? [])].sort()).toEqual([...stacks].sort());
  });
});

describe("a deployment", () => {
  const { jobs, concurrency } = workflow("deploy.yaml");
  const waves = Object.entries(jobs).filter(([, { uses }]) => uses === "./.github/workflows/deploy-stack.yaml");

  it("deploys every stack of prod, the edge first", () => {
    const deployed = waves.map(([, job]) => job.with?.["stack"]);
    expect(deployed[0]).toBe("prod-global");
    expect(new Set(deployed)).toEqual(new Set(stacks.filter((stack) => stack.startsWith("prod-"))));
  });

  it("goes wave by wave: each waits for the one before it, so no two cells change at once", () => {
    const before = [["check"], ...waves.map(([name]) => [name])];
    expect(waves.map(([, { needs }]) => [needs])).toEqual(before.slice(0, -1));
  });

  it("watches every cell, and is never cut off or doubled", () => {
    const cells = waves.slice(1).map(([name, job]) => [name, job.with?.["cell"]]);
    expect(cells.every(([name, cell]) => name === cell)).toBe(true);
    expect(concurrency?.["cancel-in-progress"]).toBe(false);
    const steps = workflow("deploy-stack.yaml").jobs["up"]?.steps ?? [];
    const order = steps.map(({ uses, run }) =>
      uses?.startsWith("pulumi/actions@") ? "up" : run?.split(" ", 3).join(" "),
    );
    expect(order.filter((step) => step === "up" || step === "npx cells canary")).toEqual([
      "npx cells canary",
      "up",
      "npx cells canary",
    ]);
  });
});
