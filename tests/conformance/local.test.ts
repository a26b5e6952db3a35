import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect, type Endpoint } from "./endpoint.ts";
import { judgeResults } from "./judge.ts";
import { runSuite } from "./run.ts";
import { suites } from "./tables/index.ts";
import { localTarget } from "./targets/local.ts";
import type { Running } from "./targets/target.ts";

const faults: string[] = [];
let running: Running;
let endpoint: Endpoint;

beforeAll(async () => {
  const started = await localTarget.start((line) => faults.push(line));
  if ("unavailable" in started) throw new Error(started.unavailable);
  running = started;
  endpoint = connect(started.place, started.stagehands);
});

afterAll(async () => {
  endpoint.close();
  await running.stop();
  expect(faults).toEqual([]);
});

describe("the local cloud answers as AWS's documents say", () => {
  it.concurrent.each(suites)("$service: $topic", async (suite) => {
    const { differing, gone } = judgeResults("local", await runSuite(endpoint, suite), true);
    const unexplained = differing.filter(({ why }) => why === undefined);
    expect(unexplained.map(({ result }) => [result.case, ...result.differences, ...result.words])).toEqual([]);
    expect(gone.map((one) => one.case)).toEqual([]);
  });
});
