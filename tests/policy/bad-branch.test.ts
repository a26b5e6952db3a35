import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { textReport } from "../../cli/policy/formats/text.ts";
import { evaluateGraphs } from "../../cli/policy/graph.ts";
import { judgeStacks } from "../../cli/policy/run.ts";
import { rules as paymentCells } from "../../policy/payment-cells/rules.ts";
import { rules } from "../../policy/rules.ts";

const directory = fileURLToPath(new URL("fixtures/bad-branch", import.meta.url));

describe("a branch that does everything wrong", async () => {
  const zone = { id: "Z0123456789PAYCELLS", name: "pay.example.com" };
  const stacks = await evaluateGraphs(["prod-eu"], zone, directory);
  const packs = [
    { name: "aws-security-rules", rules },
    { name: "payment-cells", rules: paymentCells },
  ];
  const run = judgeStacks({ stacks, packs, exemptions: [], today: "2026-11-23", project: stacks });
  const report = textReport(run);

  it("is stopped", () => {
    expect(run.passed).toBe(false);
    expect(run.findings.filter(({ outcome }) => outcome === "failed" || outcome === "notEvaluated")).toEqual([]);
  });

  it.each([
    ["a public bucket", "BucketPolicy", "statements", "disallow-public-bucket-policy"],
    ["a wildcard role", "RolePolicy", "worker", "disallow-administrator-statement"],
    ["an unencrypted queue", "Queue", "inbox", "require-queue-customer-key"],
    ["a replicated vault", "Table", "vault", "disallow-vault-replication"],
    ["a consumer without a dead-letter queue", "EventSourceMapping", "inbox", "require-consumer-dead-letter-queue"],
  ])("says of %s what is wrong, and how it is mended", (_, type, name, rule) => {
    const found = run.findings.filter((one) => one.rule.name === rule && one.resource.name === name);
    expect(found.map(({ outcome, resource }) => [outcome, resource.type.split(":").at(-1)])).toEqual([
      ["violation", type],
    ]);
    const [finding] = found;
    expect(report).toContain(`  Fault: ${finding?.message}\n  Fix: ${finding?.rule.remediation}`);
  });
});
