import { GetQueueUrlCommand, SetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { engineUnderTest, hasPulumi, smallProject } from "./pulumi.ts";
import type { EngineUnderTest } from "./pulumi.ts";

const stack = ["--stack", "one"] as const;

// Each claim stands on those before it: one small stack is led through its life.
describe.skipIf(!hasPulumi)("a stack's life under the real engine (skipped without `pulumi` on the PATH)", () => {
  let engine: EngineUnderTest;
  const up = async (): Promise<readonly string[]> => engine.summaryOf(await engine.must("up", "--yes", ...stack));
  const preview = (): Promise<string> => engine.must("preview", "--diff", ...stack);
  const output = async (name: string): Promise<string> => (await engine.must("stack", "output", name, ...stack)).trim();
  const configure = (values: Readonly<Record<string, string | undefined>>): Promise<void> =>
    engine.configure("one", values);

  beforeAll(async () => {
    engine = await engineUnderTest(smallProject("shelf"));
  });

  afterAll(async () => {
    await engine.close();
  });

  it("refuses what AWS would, before anything is made", async () => {
    await configure({ visibility: "50000" });
    const { code, output: said } = await engine.pulumi("up", "--yes", ...stack);
    expect(code).not.toBe(0);
    expect(said).toContain("visibilityTimeoutSeconds");
    expect(said).toContain("expected it to be in the range (0 - 43200), got 50000");
    await configure({ visibility: undefined });
  });

  it("fails half-way, keeps what was made, and goes on from there", { timeout: 60_000 }, async () => {
    await configure({ policyArn: "arn:aws:iam::111122223333:policy/nowhere" });
    const { code, output: said } = await engine.pulumi("up", "--yes", ...stack);
    expect(code).not.toBe(0);
    expect(said).toContain("NoSuchEntity");
    const made = engine.cloud.status().resources.modelled;
    expect(made).toBeGreaterThan(0);
    await configure({ policyArn: undefined });
    const summary = await up();
    expect(summary).toContain("+ 2 created");
    expect(engine.cloud.status().resources.modelled).toBe(made + 2);
    expect(await up()).toEqual([expect.stringMatching(/^\d+ unchanged$/)]);
  });

  it("shows a changed property as exactly that, and changes it in place", { timeout: 60_000 }, async () => {
    const before = await output("inbox");
    await configure({ visibility: "45", tag: "two" });
    const shown = await preview();
    expect(shown).toContain('~ shelf: "one" => "two"');
    expect(shown).toContain("~ visibilityTimeoutSeconds: 30 => 45");
    expect(engine.summaryOf(shown)).toContain("~ 1 to update");
    expect(await up()).toContain("~ 1 updated");
    expect(await output("inbox")).toBe(before);
  });

  it("replaces a thing with a made-up name by a second one beside it", { timeout: 60_000 }, async () => {
    const before = await output("inbox");
    await configure({ fifo: "true" });
    const shown = await preview();
    expect(shown).toMatch(/\+-\s?aws:sqs\/queue:Queue: \(replace\)/);
    expect(await up()).toContain("+-1 replaced");
    expect(await output("inbox")).not.toBe(before);
  });

  it("replaces a thing with a given name by deleting it first", { timeout: 60_000 }, async () => {
    await configure({ hashKey: "id" });
    const shown = await preview();
    expect(shown).toMatch(/~ hashKey\s*: "pk" => "id"/);
    expect(await up()).toContain("+-1 replaced");
  });

  it("keeps a thing that the program renames with an alias", { timeout: 60_000 }, async () => {
    await configure({ tableResource: "purchases" });
    expect(await up()).toEqual([expect.stringMatching(/^\d+ unchanged$/)]);
    await configure({ tableResource: undefined });
    await up();
  });

  it("makes a second thing of one that is renamed without an alias, where its name is free", async () => {
    await configure({ tableResource: "purchases", alias: "false" });
    const { code, output: said } = await engine.pulumi("up", "--yes", ...stack);
    expect(code).not.toBe(0);
    expect(said).toContain("ResourceInUseException: Table already exists: orders");
    await configure({ tableResource: undefined, alias: undefined });
    await up();
  });

  it("finds drift, and takes it back", { timeout: 60_000 }, async () => {
    const credentials = { accessKeyId: "local", secretAccessKey: "local" };
    const client = new SQSClient({ endpoint: engine.awsUrl, region: "eu-west-1", credentials });
    const QueueName = (await output("last")).split("/").at(-1) ?? "";
    const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName }));
    await client.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { DelaySeconds: "7" } }));
    client.destroy();
    expect(await preview()).not.toContain("delaySeconds");
    const shown = await engine.must("preview", "--refresh", "--diff", ...stack);
    expect(shown).toContain("delaySeconds");
    expect(engine.summaryOf(shown)).toContain("~ 1 to update");
    expect(engine.summaryOf(await engine.must("up", "--refresh", "--yes", ...stack))).toContain("~ 1 updated");
    expect(await up()).toEqual([expect.stringMatching(/^\d+ unchanged$/)]);
  });

  it("imports what is there, by its id", { timeout: 60_000 }, async () => {
    const urn = "urn:pulumi:one::shelf::aws:dynamodb/table:Table::orders";
    await engine.must("state", "delete", urn, "--yes", ...stack);
    const options = ["--yes", "--protect=false", "--generate-code=false", ...stack];
    const said = await engine.must("import", "aws:dynamodb/table:Table", "orders", "orders", ...options);
    expect(said).toMatch(/imported/);
    expect(await up()).toContainEqual(expect.stringMatching(/^\d+ unchanged$/));
  });

  it("lets one update at a time change a stack", { timeout: 60_000 }, async () => {
    await configure({ many: "10" });
    const both = await Promise.all([engine.pulumi("up", "--yes", ...stack), engine.pulumi("up", "--yes", ...stack)]);
    expect(both.filter(({ code }) => code === 0)).toHaveLength(1);
    expect(both.find(({ code }) => code !== 0)?.output).toContain("the stack is currently locked");
    expect(await up()).toEqual([expect.stringMatching(/^\d+ unchanged$/)]);
  });

  it("goes on after its provider was killed in the middle of an update", { timeout: 120_000 }, async () => {
    await configure({ many: "60" });
    const before = engine.cloud.status().resources.modelled;
    const cut = engine.pulumi("up", "--yes", "--parallel", "2", ...stack);
    while (engine.cloud.status().resources.modelled < before + 10) await new Promise((next) => setTimeout(next, 5));
    const [pid] = engine.engine?.pids() ?? [];
    process.kill(pid ?? 0, "SIGKILL");
    const { code } = await cut;
    expect(code).not.toBe(0);
    // A queue that was made while the reply was lost is nobody's, as on AWS; every other one is in the state.
    await engine.must("refresh", "--yes", "--clear-pending-creates", ...stack);
    await up();
    expect(await up()).toEqual([expect.stringMatching(/^\d+ unchanged$/)]);
    await configure({ many: undefined });
    await up();
  });

  it("is protected by its program, then by AWS, then comes down whole", { timeout: 120_000 }, async () => {
    await configure({ protect: "true", deletionProtection: "true" });
    await up();
    const byPulumi = await engine.pulumi("destroy", "--yes", ...stack);
    expect(byPulumi.code).not.toBe(0);
    expect(byPulumi.output).toMatch(/protected/);
    await configure({ protect: undefined });
    await up();
    const byAws = await engine.pulumi("destroy", "--yes", ...stack);
    expect(byAws.code).not.toBe(0);
    expect(byAws.output).toContain("deletion protection");
    await configure({ deletionProtection: undefined });
    await up();
    await engine.must("destroy", "--yes", ...stack);
    expect(await engine.must("stack", "export", ...stack)).not.toContain("aws:sqs");
  });
});
