import { Malformed, NotKnown } from "./reader.ts";
import type { Project, Resource, Rule, Stack } from "./rule.ts";

/** What a rule says of a resource where it does not simply comply. */
export type Verdict =
  | { readonly kind: "fault"; readonly message: string }
  /** A property has a form that its type does not allow. */
  | { readonly kind: "malformed"; readonly message: string }
  /** A property was not known yet: `path` tells which. */
  | { readonly kind: "notEvaluated"; readonly path: string; readonly message: string }
  /** The rule itself is at fault. */
  | { readonly kind: "failed"; readonly message: string };

/** The settings of a rule, parsed. */
export type Settings = Readonly<Record<string, unknown>>;

/** A rule's own defaults. */
export function defaultsOf(rule: Rule): Settings {
  return Object.fromEntries(Object.entries(rule.settings).map(([name, setting]) => [name, setting.default]));
}

/** Whether a rule has a say about resources of this type. */
export function judges(rule: Rule, type: string): boolean {
  return rule.types.includes(type);
}

/** What a resource is judged among. */
export interface Around {
  readonly stack: Stack;
  readonly settings: Settings;
  readonly project?: Project | undefined;
}

/** Judges one resource by one rule. Never throws: what goes wrong is a verdict of its own. */
export function judge(rule: Rule, resource: Resource, around: Around): readonly Verdict[] {
  try {
    const { settings } = around;
    const stack = rule.scope === undefined || rule.scope === "resource" ? noStack(rule) : around.stack;
    const project = (rule.scope === "project" ? around.project : undefined) ?? noProject(rule);
    const faults = rule.judge({ resource, read: resource.read, stack, project, settings });
    return faults.map((message) => ({ kind: "fault", message }));
  } catch (thrown) {
    return [verdictOn(rule, thrown)];
  }
}

/** What was thrown, as a verdict. */
function verdictOn(rule: Rule, thrown: unknown): Verdict {
  if (thrown instanceof NotKnown) {
    return { kind: "notEvaluated", path: thrown.path, message: `Not evaluated: ${thrown.message}` };
  }
  if (thrown instanceof Malformed) return { kind: "malformed", message: thrown.message };
  const why = thrown instanceof Error ? thrown.message : String(thrown);
  return { kind: "failed", message: `The rule ${rule.name} failed: ${why}` };
}

/** A rule that says it looks at one resource is held to it: an engine may give it no more. */
function noStack({ name }: Rule): Stack {
  const refuse = (): never => {
    throw new Error(`${name} looks at other resources and does not say \`scope: "stack"\`.`);
  };
  return { ofType: refuse, referringTo: refuse, referredBy: refuse, accounts: refuse };
}

function noProject({ name }: Rule): Project {
  return {
    get stacks(): never {
      throw new Error(`${name} looks at other stacks, and was not given them.`);
    },
  };
}
