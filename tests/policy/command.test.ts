import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { parseArguments } from "../../cli/policy/arguments.ts";
import { judgeProject } from "../../cli/policy/project.ts";
import { urnOf } from "./small-graph.ts";

const repository = fileURLToPath(new URL("../..", import.meta.url));
const directory = mkdtempSync(path.join(tmpdir(), "payment-cells-policy-"));
const minutes = 60_000;

afterAll(() => rmSync(directory, { recursive: true }));

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** `npm run policy -- …`, without npm. */
function policy(...args: readonly string[]): Promise<Ran> {
  return new Promise((resolve) => {
    const node = ["--import", "tsx", "cli/policy/main.ts", ...args];
    execFile(process.execPath, node, { cwd: repository, maxBuffer: 64 * 1024 * 1024 }, (fault, stdout, stderr) => {
      resolve({ code: typeof fault?.code === "number" ? fault.code : 0, stdout, stderr });
    });
  });
}

function stateOf(inputs: Readonly<Record<string, unknown>>): string {
  const file = path.join(directory, "state.json");
  const queue = { urn: urnOf("inbox"), type: "aws:sqs/queue:Queue", custom: true, inputs };
  writeFileSync(file, JSON.stringify({ version: 3, deployment: { resources: [queue] } }));
  return file;
}

describe("the command line", () => {
  it.each([
    [["--format", "pdf"], /--format: expected one of text, json, sarif, junit, html/],
    [["--stack", "a", "--file", "b"], /two questions/],
    [["--all"], /--all/],
    [["prod-eu"], /prod-eu/],
  ])("%j is used wrongly", (argv, message) => {
    expect(parseArguments(argv)).toMatch(message);
  });

  it("ends with 2 where it is used wrongly, and with 0 after its help", { timeout: minutes }, async () => {
    expect(await policy("--format", "pdf")).toMatchObject({ code: 2, stdout: "" });
    const { code, stdout } = await policy("--help");
    expect([code, stdout]).toEqual([0, expect.stringContaining("--format FORMAT")]);
  });

  it(
    "ends with 1 at a violation in a state, and writes the report where it is told",
    { timeout: minutes },
    async () => {
      const output = path.join(directory, "report.sarif");
      const ran = await policy("--file", stateOf({ name: "inbox" }), "--format", "sarif", "--output", output);
      expect(ran).toMatchObject({ code: 1, stdout: "", stderr: expect.stringMatching(/^policy: FAILED; /m) });
      expect(readFileSync(output, "utf8")).toContain('"ruleId": "require-queue-customer-key"');
    },
  );

  it("names what cannot be read", { timeout: minutes }, async () => {
    expect(await policy("--file", path.join(directory, "nowhere.json"))).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^policy: .*nowhere\.json: ENOENT/),
    });
    const config = path.join(directory, "config.json");
    writeFileSync(config, '{ "require-nonsense": "disabled" }');
    expect(await policy("--file", stateOf({}), "--config", config)).toMatchObject({
      code: 1,
      stderr: "policy: require-nonsense: there is no such rule.\n",
    });
  });
});

describe(
  "the project's own stacks",
  async () => {
    const run = await judgeProject({}, new Date().toISOString().slice(0, 10));

    it("pass", () => {
      const open = run.findings.filter(({ outcome }) => outcome !== "advice" && outcome !== "exempt");
      expect(open.map(({ rule, resource, message }) => `${rule.name} ${resource.urn} ${message}`)).toEqual([]);
      expect(run.problems).toEqual([]);
      expect(run.remarks).toEqual([]);
      expect(run.passed).toBe(true);
    });

    it("are all judged, by rules over all of them too", () => {
      expect(run.stacks.map(({ name }) => name).toSorted()).toEqual([
        "prod-eu",
        "prod-global",
        "prod-us",
        "staging-eu",
        "staging-global",
      ]);
      expect(new Set(run.judgements.map(({ pack }) => pack))).toEqual(new Set(["aws-security-rules", "payment-cells"]));
      expect(run.judgements.some(({ rule }) => rule.scope === "project")).toBe(true);
    });
  },
  5 * minutes,
);

describe("a stack file with an error", () => {
  it("is told by name, and the other stacks are judged", { timeout: 5 * minutes }, async () => {
    for (const name of ["Pulumi.yaml", "Pulumi.prod-eu.yaml", "Pulumi.prod-us.yaml", "Pulumi.prod-global.yaml"]) {
      cpSync(path.join(repository, name), path.join(directory, name));
    }
    const file = path.join(directory, "Pulumi.yaml");
    const main = `main: ${path.join(repository, "infra/index.ts")}`;
    writeFileSync(
      file,
      readFileSync(file, "utf8")
        .replace("main: infra/index.ts", main)
        .replace("stages: [prod, staging]", "stages: [prod]"),
    );
    writeFileSync(path.join(directory, "Pulumi.prod-eu.yaml"), "config:\n  aws:region: 7\n");
    const run = await judgeProject({ directory }, "2026-11-23");
    expect(run.problems.join("\n")).toMatch(/prod-eu/);
    expect(run.passed).toBe(false);
    expect(run.stacks.map(({ name }) => name)).toEqual(["prod-global"]);
    expect(run.judgements.length).toBeGreaterThan(100);
  });
});
