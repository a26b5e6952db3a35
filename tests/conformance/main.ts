import { parseArguments, usage, wants, type Asked } from "./arguments.ts";
import { connect, type Place } from "./endpoint.ts";
import { judgeResults, type Verdict } from "./judge.ts";
import { programsText, runPrograms } from "./random-programs.ts";
import { verdictJson, verdictText } from "./report.ts";
import { runSuite, type Result } from "./run.ts";
import { suites } from "./tables/index.ts";
import { dynamodbLocalTarget, ministackTarget } from "./targets/judges.ts";
import { localTarget } from "./targets/local.ts";
import type { Running, Target } from "./targets/target.ts";

const targets: readonly Target[] = [localTarget, dynamodbLocalTarget, ministackTarget];
const seeds = [1, 2, 3] as const;

// What was started in the background ends with this process.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));
process.exitCode = await main(process.argv.slice(2));

async function main(argv: readonly string[]): Promise<number> {
  const asked = parseArguments(argv, process.env);
  if (typeof asked === "string") {
    console.error(`conformance: ${asked}`);
    return 2;
  }
  if (asked.help) {
    console.log(usage(targets));
    return 0;
  }
  const unknown = asked.targets?.find((name) => !targets.some((target) => target.name === name));
  if (unknown !== undefined) {
    console.error(
      `conformance: there is no target "${unknown}"; there are ${targets.map(({ name }) => name).join(", ")}`,
    );
    return 2;
  }
  if (asked.endpoint !== undefined) {
    const verdict = await examine(asked, "endpoint", { place: asked.endpoint, stop: () => Promise.resolve() });
    return verdict.differing.length === 0 ? 0 : 1;
  }
  return runTargets(asked);
}

/** Runs every target that is there, then random programs where both sides of them are. */
async function runTargets(asked: Asked): Promise<number> {
  const running = new Map<string, Running>();
  let isSound = true;
  try {
    for (const target of targets) {
      if (asked.targets !== undefined && !asked.targets.includes(target.name)) continue;
      const started = await target.start((line) => console.error(`conformance: ${line}`));
      if ("unavailable" in started) {
        print(
          asked,
          { target: target.name, skipped: started.unavailable },
          `${target.name}: skipped, ${started.unavailable}\n`,
        );
        continue;
      }
      running.set(target.name, started);
      const verdict = await examine(asked, target.name, started);
      const unexplained = verdict.differing.some(({ why }) => why === undefined);
      if (verdict.gone.length > 0 || (target === localTarget && unexplained)) isSound = false;
    }
    const subject = running.get(localTarget.name)?.place;
    const oracle = running.get(dynamodbLocalTarget.name)?.place;
    if (subject !== undefined && oracle !== undefined && wants(asked, "dynamodb")) {
      isSound = (await comparePrograms(asked, oracle, subject)) && isSound;
    }
  } finally {
    for (const { stop } of running.values()) await stop();
  }
  return isSound ? 0 : 1;
}

async function examine(asked: Asked, name: string, { place, services, stagehands }: Running): Promise<Verdict> {
  const started = performance.now();
  const endpoint = connect(place, stagehands);
  const results: Result[] = [];
  for (const suite of suites) {
    const isSpoken = services === undefined || services.includes(suite.service);
    if (isSpoken && wants(asked, suite.service)) results.push(...(await runSuite(endpoint, suite)));
  }
  endpoint.close();
  const verdict = judgeResults(name, results, name === localTarget.name);
  const seconds = (performance.now() - started) / 1000;
  print(asked, verdictJson(verdict, seconds), verdictText(verdict, seconds));
  return verdict;
}

async function comparePrograms(asked: Asked, oracle: Place, subject: Place): Promise<boolean> {
  if (asked.programs === 0) return true;
  if (!asked.json) console.log("random programs, the local DynamoDB beside AWS's DynamoDB Local");
  let isSame = true;
  for (const seed of asked.seed === undefined ? seeds : [asked.seed]) {
    const report = await runPrograms({ oracle, subject }, { seed, programs: asked.programs });
    print(asked, report, programsText(report));
    if (report.counterexample !== undefined) isSame = false;
  }
  return isSame;
}

function print({ json }: Asked, forPrograms: object, forPeople: string): void {
  console.log(json ? JSON.stringify(forPrograms) : forPeople);
}
