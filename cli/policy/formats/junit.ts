import type { Finding, PolicyRun } from "../run.ts";
import { escaped } from "./xml.ts";

/** JUnit's XML, as CI systems read it: a suite a stack, a case for every rule and resource. */
export function junitReport(run: PolicyRun): string {
  const suites = run.stacks.map(({ name }) => suiteOf(run, name));
  const problems = run.problems.map((problem) =>
    caseOf("exemptions", "policy-exemptions.yaml", `<error message="${escaped(problem)}"/>`),
  );
  const count = problems.length;
  const own =
    problems.length === 0
      ? []
      : [
          `  <testsuite name="policy-exemptions.yaml" tests="${count}" errors="${count}" failures="0">`,
          ...problems,
          "  </testsuite>",
        ];
  return ['<?xml version="1.0" encoding="UTF-8"?>', "<testsuites>", ...suites.flat(), ...own, "</testsuites>", ""].join(
    "\n",
  );
}

function suiteOf({ judgements, findings }: PolicyRun, stack: string): readonly string[] {
  const about = new Map<string, Finding[]>();
  for (const finding of findings) {
    if (finding.stack !== stack) continue;
    const key = `${finding.rule.name} ${finding.resource.urn}`;
    about.set(key, [...(about.get(key) ?? []), finding]);
  }
  const own = judgements.filter((judgement) => judgement.stack === stack);
  const cases = own.map(({ rule, resource }) => {
    const said = about.get(`${rule.name} ${resource.urn}`) ?? [];
    return { text: caseOf(rule.name, resource.urn, said.map(elementOf).join("")), said };
  });
  const having = (...outcomes: readonly Finding["outcome"][]): number =>
    cases.filter(({ said }) => said.some(({ outcome }) => outcomes.includes(outcome))).length;
  const counts = [
    `tests="${cases.length}"`,
    `failures="${having("violation")}"`,
    `errors="${having("failed", "notEvaluated")}"`,
    `skipped="${having("exempt")}"`,
  ];
  return [
    `  <testsuite name="${escaped(stack)}" ${counts.join(" ")}>`,
    ...cases.map(({ text }) => text),
    "  </testsuite>",
  ];
}

function caseOf(rule: string, resource: string, inner: string): string {
  const start = `    <testcase classname="${escaped(rule)}" name="${escaped(resource)}"`;
  return inner === "" ? `${start}/>` : `${start}>${inner}</testcase>`;
}

function elementOf({ outcome, message, rule, note, exemption }: Finding): string {
  const text = escaped(`${message}${note === undefined ? "" : ` ${note}`}`);
  const fix = escaped(rule.remediation);
  switch (outcome) {
    case "violation":
      return `<failure type="${rule.severity}" message="${text}">${fix}</failure>`;
    case "failed":
    case "notEvaluated":
      return `<error type="${outcome}" message="${text}"/>`;
    case "exempt":
      return `<skipped message="${escaped(exemption?.reason ?? "")}"/>`;
    case "advice":
      return `<system-out>${text} ${fix}</system-out>`;
  }
}
