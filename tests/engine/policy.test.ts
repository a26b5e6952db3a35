import { writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as v from "valibot";
import { judgeStacks } from "../../cli/policy/run.ts";
import { readStateFile } from "../../cli/policy/state-file.ts";
import { rules as paymentCells } from "../../policy/payment-cells/rules.ts";
import { rules } from "../../policy/rules.ts";
import { engineUnderTest, hasPulumi, smallProject } from "./pulumi.ts";
import type { EngineUnderTest } from "./pulumi.ts";

const stack = ["--stack", "one"] as const;
const minutes = 60_000;
const packs = [
  { name: "aws-security-rules", folder: "policy", rules },
  { name: "payment-cells", folder: "policy/payment-cells", rules: [...rules, ...paymentCells] },
];
const event = v.object({
  policyEvent: v.optional(
    v.object({ policyName: v.string(), resourceUrn: v.string(), enforcementLevel: v.string(), message: v.string() }),
  ),
});

describe.skipIf(!hasPulumi)("the packs inside the real engine (skipped without `pulumi` on the PATH)", () => {
  let engine: EngineUnderTest;

  beforeAll(async () => {
    engine = await engineUnderTest(smallProject("shelf"));
    await engine.must("up", "--yes", ...stack);
  }, 2 * minutes);

  afterAll(async () => {
    await engine.close();
  });

  it.each(packs)("$name says of a deployed stack what our own runner says", { timeout: 2 * minutes }, async (pack) => {
    const folder = fileURLToPath(new URL(`../../${pack.folder}`, import.meta.url));
    const { output } = await engine.pulumi("policy", "analyze", ...stack, "--json", "--policy-pack", folder);
    const events = output.split("\n").filter((line) => line.startsWith("{"));
    const said = events
      .flatMap((line) => v.parse(event, JSON.parse(line)).policyEvent ?? [])
      .map(({ policyName, resourceUrn, enforcementLevel }) => `${enforcementLevel} ${policyName} ${resourceUrn}`);
    const file = path.join(engine.directory, "state.json");
    writeFileSync(file, await engine.must("stack", "export", ...stack));
    const run = judgeStacks({ stacks: [readStateFile(file)], packs: [pack], exemptions: [], today: "2026-11-23" });
    const ours = run.findings.map(({ level, rule, resource }) => `${level} ${rule.name} ${resource.urn}`);
    expect(events.at(-1)).toContain("summaryEvent");
    expect(said.toSorted()).toEqual(ours.toSorted());
    expect(said.join("\n")).toContain("require-queue-customer-key");
  });

  it("stops a preview, with fault and fix", { timeout: 2 * minutes }, async () => {
    const folder = fileURLToPath(new URL("../../policy", import.meta.url));
    const { code, output } = await engine.pulumi("preview", ...stack, "--policy-pack", folder);
    expect(code).not.toBe(0);
    expect(output).toContain("The queue is not encrypted with a customer managed key.");
    expect(output).toContain("Set `kmsMasterKeyId` to the ARN or id of a customer managed KMS key.");
  });

  it("is configured rule by rule, and mends where it is told to", { timeout: 2 * minutes }, async () => {
    const folder = fileURLToPath(new URL("../../policy", import.meta.url));
    const config = path.join(engine.directory, "levels.json");
    writeFileSync(config, JSON.stringify({ all: "disabled", "require-table-deletion-protection": "remediate" }));
    const packs = ["--policy-pack", folder, "--policy-pack-config", config];
    const { code, output } = await engine.pulumi("preview", "--diff", ...stack, ...packs);
    expect([code, output]).toEqual([0, expect.stringContaining("deletionProtectionEnabled: false => true")]);
    expect(output).not.toContain("customer managed KMS key");
  });
});
