import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { DynamoDBClient, UpdateTableCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parsePain001 } from "../../functions/payments-api/iso20022/pain001.ts";
import { createAws } from "../../cli/aws.ts";
import { processContext } from "../../cli/context.ts";
import { addTenants, getTokens, openAccounts } from "../../cli/demo/actors.ts";
import { payAll } from "../../cli/demo/pay-all.ts";
import { planPayments } from "../../cli/demo/payments.ts";
import { untilSettled } from "../../cli/demo/settling.ts";
import { readDeployment } from "../../cli/deployment.ts";
import { createDirectory } from "../../cli/directory.ts";
import { createEdgeClient } from "../../cli/edge-client.ts";
import { untilReady } from "../../cli/readiness.ts";
import { engineUnderTest, hasPulumi, ownProject } from "./pulumi.ts";
import type { EngineUnderTest } from "./pulumi.ts";

const minutes = 60_000;
const stacks = ["prod-global", "prod-eu", "prod-us"] as const;

// Each claim stands on those before it: one platform is deployed, changed and taken down.
describe.skipIf(!hasPulumi)("the program, deployed by the real engine (skipped without `pulumi` on the PATH)", () => {
  let engine: EngineUnderTest;

  beforeAll(async () => {
    engine = await engineUnderTest(ownProject());
  });

  afterAll(async () => {
    await engine.close();
  });

  it.each(stacks)("goes up: %s", { timeout: 3 * minutes }, async (stack) => {
    const started = performance.now();
    const summary = engine.summaryOf(await engine.must("up", "--yes", "--stack", stack));
    expect(summary).toEqual([expect.stringMatching(/^\+ \d+ created$/)]);
    expect(performance.now() - started).toBeLessThan(minutes);
  });

  it("a cell that has joined builds its views of what was there before", { timeout: minutes }, async () => {
    const env = { ...process.env, AWS_ENDPOINT_URL: engine.awsUrl };
    await promisify(execFile)(process.execPath, ["cli/bin.mjs", "views", "rebuild", "--cell", "us"], { env });
  });

  it("takes payments through the edge, and no money is made or lost", { timeout: 3 * minutes }, async () => {
    const { edgeUrl, awsUrl } = engine;
    const deployment = readDeployment();
    const context = { ...processContext(), err: () => undefined };
    const aws = createAws(awsUrl);
    const edge = createEdgeClient(edgeUrl, context.clock, context.random);
    const directory = createDirectory(aws, deployment, context.clock);
    const clients = await addTenants(directory);
    const tokens = await getTokens(directory, clients);
    await untilReady(aws, deployment, [...clients.marketplace, ...clients.platform], context.clock);
    const actors = await openAccounts(deployment, edge, tokens, { amount: 100_000_000n, currency: "EUR" });
    const file = parsePain001(await readFile("examples/marketplace-payouts-25.xml", "utf8"));
    if (!file.ok) throw new Error(file.refusal.message);
    const payments = planPayments([file.value], actors.debtors, actors.payees, "engine");
    const outcomes = await payAll(payments, { edge, tokenOf: tokens.marketplace, concurrency: 4 }, context);
    const settled = await untilSettled(aws, deployment, context);
    aws.close();
    expect(outcomes).toHaveLength(50);
    expect(settled.conserved).toBe(true);
    expect(settled.findings.flatMap(({ breaches }) => breaches)).toEqual([]);
  });

  it.each(stacks)("a second time, nothing changes: %s", { timeout: 2 * minutes }, async (stack) => {
    const summary = engine.summaryOf(await engine.must("up", "--yes", "--stack", stack));
    expect(summary).toEqual([expect.stringMatching(/^\d+ unchanged$/)]);
  });

  it.each(stacks)("a refresh finds everything as it was left: %s", { timeout: 2 * minutes }, async (stack) => {
    const said = await engine.must("refresh", "--yes", "--stack", stack);
    // The founder's table learns of the joiner's replica, as on AWS; the program does not look at it.
    const changed = stack === "prod-eu" ? ["aws:dynamodb:Table eu-ledger"] : [];
    const lines = said.split("\n").filter((line) => line.includes("[diff:"));
    expect([...new Set(lines.map((line) => /(aws:\S+ \S+) /.exec(line)?.[1]))]).toEqual(changed);
    expect(engine.summaryOf(await engine.must("preview", "--stack", stack))).toEqual([
      expect.stringMatching(/^\d+ unchanged$/),
    ]);
  });

  it("drift made behind its back is found, shown and taken back", { timeout: 3 * minutes }, async () => {
    const credentials = { accessKeyId: "local", secretAccessKey: "local" };
    const client = new DynamoDBClient({ endpoint: engine.awsUrl, region: "eu-west-1", credentials });
    const { ledgerTable } = readDeployment();
    await client.send(new UpdateTableCommand({ TableName: ledgerTable, DeletionProtectionEnabled: false }));
    const preview = await engine.must("preview", "--refresh", "--diff", "--stack", "prod-eu");
    expect(preview).toMatch(/~ deletionProtectionEnabled: false => true/);
    expect(engine.summaryOf(preview)).toContain("~ 1 to update");
    expect(engine.summaryOf(await engine.must("up", "--refresh", "--yes", "--stack", "prod-eu"))).toContain(
      "~ 1 updated",
    );
    client.destroy();
  });

  it("what is protected is not taken down", { timeout: 2 * minutes }, async () => {
    const { code, output } = await engine.pulumi("destroy", "--yes", "--stack", "prod-us");
    expect(code).not.toBe(0);
    expect(output).toMatch(/cannot be deleted\s+because it is protected/);
  });

  it("without protection it comes down in reverse, and nothing is left", { timeout: 10 * minutes }, async () => {
    for (const stack of stacks) {
      await engine.configure(stack, { "payment-cells:protect": "false" });
      await engine.must("up", "--yes", "--stack", stack);
    }
    for (const stack of stacks.toReversed()) await engine.must("destroy", "--yes", "--stack", stack);
    expect(engine.cloud.status().stacks).toEqual({});
    expect(engine.cloud.status().functions).toEqual({});
    expect(engine.faults).toEqual([]);
  });
});
