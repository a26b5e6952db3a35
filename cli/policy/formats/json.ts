import type { PolicyRun } from "../run.ts";

/** One JSON object: stacks, findings with rule and resource, problems, and whether it passed. */
export function jsonReport({ stacks, findings, judgements, problems, remarks, passed }: PolicyRun): string {
  const document = {
    passed,
    stacks,
    judgements: judgements.length,
    findings: findings.map(({ pack, rule, resource, stack, outcome, level, message, hash, exemption, note }) => ({
      outcome,
      level,
      severity: rule.severity,
      pack,
      rule: rule.name,
      stack,
      urn: resource.urn,
      type: resource.type,
      name: resource.name,
      message,
      remediation: rule.remediation,
      controls: rule.controls,
      ...(hash === undefined ? {} : { hash }),
      ...(exemption === undefined ? {} : { exemption }),
      ...(note === undefined ? {} : { note }),
    })),
    problems,
    remarks,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
