import { UnknownValueError } from "@pulumi/policy";
import type {
  Policies,
  Policy,
  PolicyResource,
  ReportViolation,
  ResourceValidationArgs,
  StackValidationArgs,
} from "@pulumi/policy";
import { standingOf } from "./exemptions.ts";
import type { Exemption } from "./exemptions.ts";
import { frameworksOf } from "./frameworks.ts";
import { readHash } from "./hash.ts";
import { judge } from "./judge.ts";
import type { Around, Verdict } from "./judge.ts";
import { UNKNOWN } from "./reader.ts";
import type { Resource, Rule } from "./rule.ts";
import type { Pack } from "./run.ts";
import { settingsOf } from "./settings.ts";
import { stackOf } from "./stack.ts";
import type { Declared, JudgedStack } from "./stack.ts";

/** What is exempt under an engine, and on which day it is asked ("2026-11-23"). */
export interface Exempt {
  readonly exemptions: readonly Exemption[];
  readonly today: string;
}

type Properties = Readonly<Record<string, unknown>>;

/** What the policies of one pack share: a resource is read once for all of them. */
interface Session extends Exempt {
  readonly inputs: Inputs;
}

/**
 * The rules of a pack as policies of Pulumi's engine. What is not known yet is reported as not evaluated, and a rule
 * that throws as failed: neither ends the analysis. Rules over a whole project are left out, since an engine shows one
 * stack.
 */
export function policiesOf({ rules }: Pack, exempt: Exempt): Policies {
  const session: Session = { ...exempt, inputs: createInputs() };
  return rules
    .filter(({ scope }) => scope !== "project")
    .map((rule) => (rule.scope === "stack" ? stackPolicy(rule, session) : resourcePolicy(rule, session)));
}

function aboutOf(rule: Rule): Policy {
  return {
    name: rule.name,
    description: rule.description,
    enforcementLevel: rule.level,
    severity: rule.severity,
    remediationSteps: rule.remediation,
    tags: frameworksOf(rule),
    ...frameworkOf(rule),
    ...(Object.keys(rule.settings).length === 0 ? {} : { configSchema: schemaOf(rule) }),
  };
}

/** A policy of the engine names one framework: the one that comes first; the tags name all. */
function frameworkOf(rule: Rule): Pick<Policy, "framework"> {
  const [first] = Object.entries(rule.controls);
  if (first === undefined) return {};
  const [name, ids] = first;
  return { framework: { name, version: "", reference: (ids ?? []).join(", "), specification: rule.reason } };
}

function schemaOf({ settings }: Rule): NonNullable<Policy["configSchema"]> {
  return {
    properties: Object.fromEntries(
      Object.entries(settings).map(([name, { type, items, description, default: value }]) => [
        name,
        { type, description, default: value, ...(items === undefined ? {} : { items }) },
      ]),
    ),
  };
}

function resourcePolicy(rule: Rule, session: Session): Policies[number] {
  const validateResource = (args: ResourceValidationArgs, report: ReportViolation): void => {
    // Rules over the stack need what the program asked for: every rule of several types keeps what it is shown.
    const declared = session.inputs.of(rule.name, args);
    if (!rule.types.includes(args.type)) return;
    const stack = stackOf([declared]);
    tell(rule, stack.resources, { stack, settings: args.getConfig() }, session, report);
  };
  return {
    ...aboutOf(rule),
    validateResource: forOneType(rule, validateResource),
    ...(rule.remediate === undefined ? {} : { remediateResource: remediation(rule, rule.remediate) }),
  };
}

/**
 * A stack's policy is shown what providers answered; what the program asked for was seen resource by resource before.
 */
function stackPolicy(rule: Rule, session: Session): Policies[number] {
  const { inputs } = session;
  return {
    ...aboutOf(rule),
    validateStack: forOneType(rule, (args: StackValidationArgs, report: ReportViolation): void => {
      const stack = inputs.stackOf(args.resources);
      const judged = stack.resources.filter(({ type }) => rule.types.includes(type));
      tell(rule, judged, { stack, settings: args.getConfig() }, session, report);
    }),
  };
}

/** Lets the engine's SDK pass over resources of other types before it reads them. */
function forOneType<Validate extends object>({ types }: Rule, validate: Validate): Validate {
  return types.length === 1 ? Object.assign(validate, { __pulumiType: types[0] }) : validate;
}

function tell(
  rule: Rule,
  resources: readonly Resource[],
  given: { readonly stack: JudgedStack; readonly settings: object },
  session: Session,
  report: ReportViolation,
): void {
  const say = sayer(rule, report);
  try {
    const around = { stack: given.stack, settings: settingsOf(rule, { ...given.settings }) };
    for (const resource of resources) {
      const verdicts = judge(rule, resource, around);
      for (const verdict of verdicts) tellOne(rule, resource, verdict, around, session, say);
    }
  } catch (thrown) {
    say(thrown instanceof Error ? thrown.message : String(thrown));
  }
}

type Say = (message: string, urn?: string, level?: "advisory") => void;

function tellOne(
  rule: Rule,
  resource: Resource,
  verdict: Verdict,
  around: Around,
  { inputs, exemptions, today }: Session,
  say: Say,
): void {
  const { urn } = resource;
  switch (verdict.kind) {
    // A value that is unknown in a preview is known in the update, where the rule is asked again before it is created.
    case "notEvaluated":
      return say(verdict.message, urn, "advisory");
    case "failed":
      return say(verdict.message, urn);
    case "fault":
    case "malformed": {
      const exempted = exemptions.some((one) => one.rule === rule.name && one.resource === urn);
      if (!exempted) return say(`${verdict.message} ${rule.remediation}`, urn);
      const hash = readHash(rule, resource, inputs.propertiesOf(urn), around);
      const standing = standingOf(exemptions, { rule, urn, hash }, today);
      if (standing?.kind !== "exempt") return say(`${verdict.message} ${rule.remediation} ${standing?.why ?? ""}`, urn);
      const { reason, owner, expires } = standing.exemption;
      return say(`Exempt until ${expires} (${owner}): ${reason} ${verdict.message}`, urn, "advisory");
    }
  }
}

/** The SDK also takes an object in place of the message, by which one violation is given another level. */
function sayer({ name, description, severity }: Rule, report: ReportViolation): Say {
  return (message, urn, level) => {
    const text = `${description}\n${message}`;
    const violation = { name, description, severity, message: text, urn, ...(level && { enforcementLevel: level }) };
    // `makeReportViolationFun` of the SDK reads these keys; its declared type knows text alone.
    (report as unknown as (given: typeof violation) => void)(violation);
  };
}

function remediation(rule: Rule, remediate: NonNullable<Rule["remediate"]>) {
  return (args: ResourceValidationArgs): Record<string, unknown> | undefined => {
    if (!rule.types.includes(args.type)) return undefined;
    const mended = remediate(args.props);
    return mended === args.props ? undefined : { ...mended };
  };
}

/** The inputs of every resource of an analysis, each read once for all policies. */
interface Inputs {
  of(policy: string, args: ResourceValidationArgs): Declared;
  propertiesOf(urn: string): Properties;
  stackOf(resources: readonly PolicyResource[]): JudgedStack;
}

function createInputs(): Inputs {
  const seen = new Map<string, { readonly declared: Declared; readonly by: Set<string> }>();
  let whole: { readonly of: string; readonly stack: JudgedStack } | undefined;
  return {
    of(policy, args) {
      const { urn, type, name } = args;
      const known = seen.get(urn);
      // A policy that asks a second time stands for a second analysis, in which more may be known.
      if (known !== undefined && !known.by.has(policy)) {
        known.by.add(policy);
        return known.declared;
      }
      const declared = { urn, type, name, protect: args.opts.protect, properties: plain(args.props) };
      seen.set(urn, { declared, by: new Set([policy]) });
      whole = undefined;
      return declared;
    },
    propertiesOf: (urn) => seen.get(urn)?.declared.properties ?? {},
    stackOf(resources) {
      const key = resources.map(({ urn }) => urn).join("\n");
      if (whole?.of === key) return whole.stack;
      const stack = stackOf(resources.map((one) => withOutputs(one, seen.get(one.urn)?.declared)));
      whole = { of: key, stack };
      return stack;
    },
  };
}

function withOutputs(
  { urn, type, name, opts, props, ...rest }: PolicyResource,
  declared: Declared | undefined,
): Declared {
  const outputs = plain(props);
  const propertyDependencies = Object.fromEntries(
    Object.entries(rest.propertyDependencies).map(([property, made]) => [property, made.map((one) => one.urn)]),
  );
  const properties = declared?.properties ?? outputs;
  return { urn, type, name, protect: opts.protect, properties, outputs, propertyDependencies };
}

/** Properties without the SDK's proxies, which throw where something is not known. */
function plain(properties: Properties): Properties {
  return Object.fromEntries(Object.keys(properties).map((key) => [key, plainAt(properties, key)]));
}

function plainAt(holder: object, key: string | number): unknown {
  let value: unknown;
  try {
    value = Reflect.get(holder, key);
  } catch (thrown) {
    if (thrown instanceof UnknownValueError) return UNKNOWN;
    throw thrown;
  }
  if (Array.isArray(value)) {
    const list: readonly unknown[] = value;
    return Array.from({ length: list.length }, (_, index) => plainAt(list, index));
  }
  // Assets and archives stay what they are.
  if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  const block = value;
  return Object.fromEntries(Object.keys(block).map((name) => [name, plainAt(block, name)]));
}
