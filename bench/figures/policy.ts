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
import { startPackProcess } from "../policy/pack-process.ts";
import { cpuSeconds } from "../proc.ts";
import { interleave, median, ratiosOf, spreadOf } from "../rounds.ts";

const RESOURCES = 500;
const ROUNDS = { rounds: 5, warmUps: 1 };
/** Serves the rules of both packs. */
const ALL = "policy/payment-cells";
const ONE = "bench/policy/one-rule";

/** What judging costs: a resource, all stacks from the command line, and the packs inside the engine. */
export const policy: Bench = {
  name: "policy",
  about: "time of all policy packs: a resource, `npm run policy` on all stacks, and against a pack with one rule",
  async run() {
    const { stacks, zone } = readDeployment();
    const graphs = await evaluateGraphs(stacks, zone);
    const resources = many(graphs.flatMap((graph) => graph.resources));
    return [perResource(graphs), await wholeProject(), await asTheEngineAsks(resources), await inTheEngine(resources)];
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

/** The CPU time of a pack's whole life: from its start until the engine has shown it every resource and the stack. */
async function asTheEngineAsks(resources: readonly Declared[]): Promise<Figure> {
  const judged = (folder: string) => async (): Promise<number> => {
    const pack = await startPackProcess(path.join(root, folder));
    try {
      await pack.information();
      for (const resource of resources) {
        await pack.remediate(resource);
        await pack.analyze(resource);
      }
      await pack.analyzeStack(resources);
      return cpuSeconds(pack.pid);
    } finally {
      await pack.stop();
    }
  };
  const pairs = await interleave(ROUNDS, judged(ALL), judged(ONE));
  const details = { allSeconds: median(pairs.map(({ a }) => a)), oneSeconds: median(pairs.map(({ b }) => b)) };
  return {
    figure: `all packs / one rule, ${resources.length} resources`,
    unit: "ratio",
    bound: { max: 1.3 },
    ...ratiosOf(pairs),
    details,
  };
}

/** The same by the clock, with all that the Pulumi CLI does around it. */
async function inTheEngine(resources: readonly Declared[]): Promise<Figure | SkippedFigure> {
  const figure = `all packs / one rule, ${resources.length} resources, pulumi policy analyze`;
  const pulumi = createPulumi(root, process.env);
  if ((await pulumi.run(["version"])) === undefined) return { figure, skipped: "there is no pulumi on the PATH" };
  const directory = mkdtempSync(path.join(tmpdir(), "payment-cells-bench-"));
  const file = path.join(directory, "state.json");
  try {
    writeFileSync(file, JSON.stringify(stateOf(resources)));
    const analyzed = (folder: string) => async (): Promise<number> => {
      const began = performance.now();
      await pulumi.run(["policy", "analyze", "--file", file, "--json", "--policy-pack", path.join(root, folder)]);
      return performance.now() - began;
    };
    const pairs = await interleave(ROUNDS, analyzed(ALL), analyzed(ONE));
    return { figure, unit: "ratio", bound: { max: 1.3 }, ...ratiosOf(pairs) };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** As many resources as are asked for, each like some resource of ours. */
function many(resources: readonly Declared[]): readonly Declared[] {
  return Array.from({ length: RESOURCES }, (_, index) => resources[index % resources.length]).flatMap((one, index) =>
    one === undefined ? [] : { ...one, urn: `urn:pulumi:one::bench::${one.type}::${one.name}-${index}` },
  );
}

function stateOf(resources: readonly Declared[]): object {
  return {
    version: 3,
    deployment: {
      manifest: { time: "2026-01-01T00:00:00Z", magic: "", version: "" },
      resources: resources.map(({ urn, type, properties: inputs, outputs }, index) => ({
        urn,
        type,
        custom: true,
        id: `id-${index}`,
        inputs,
        outputs,
      })),
    },
  };
}

/** Runs a program to its end, however that is. */
function run(program: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve) => {
    execFile(program, args, { cwd: root, maxBuffer: 64 * 1024 * 1024 }, () => resolve());
  });
}
