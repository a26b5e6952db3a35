import type { EnforcementLevel } from "@pulumi/policy";
import { standingOf } from "./exemptions.ts";
import type { Exemption, Standing } from "./exemptions.ts";
import { readHash } from "./hash.ts";
import { judge } from "./judge.ts";
import type { Around, Verdict } from "./judge.ts";
import type { Resource, Rule } from "./rule.ts";
import { rulesByType } from "./run.ts";
import type { Pack } from "./run.ts";
import { enforcementsOf } from "./settings.ts";
import { stackOf } from "./stack.ts";
import type { Declared } from "./stack.ts";
import type { Properties } from "./wire.ts";

/** What is exempt under an engine, and on which day it is asked ("2026-11-23"). */
export interface Exempt {
  readonly exemptions: readonly Exemption[];
  readonly today: string;
}

/** What an engine is told of a resource. */
export interface Said {
  readonly rule: Rule;
  readonly urn: string;
  readonly level: "mandatory" | "advisory";
  readonly message: string;
}

/** How rules are run, by name: a level, and settings. */
export type EngineConfig = Readonly<Record<string, { readonly enforcementLevel: EnforcementLevel }>>;

/** A pack at work inside Pulumi's engine, which shows it one resource after another and then the stack. */
export interface Analyzer {
  /** Throws `SettingsError`. */
  configure(config: EngineConfig): void;
  /** What rules of one resource say, before it is created or changed. */
  ofResource(declared: Declared): readonly Said[];
  /** What rules of a stack say, as it is afterwards. */
  ofStack(resources: readonly Declared[]): readonly Said[];
  /** The rules that are to mend resources of a type before they are judged. */
  mending(type: string): readonly Rule[];
  /** The rules of a resource or of a stack that have no say about any of these types, and are not disabled. */
  silent(scope: "resource" | "stack", types: ReadonlySet<string>): readonly Rule[];
}

/** The rules of a pack that an engine can ask, which shows one stack: those over a whole project are left out. */
export function rulesForEngine({ rules }: Pack): readonly Rule[] {
  return rules.filter(({ scope }) => scope !== "project");
}

/**
 * Runs a pack for an engine. What is not known yet is said to be not evaluated, and a rule that throws to have failed:
 * neither ends the analysis.
 */
export function createAnalyzer(pack: Pack, exempt: Exempt): Analyzer {
  const rules = rulesForEngine(pack);
  const resourceRules = rulesByType(rules.filter(({ scope }) => scope !== "stack"));
  const stackRules = rulesByType(rules.filter(({ scope }) => scope === "stack"));
  // A stack is shown as providers answered it; what the program asked for was shown resource by resource before.
  const asked = new Map<string, Properties>();
  let enforcements = enforcementsOf(pack.rules);
  let config: EngineConfig = {};

  const isOn = ({ name }: Rule): boolean => enforcements.get(name)?.level !== "disabled";
  const judged = (declared: readonly Declared[], byType: ReadonlyMap<string, readonly Rule[]>): readonly Said[] => {
    const stack = stackOf(declared);
    return stack.resources.flatMap((resource, index) => {
      const properties = declared[index]?.properties ?? {};
      return (byType.get(resource.type) ?? []).flatMap((rule) => {
        const { level, settings } = enforcements.get(rule.name) ?? { level: rule.level, settings: {} };
        if (level === "disabled") return [];
        const given = { rule, resource, properties, around: { stack, settings } };
        return judge(rule, resource, given.around).map((verdict) => said(verdict, level, given, exempt));
      });
    });
  };
  return {
    configure(given) {
      enforcements = enforcementsOf(pack.rules, given);
      config = given;
    },
    ofResource(declared) {
      asked.set(declared.urn, declared.properties);
      return judged([declared], resourceRules);
    },
    ofStack: (resources) =>
      judged(
        resources.map((one) => ({ ...one, properties: asked.get(one.urn) ?? one.properties })),
        stackRules,
      ),
    mending: (type) =>
      (resourceRules.get(type) ?? []).filter(({ name }) => config[name]?.enforcementLevel === "remediate"),
    silent: (scope, types) =>
      rules.filter(
        (rule) => (rule.scope ?? "resource") === scope && isOn(rule) && !rule.types.some((type) => types.has(type)),
      ),
  };
}

interface Judged {
  readonly rule: Rule;
  readonly resource: Resource;
  readonly properties: Properties;
  readonly around: Around;
}

function said(verdict: Verdict, level: Said["level"], judged: Judged, exempt: Exempt): Said {
  const { rule, resource } = judged;
  const { urn } = resource;
  const words = (message: string, at = level): Said => ({
    rule,
    urn,
    level: at,
    message: `${rule.description}\n${message}`,
  });
  switch (verdict.kind) {
    // A value that is unknown in a preview is known in the update, where the rule is asked again before it is created.
    case "notEvaluated":
      return words(verdict.message, "advisory");
    case "failed":
      return words(verdict.message);
    case "fault":
    case "malformed": {
      const message = `${verdict.message} ${rule.remediation}`;
      const standing = standingUnder(exempt, judged);
      if (standing === undefined) return words(message);
      if (standing.kind !== "exempt") return words(`${message} ${standing.why}`);
      const { reason, owner, expires } = standing.exemption;
      return words(`Exempt until ${expires} (${owner}): ${reason} ${verdict.message}`, "advisory");
    }
  }
}

function standingUnder({ exemptions, today }: Exempt, judged: Judged): Standing | undefined {
  const { rule, resource, properties, around } = judged;
  const { urn } = resource;
  // The rule is run once more for its hash: only where somebody answers for it.
  if (!exemptions.some((one) => one.rule === rule.name && one.resource === urn)) return undefined;
  return standingOf(exemptions, { rule, urn, hash: readHash(rule, resource, properties, around) }, today);
}
