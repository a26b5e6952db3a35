import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { readDeployment } from "../../cli/deployment.ts";
import { evaluateGraphs } from "../../cli/policy/graph.ts";
import type { StackGraph } from "../../cli/policy/graph.ts";
import { judgeStacks } from "../../cli/policy/run.ts";
import { createPulumi } from "../../cli/pulumi.ts";
import { root } from "../../infra/bundles/paths.ts";
import type { Declared } from "../../policy/core/stack.ts";
import { rules as paymentCells } from "../../policy/payment-cells/rules.ts";
import { rules } from "../../policy/rules.ts";
import type { Bench, Figure, SkippedFigure } from "../figure.ts";
import { interleave, ratiosOf, spreadOf } from "../rounds.ts";

const RESOURCES = 500;
const ROUNDS = { rounds: 5, warmUps: 1 };

/** What judging costs: a resource, all stacks from the command line, and the packs inside the engine. */
export const policy: Bench = {
  name: "policy",
  about: "time of all policy packs: a resource, `npm run policy` on all stacks, and against a pack with one rule",
  async run() {
    const { stacks, zone } = readDeployment();
    const graphs = await evaluateGraphs(stacks, zone);
    return [perResource(graphs), await wholeProject(), await insideTheEngine(graphs)];
  },
};

/** By CPU: a judgement waits for nothing. */
function perResource(graphs: readonly StackGraph[]): Figure {
  const largest = graphs.toSorted((a, b) => b.resources.length - a.resources.length).slice(0, 1);
  const packs = [
    { name: "general", rules },
    { name: "payment-cells", rules: paymentCells },
  ];
  const count = largest[0]?.resources.length ?? 0;
  const samples = Array.from({ length: ROUNDS.warmUps + ROUNDS.rounds }, () => {
    const before = process.cpuUsage();
    judgeStacks({ stacks: largest, packs, exemptions: [], today: "2026-11-23", project: graphs });
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000 / count;
  });
  const details = { resources: count, rules: rules.length + paymentCells.length };
  return {
    figure: "all packs, a resource",
    unit: "ms",
    bound: { max: 1 },
    ...spreadOf(samples.slice(ROUNDS.warmUps)),
    details,
  };
}

async function wholeProject(): Promise<Figure> {
  const samples: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    const began = performance.now();
    await run(process.execPath, ["--import", "tsx", "cli/policy/main.ts"]);
    samples.push((performance.now() - began) / 1_000);
  }
  return { figure: "npm run policy on all stacks", unit: "s", bound: { max: 10 }, ...spreadOf(samples) };
}

async function insideTheEngine(graphs: readonly StackGraph[]): Promise<Figure | SkippedFigure> {
  const figure = `all packs / one rule, ${RESOURCES} resources`;
  const pulumi = createPulumi(root, process.env);
  if ((await pulumi.run(["version"])) === undefined) return { figure, skipped: "there is no pulumi on the PATH" };
  const directory = mkdtempSync(path.join(tmpdir(), "payment-cells-bench-"));
  const file = path.join(directory, "state.json");
  try {
    writeFileSync(file, JSON.stringify(stateOf(graphs.flatMap(({ resources }) => resources))));
    const analyzed =
      (...folders: readonly string[]) =>
      async (): Promise<number> => {
        const packs = folders.flatMap((folder) => ["--policy-pack", path.join(root, folder)]);
        const began = performance.now();
        await pulumi.run(["policy", "analyze", "--file", file, "--json", ...packs]);
        return performance.now() - began;
      };
    const pairs = await interleave(
      ROUNDS,
      analyzed("policy", "policy/payment-cells"),
      analyzed("bench/policy/one-rule"),
    );
    return { figure, unit: "ratio", bound: { max: 1.3 }, ...ratiosOf(pairs) };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** A state with as many resources as are asked for, each of some stack of ours. */
function stateOf(resources: readonly Declared[]): object {
  const taken = Array.from({ length: RESOURCES }, (_, index) => resources[index % resources.length]);
  return {
    version: 3,
    deployment: {
      manifest: { time: "2026-01-01T00:00:00Z", magic: "", version: "" },
      resources: taken.flatMap((one, index) => {
        if (one === undefined) return [];
        const { type, properties: inputs, outputs } = one;
        const urn = `urn:pulumi:one::bench::${type}::${one.name}-${index}`;
        return [{ urn, type, custom: true, id: `id-${index}`, inputs, outputs }];
      }),
    },
  };
}

/** Runs a program to its end, however that is. */
function run(program: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve) => {
    execFile(program, args, { cwd: root, maxBuffer: 64 * 1024 * 1024 }, () => resolve());
  });
}
