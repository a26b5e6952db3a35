import { standingOf } from "../../policy/core/exemptions.ts";
import type { Exemption } from "../../policy/core/exemptions.ts";
import { readHash } from "../../policy/core/hash.ts";
import type { Around, Verdict } from "../../policy/core/judge.ts";
import type { Project } from "../../policy/core/rule.ts";
import { runPack } from "../../policy/core/run.ts";
import type { Judgement, Pack } from "../../policy/core/run.ts";
import { enforcementsOf } from "../../policy/core/settings.ts";
import { stackOf } from "../../policy/core/stack.ts";
import type { Declared } from "../../policy/core/stack.ts";
import type { StackGraph } from "./graph.ts";

/** What a verdict comes to. `notEvaluated` and `failed` stop a change as a mandatory violation does. */
export type Outcome = "violation" | "advice" | "exempt" | "notEvaluated" | "failed";

/** One thing that a rule said of a resource. */
export interface Finding extends Omit<Judgement, "verdicts"> {
  readonly stack: string;
  readonly outcome: Outcome;
  readonly message: string;
  /** Of what the rule read, for an exemption; absent where it could not be evaluated. */
  readonly hash?: string;
  /** The exemption that counts. */
  readonly exemption?: Exemption;
  /** Why an exemption does not count. */
  readonly note?: string;
}

/** A pack with its configuration, in the form of Pulumi's `--policy-pack-config`. */
export interface ConfiguredPack extends Pack {
  readonly config?: unknown;
}

/** What is judged, and what counts as exempt on which day ("2026-11-23", in UTC). */
export interface Judging {
  readonly stacks: readonly StackGraph[];
  readonly packs: readonly ConfiguredPack[];
  readonly exemptions: readonly Exemption[];
  readonly today: string;
  /** What rules over a whole project look at besides. Without it they are not run. */
  readonly project?: readonly StackGraph[];
  /** The project's other stacks, which are not judged now: their exemptions are not asked about. */
  readonly otherStacks?: readonly string[];
}

/** What judging came to. */
export interface PolicyRun {
  readonly stacks: readonly { readonly name: string; readonly resources: number }[];
  /** Every rule with every resource that it judged: those without findings comply. */
  readonly judgements: readonly (Judgement & { readonly stack: string })[];
  readonly findings: readonly Finding[];
  /** Exemptions of unknown rules or resources. */
  readonly problems: readonly string[];
  /** Exemptions that nothing needs any more. */
  readonly remarks: readonly string[];
  /** No violation, nothing left unjudged, no problem. */
  readonly passed: boolean;
}

/** Judges stacks by packs. Throws `SettingsError`. */
export function judgeStacks(judging: Judging): PolicyRun {
  const { stacks, packs, exemptions, otherStacks = [] } = judging;
  const judged = stacks.map(({ name, resources }) => ({ name, resources, stack: stackOf(resources) }));
  const project = projectOf(judged, judging.project);
  const ways = packs.map((pack) => ({ pack, enforcements: enforcementsOf(pack.rules, pack.config) }));
  const judgements: (Judgement & { readonly stack: string })[] = [];
  const findings: Finding[] = [];
  for (const { name, resources, stack } of judged) {
    const byUrn = new Map(resources.map((one) => [one.urn, one]));
    for (const { pack, enforcements } of ways) {
      for (const judgement of runPack(pack, enforcements, stack, project)) {
        const { verdicts, ...rest } = { ...judgement, stack: name };
        const around = { stack, settings: judgement.settings, project };
        const properties = byUrn.get(judgement.resource.urn)?.properties ?? {};
        judgements.push({ ...rest, verdicts });
        findings.push(...verdicts.map((verdict) => findingOf(rest, verdict, properties, around, judging)));
      }
    }
  }
  const problems = problemsOf(exemptions, packs, judged, otherStacks);
  const blocked = findings.some(({ outcome }) => outcome !== "advice" && outcome !== "exempt");
  return {
    stacks: stacks.map(({ name, resources }) => ({ name, resources: resources.length })),
    judgements,
    findings,
    problems,
    remarks: remarksOf(exemptions, judgements, findings),
    passed: !blocked && problems.length === 0,
  };
}

function projectOf(judged: Project["stacks"], graphs: readonly StackGraph[] | undefined): Project | undefined {
  if (graphs === undefined) return undefined;
  const others = graphs.filter(({ name }) => judged.every((one) => one.name !== name));
  return { stacks: [...judged, ...others.map(({ name, resources }) => ({ name, stack: stackOf(resources) }))] };
}

function remarksOf(
  exemptions: readonly Exemption[],
  judgements: readonly Judgement[],
  findings: readonly Finding[],
): readonly string[] {
  const judged = new Set(judgements.map(({ rule, resource }) => `${rule.name} ${resource.urn}`));
  const found = new Set(findings.map(({ rule, resource }) => `${rule.name} ${resource.urn}`));
  return exemptions
    .filter(({ rule, resource }) => judged.has(`${rule} ${resource}`) && !found.has(`${rule} ${resource}`))
    .map(({ rule, resource }) => `The exemption of ${resource} from ${rule} is not needed: take it away.`);
}

function findingOf(
  judgement: Omit<Judgement, "verdicts"> & { readonly stack: string },
  { kind, message }: Verdict,
  properties: Declared["properties"],
  around: Around,
  { exemptions, today }: Judging,
): Finding {
  if (kind === "notEvaluated" || kind === "failed") return { ...judgement, outcome: kind, message };
  const { rule, resource, level } = judgement;
  const hash = readHash(rule, resource, properties, around);
  const standing = standingOf(exemptions, { rule, urn: resource.urn, hash }, today);
  const finding: Finding = {
    ...judgement,
    outcome: level === "mandatory" ? "violation" : "advice",
    message,
    ...(hash === undefined ? {} : { hash }),
  };
  if (standing === undefined) return finding;
  return standing.kind === "exempt"
    ? { ...finding, outcome: "exempt", exemption: standing.exemption }
    : { ...finding, note: standing.why };
}

function problemsOf(
  exemptions: readonly Exemption[],
  packs: readonly Pack[],
  judged: readonly StackGraph[],
  otherStacks: readonly string[],
): readonly string[] {
  const rules = new Set<string>(packs.flatMap((pack) => pack.rules.map(({ name }) => name)));
  const urns = new Set(judged.flatMap(({ resources }) => resources.map(({ urn }) => urn)));
  return exemptions.flatMap(({ rule, resource }) => {
    const stack = /^urn:pulumi:([^:]+)::/.exec(resource)?.[1] ?? "";
    const unknown = urns.has(resource) || otherStacks.includes(stack) ? [] : [`an unknown resource, ${resource}`];
    return [...(rules.has(rule) ? [] : [`an unknown rule, ${rule}`]), ...unknown].map(
      (what) => `policy-exemptions.yaml exempts ${what}.`,
    );
  });
}
