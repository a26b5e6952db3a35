import type { Reader } from "./reader.ts";

/** How much harm a violation allows. */
export type Severity = "low" | "medium" | "high" | "critical";

/** The regimes that rules are mapped to; their requirements are in controls/. */
export type Framework = "pci-dss-4.0.1" | "soc2" | "gdpr" | "psd2" | "aws-fsbp";

/** Requirements by regime, as their own texts number them: `{ "pci-dss-4.0.1": ["3.5.1"], soc2: ["CC6.1"] }`. */
export type Controls = Partial<Readonly<Record<Framework, readonly string[]>>>;

/** A resource as a rule sees it. */
export interface Resource {
  readonly urn: string;
  /** The type token, "aws:sqs/queue:Queue". */
  readonly type: string;
  readonly name: string;
  readonly protect: boolean;
  readonly read: Reader;
}

/** All resources of a stack, for rules that one resource cannot answer. */
export interface Stack {
  ofType(...types: readonly string[]): readonly Resource[];
  /**
   * The resources of these types whose `property` names this one: by what the program connected, else by equal id, ARN
   * or name. Throws `NotKnown` where nothing tells whether an unknown value names it.
   */
  referringTo(resource: Resource, property: string, ...types: readonly string[]): readonly Resource[];
  /** The resource that this property names, where the stack has it. `property` may be a path: "rules[0].targetArn". */
  referredBy(resource: Resource, property: string, ...types: readonly string[]): Resource | undefined;
  /** The AWS accounts that the stack's own resources are in, as far as their ARNs tell; none where nothing does. */
  accounts(): ReadonlySet<string>;
}

/** All stacks of a project, for rules that one stack cannot answer. */
export interface Project {
  readonly stacks: readonly {
    readonly name: string;
    readonly stack: Stack & { readonly resources: readonly Resource[] };
  }[];
}

/** Settings of a rule: JSON-schema properties, each with a default. */
export interface Setting {
  readonly type: "number" | "string" | "boolean" | "array";
  readonly items?: { readonly type: "string" };
  readonly description: string;
  readonly default: number | string | boolean | readonly string[];
}

/** What a rule is given about one resource. */
export interface Case<Settings> {
  readonly resource: Resource;
  /** The resource's properties: `resource.read`. */
  readonly read: Reader;
  readonly stack: Stack;
  readonly project: Project;
  readonly settings: Settings;
}

type SettingsOf<S extends Readonly<Record<string, Setting>>> = {
  readonly [K in keyof S]: S[K]["default"] extends number
    ? number
    : S[K]["default"] extends boolean
      ? boolean
      : S[K]["default"] extends string
        ? string
        : readonly string[];
};

/** What is said of every rule. */
export interface About {
  /** verb-noun: "require-…" or "disallow-…". */
  readonly name: `require-${string}` | `disallow-${string}`;
  /** One sentence: what is checked. */
  readonly description: string;
  /** The type tokens that it judges. */
  readonly types: readonly string[];
  /** The one property judged, "sqs.Queue.kmsMasterKeyId"; no two rules have the same. */
  readonly property: string;
  readonly severity: Severity;
  /** Advisory where a good architecture may do without. */
  readonly level: "mandatory" | "advisory";
  /** The incident it prevents. */
  readonly reason: string;
  /** The fix, in one sentence that names property and value. */
  readonly remediation: string;
  readonly controls: Controls;
  /**
   * "stack" where other resources have to be looked at, "project" where other stacks have to be (no engine shows
   * them).
   */
  readonly scope?: "resource" | "stack" | "project";
}

/** One policy about one property. */
export interface Rule extends About {
  readonly settings: Readonly<Record<string, Setting>>;
  /** Each fault of the resource as one sentence; none where it complies. The remediation is added to it. */
  readonly judge: (given: Case<Readonly<Record<string, unknown>>>) => readonly string[];
  /** The properties as they should be, where there is a default that breaks nothing; unchanged where it complies. */
  readonly remediate?: (properties: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;
}

type NoSettings = Readonly<Record<string, never>>;

/** Makes a rule: `judge` returns its fault as a sentence, several, or nothing where the resource complies. */
export function rule<const S extends Readonly<Record<string, Setting>> = NoSettings>(
  about: About & {
    readonly settings?: S;
    readonly judge: (given: Case<SettingsOf<S>>) => string | readonly string[] | undefined;
    readonly remediate?: NonNullable<Rule["remediate"]>;
  },
): Rule {
  const { judge, settings, ...rest } = about;
  return {
    ...rest,
    settings: settings ?? {},
    judge: (given) => {
      // The pack parsed the settings by this rule's own schema before it came here.
      const faults = judge(given as Case<SettingsOf<S>>);
      if (faults === undefined) return [];
      return typeof faults === "string" ? [faults] : faults;
    },
  };
}
