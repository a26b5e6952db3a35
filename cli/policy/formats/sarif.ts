import { frameworksOf } from "../../../policy/core/frameworks.ts";
import type { Rule, Severity } from "../../../policy/core/rule.ts";
import type { Finding, PolicyRun } from "../run.ts";

/** The scores by which GitHub tells severities apart. */
const SCORES: Readonly<Record<Severity, string>> = { low: "2.0", medium: "5.0", high: "8.0", critical: "9.5" };

/** SARIF 2.1.0 (OASIS). No graph knows the line that asked for a resource: the place is Pulumi.yaml and the URN. */
export function sarifReport(run: PolicyRun): string {
  const rules = [...new Map(run.findings.map(({ rule }) => [rule.name, rule])).values()];
  const indexOf = new Map(rules.map(({ name }, index) => [name, index]));
  const document = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "payment-cells policy", rules: rules.map(ruleOf) } },
        automationDetails: { id: "policy/" },
        invocations: [invocationOf(run)],
        columnKind: "utf16CodeUnits",
        results: run.findings.map((finding) => resultOf(finding, indexOf.get(finding.rule.name) ?? -1)),
      },
    ],
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function invocationOf({ problems }: PolicyRun) {
  return {
    executionSuccessful: problems.length === 0,
    toolConfigurationNotifications: problems.map((text) => ({ level: "error", message: { text } })),
  };
}

function ruleOf(rule: Rule) {
  const { name, description, reason, remediation, severity, level } = rule;
  return {
    id: name,
    shortDescription: { text: description },
    fullDescription: { text: reason },
    help: { text: remediation },
    defaultConfiguration: { level: level === "mandatory" ? "error" : "note" },
    properties: { "security-severity": SCORES[severity], tags: ["security", ...frameworksOf(rule)] },
  };
}

function resultOf(finding: Finding, ruleIndex: number) {
  const { rule, resource, stack, message, outcome, note, exemption, hash } = finding;
  const fix = outcome === "violation" || outcome === "advice" ? ` ${rule.remediation}` : "";
  const text = `${resource.name} of ${stack}: ${message}${note === undefined ? "" : ` ${note}`}${fix}`;
  return {
    ruleId: rule.name,
    ruleIndex,
    kind: outcome === "notEvaluated" ? "open" : "fail",
    level: levelOf(finding),
    message: { text },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: "Pulumi.yaml" }, region: { startLine: 1 } },
        logicalLocations: [{ fullyQualifiedName: resource.urn, name: resource.name, kind: "resource" }],
      },
    ],
    partialFingerprints: { "ruleAndResource/v1": `${rule.name}:${resource.urn}` },
    properties: { outcome, ...(hash === undefined ? {} : { hash }) },
    ...(exemption === undefined
      ? {}
      : {
          suppressions: [
            {
              kind: "external",
              status: "accepted",
              justification: `${exemption.reason} (${exemption.owner}, until ${exemption.expires})`,
            },
          ],
        }),
  };
}

/** SARIF 2.1.0, 3.27.10: a result of another kind than "fail" has the level "none". */
function levelOf({ outcome }: Finding): "error" | "note" | "none" {
  if (outcome === "notEvaluated") return "none";
  return outcome === "advice" ? "note" : "error";
}
