import type { Finding, Outcome, PolicyRun } from "../run.ts";

const TITLES: Readonly<Record<Outcome, string>> = {
  violation: "violation",
  failed: "rule failed",
  notEvaluated: "not evaluated",
  advice: "advice",
  exempt: "exempt",
};

const ORDER: readonly Outcome[] = ["violation", "failed", "notEvaluated", "advice", "exempt"];

/** Lines for people: every finding with fault and fix, the gravest last, then what it comes to. */
export function textReport(run: PolicyRun): string {
  const findings = ORDER.toReversed().flatMap((outcome) => run.findings.filter((one) => one.outcome === outcome));
  const lines = [
    ...findings.flatMap(findingLines),
    ...run.remarks.map((remark) => `remark  ${remark}`),
    ...run.problems.map((problem) => `problem  ${problem}`),
    ...run.stacks.map(({ name, resources }) => `${name}  ${resources} resources  ${stackLine(run, name)}`),
    summaryLine(run),
  ];
  return `${lines.join("\n")}\n`;
}

function findingLines(finding: Finding): readonly string[] {
  const { outcome, rule, resource, stack, message, note, exemption, hash } = finding;
  const resourceLine = `  ${stack}  ${resource.type}  ${resource.name}`;
  return [
    `${TITLES[outcome]}  ${rule.severity}  ${rule.name}`,
    resourceLine,
    ...(outcome === "exempt" || outcome === "advice" ? [] : [`  ${resource.urn}`]),
    `  Fault: ${message}`,
    ...(exemption === undefined
      ? []
      : [`  Exempt until ${exemption.expires} (${exemption.owner}): ${exemption.reason}`]),
    ...(note === undefined ? [] : [`  ${note}`]),
    ...(outcome === "violation" || outcome === "advice" ? [`  Fix: ${rule.remediation}`] : []),
    ...(outcome === "violation" && hash !== undefined && note === undefined ? [`  Hash: ${hash}`] : []),
    "",
  ];
}

function stackLine({ findings }: PolicyRun, stack: string): string {
  const own = findings.filter((one) => one.stack === stack);
  const parts = ORDER.flatMap((outcome) => {
    const number = own.filter((one) => one.outcome === outcome).length;
    return number === 0 ? [] : [`${number} ${TITLES[outcome]}`];
  });
  return parts.length === 0 ? "clean" : parts.join(", ");
}

/** "policy: 245 rules, 4120 judgements, 0 violations …: passed" in one line. */
export function summaryLine({ findings, judgements, passed, problems }: PolicyRun): string {
  const count = (outcome: Outcome): number => findings.filter((one) => one.outcome === outcome).length;
  const rules = new Set(judgements.map(({ rule }) => rule.name)).size;
  const parts = [
    `${rules} rules in ${judgements.length} judgements`,
    `violations ${count("violation")}`,
    `not evaluated ${count("notEvaluated")}`,
    `failed ${count("failed")}`,
    `advice ${count("advice")}`,
    `exempt ${count("exempt")}`,
    `problems ${problems.length}`,
  ];
  return `policy: ${passed ? "PASSED" : "FAILED"}; ${parts.join(", ")}`;
}
