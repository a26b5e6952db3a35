import type { Regime, Requirement } from "../../policy/controls/regime.ts";
import type { Rule } from "../../policy/core/rule.ts";
import type { Finding, PolicyRun } from "../policy/run.ts";

/** How a rule stands on a resource; `advice` where it is not met and a good architecture may do without. */
export type Standing = "pass" | "fail" | "advice" | "exempt" | "notEvaluated";

/**
 * How a requirement stands: as its worst resource does; `noResource` where rules look for it and the stacks have
 * nothing to judge, `noRule` where code might show it and no rule does, `notProvable` where it cannot.
 */
export type Status = Standing | "noResource" | "noRule" | "notProvable";

/** What a rule says of one resource. */
export interface ResourceEvidence {
  readonly stack: string;
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  readonly standing: Standing;
  /** What the rule said, where the resource does not simply comply. */
  readonly messages: readonly string[];
  /** Why it is exempt, by whom and until when. */
  readonly exemption?: string;
}

/** What a rule brings to a requirement. */
export interface RuleEvidence {
  readonly rule: string;
  readonly description: string;
  readonly level: Rule["level"];
  readonly resources: readonly ResourceEvidence[];
}

/** A requirement with everything that was found for it. */
export interface RequirementEvidence extends Requirement {
  readonly status: Status;
  readonly rules: readonly RuleEvidence[];
}

/** A regime with its requirements, in the regime's order. */
export interface RegimeEvidence extends Omit<Regime, "requirements"> {
  readonly requirements: readonly RequirementEvidence[];
}

/** What a run of the policy packs shows of each regime's requirements. */
export function evidenceOf(
  regimes: readonly Regime[],
  rules: readonly Rule[],
  run: Pick<PolicyRun, "judgements" | "findings">,
): readonly RegimeEvidence[] {
  const byRule = resourcesByRule(run);
  return regimes.map(({ requirements, ...regime }) => ({
    ...regime,
    requirements: requirements.map((requirement) => {
      const own = rules
        .filter(({ controls }) => controls[regime.framework]?.includes(requirement.id))
        .map((rule) => evidenceOfRule(rule, byRule.get(rule.name) ?? []));
      return { ...requirement, status: statusOf(requirement, own), rules: own };
    }),
  }));
}

function evidenceOfRule({ name, description, level }: Rule, resources: readonly ResourceEvidence[]): RuleEvidence {
  return { rule: name, description, level, resources };
}

function statusOf({ shownBy }: Requirement, rules: readonly RuleEvidence[]): Status {
  const standings = new Set(rules.flatMap(({ resources }) => resources.map(({ standing }) => standing)));
  const worst = WORST_FIRST.find((standing) => standings.has(standing));
  if (worst !== undefined) return worst;
  if (rules.length > 0) return "noResource";
  return shownBy === undefined ? "noRule" : "notProvable";
}

const WORST_FIRST: readonly Standing[] = ["fail", "notEvaluated", "advice", "exempt", "pass"];

function resourcesByRule({ judgements, findings }: Pick<PolicyRun, "judgements" | "findings">) {
  const said = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = `${finding.rule.name} ${finding.resource.urn}`;
    said.set(key, [...(said.get(key) ?? []), finding]);
  }
  const byRule = new Map<string, ResourceEvidence[]>();
  for (const { rule, resource, stack } of judgements) {
    const { urn, type, name } = resource;
    const own = said.get(`${rule.name} ${urn}`) ?? [];
    const exemption = own.find((one) => one.exemption !== undefined)?.exemption;
    const evidence: ResourceEvidence = {
      stack,
      type,
      name,
      urn,
      standing: standingOf(own),
      messages: own.map(({ message }) => message),
      ...(exemption && { exemption: `${exemption.reason} (${exemption.owner}, until ${exemption.expires})` }),
    };
    byRule.set(rule.name, [...(byRule.get(rule.name) ?? []), evidence]);
  }
  return byRule;
}

function standingOf(findings: readonly Finding[]): Standing {
  const standings = findings.map(({ outcome }): Standing => {
    switch (outcome) {
      case "violation":
        return "fail";
      case "advice":
        return "advice";
      case "failed":
      case "notEvaluated":
        return "notEvaluated";
      case "exempt":
        return "exempt";
    }
  });
  return WORST_FIRST.find((standing) => standings.includes(standing)) ?? "pass";
}

/** How many requirements of a regime stand how. */
export function countStatuses({ requirements }: RegimeEvidence): Readonly<Record<Status, number>> {
  const counts: Record<Status, number> = {
    pass: 0,
    fail: 0,
    notEvaluated: 0,
    advice: 0,
    exempt: 0,
    noResource: 0,
    noRule: 0,
    notProvable: 0,
  };
  for (const { status } of requirements) counts[status] += 1;
  return counts;
}
