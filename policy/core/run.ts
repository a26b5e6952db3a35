import { judge, judges } from "./judge.ts";
import type { Settings, Verdict } from "./judge.ts";
import type { Project, Resource, Rule } from "./rule.ts";
import type { Enforcement } from "./settings.ts";
import type { JudgedStack } from "./stack.ts";

/** Rules that are run together. */
export interface Pack {
  readonly name: string;
  readonly rules: readonly Rule[];
}

/** What a rule said of a resource; it complies where there is no verdict. */
export interface Judgement {
  readonly pack: string;
  readonly rule: Rule;
  readonly level: "mandatory" | "advisory";
  readonly settings: Settings;
  readonly resource: Resource;
  readonly verdicts: readonly Verdict[];
}

/**
 * Runs every rule of a pack that is not disabled on every resource of a stack that it has a say about. Rules over a
 * whole project are run where the project is given.
 */
export function runPack(
  { name, rules }: Pack,
  enforcements: ReadonlyMap<string, Enforcement>,
  stack: JudgedStack,
  project?: Project,
): readonly Judgement[] {
  const judgements: Judgement[] = [];
  const applicable = rules.filter(({ scope }) => scope !== "project" || project !== undefined);
  const byType = rulesByType(applicable);
  for (const resource of stack.resources) {
    for (const rule of byType.get(resource.type) ?? []) {
      const { level, settings } = enforcements.get(rule.name) ?? { level: rule.level, settings: {} };
      if (level === "disabled") continue;
      const verdicts = judge(rule, resource, { stack, settings, project });
      judgements.push({ pack: name, rule, level, settings, resource, verdicts });
    }
  }
  return judgements;
}

/** The rules that have a say about each type. */
export function rulesByType(rules: readonly Rule[]): ReadonlyMap<string, readonly Rule[]> {
  const types = new Set(rules.flatMap((rule) => rule.types));
  return new Map([...types].map((type) => [type, rules.filter((rule) => judges(rule, type))]));
}
