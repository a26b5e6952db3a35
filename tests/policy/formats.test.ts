import { parseXml } from "@rgrove/parse-xml";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { htmlReport } from "../../cli/policy/formats/html.ts";
import { jsonReport } from "../../cli/policy/formats/json.ts";
import { junitReport } from "../../cli/policy/formats/junit.ts";
import { sarifReport } from "../../cli/policy/formats/sarif.ts";
import { judgeStacks } from "../../cli/policy/run.ts";
import { UNKNOWN } from "../../policy/core/reader.ts";
import { packOf, queues, requireColour, requireNothing, urnOf } from "./small-graph.ts";

const stacks = [queues({ 'bare "<&>"': {}, red: { colour: "red" }, dim: { colour: UNKNOWN }, plain: {} })];
const judge = (hash: string) =>
  judgeStacks({
    stacks,
    packs: [packOf(requireColour, requireNothing)],
    exemptions: [
      {
        rule: "require-colour",
        resource: urnOf("plain"),
        reason: "It is <old>.",
        owner: "platform",
        expires: "2027-01-01",
        hash,
      },
      { rule: "require-taste", resource: urnOf("red"), reason: "r", owner: "o", expires: "2027-01-01", hash },
    ],
    today: "2026-11-23",
  });
const run = judge(judge("").findings.find(({ resource }) => resource.name === "plain")?.hash ?? "");

const text = v.object({ text: v.pipe(v.string(), v.minLength(1)) });
const level = v.picklist(["none", "note", "warning", "error"]);
// The parts of the SARIF 2.1.0 schema (OASIS) that a report of ours uses, strict: another key is an error.
const sarif = v.strictObject({
  $schema: v.string(),
  version: v.literal("2.1.0"),
  runs: v.array(
    v.strictObject({
      tool: v.strictObject({
        driver: v.strictObject({
          name: v.string(),
          rules: v.array(
            v.strictObject({
              id: v.string(),
              shortDescription: text,
              fullDescription: text,
              help: text,
              defaultConfiguration: v.strictObject({ level }),
              properties: v.looseObject({
                tags: v.array(v.string()),
                "security-severity": v.pipe(v.string(), v.regex(/^\d\.\d$/)),
              }),
            }),
          ),
        }),
      }),
      automationDetails: v.strictObject({ id: v.string() }),
      invocations: v.array(
        v.strictObject({
          executionSuccessful: v.boolean(),
          toolConfigurationNotifications: v.array(v.strictObject({ level, message: text })),
        }),
      ),
      columnKind: v.literal("utf16CodeUnits"),
      results: v.array(
        v.strictObject({
          ruleId: v.string(),
          ruleIndex: v.pipe(v.number(), v.integer(), v.minValue(0)),
          kind: v.picklist(["notApplicable", "pass", "fail", "review", "open", "informational"]),
          level,
          message: text,
          locations: v.array(
            v.strictObject({
              physicalLocation: v.strictObject({
                artifactLocation: v.strictObject({ uri: v.literal("Pulumi.yaml") }),
                region: v.strictObject({ startLine: v.number() }),
              }),
              logicalLocations: v.array(
                v.strictObject({ fullyQualifiedName: v.string(), name: v.string(), kind: v.literal("resource") }),
              ),
            }),
          ),
          partialFingerprints: v.record(v.string(), v.string()),
          properties: v.looseObject({ outcome: v.string() }),
          suppressions: v.optional(
            v.array(
              v.strictObject({
                kind: v.picklist(["inSource", "external"]),
                status: v.picklist(["accepted", "underReview", "rejected"]),
                justification: v.string(),
              }),
            ),
          ),
        }),
      ),
    }),
  ),
});

describe("SARIF", () => {
  const [first] = v.parse(sarif, JSON.parse(sarifReport(run))).runs;

  it("has every finding, with the rule that it is of", () => {
    expect(first?.results).toHaveLength(run.findings.length);
    for (const { ruleId, ruleIndex } of first?.results ?? []) {
      expect(first?.tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
    }
  });

  it("tells violations, what could not be evaluated, and what is exempt", () => {
    const ofColour = first?.results.filter(({ ruleId }) => ruleId === "require-colour") ?? [];
    expect(ofColour.map(({ kind, level: grade, suppressions }) => [kind, grade, suppressions?.length])).toEqual([
      ["fail", "error", undefined],
      ["open", "none", undefined],
      ["fail", "error", 1],
    ]);
  });

  it("reports problems of the exemptions as the tool's own", () => {
    expect(first?.invocations[0]).toEqual({
      executionSuccessful: false,
      toolConfigurationNotifications: [
        { level: "error", message: { text: "policy-exemptions.yaml exempts an unknown rule, require-taste." } },
      ],
    });
  });
});

describe("JUnit", () => {
  it("is XML with a case for every judgement, and as many failures as violations", () => {
    const report = junitReport(run);
    const { root } = parseXml(report);
    const suite = root?.children.flatMap((child) => ("attributes" in child ? [child] : [])).at(0);
    expect(suite).toMatchObject({
      name: "testsuite",
      attributes: { name: "one", tests: "8", failures: "1", errors: "5", skipped: "1" },
    });
    expect(report.match(/<testcase /g)).toHaveLength(run.judgements.length + run.problems.length);
    expect(report.match(/<failure /g)).toHaveLength(1);
  });
});

describe("JSON", () => {
  it("has everything that a program may want of a finding", () => {
    const document: unknown = JSON.parse(jsonReport(run));
    expect(document).toMatchObject({ passed: false, judgements: 8, problems: run.problems });
    expect(document).toHaveProperty("findings.0", {
      outcome: "violation",
      level: "mandatory",
      severity: "high",
      pack: "test",
      rule: "require-colour",
      stack: "one",
      urn: urnOf('bare "<&>"'),
      type: "aws:sqs/queue:Queue",
      name: 'bare "<&>"',
      message: "The thing has no colour.",
      remediation: "Set `colour` to a colour.",
      controls: { "pci-dss-4.0.1": ["3.5.1"] },
      hash: run.findings[0]?.hash,
    });
  });
});

describe("HTML", () => {
  const page = htmlReport(run);

  it("escapes what it is told, and needs nothing from elsewhere", () => {
    expect(page).toContain("bare &quot;&lt;&amp;&gt;&quot;");
    expect(page).not.toContain('"<&>"');
    expect(page).not.toMatch(/src=|href=|<script|url\(/);
  });

  it("has a section for every kind of outcome that there is", () => {
    for (const title of ["Violations (1)", "Not evaluated (1)", "Rules that failed (4)", "Exempt (1)"]) {
      expect(page).toContain(title);
    }
  });
});
