import type { ActionUsage } from "../../../local/aws/iam/usage.ts";
import { count } from "../../text.ts";
import {
  eitherOf,
  isSeldom,
  type Justification,
  justificationOf,
  type Justifications,
  justificationsFile,
} from "./justifications.ts";
import type { Mutation, Trial } from "./trial.ts";
import { isUsed, roleOfArn, type GrantUnit } from "./units.ts";

/** What the proof came to. */
export interface Proof {
  readonly roles: number;
  readonly units: readonly GrantUnit[];
  /** Calls of roles that were refused while everything was granted. */
  readonly denied: readonly ActionUsage[];
  /** Granted, never used, and nobody says why. */
  readonly unused: readonly GrantUnit[];
  /** Granted and never used, with a reason. */
  readonly justified: readonly GrantUnit[];
  /** Entries of the file that speak for nothing any more. */
  readonly idle: readonly Justification[];
  readonly mutations: readonly Mutation[];
}

/** Compares what is granted with what was seen. */
export function compare(
  units: readonly GrantUnit[],
  trials: readonly Trial[],
  justifications: Justifications,
): Omit<Proof, "mutations"> {
  const usage = trials.flatMap((trial) => trial.usage);
  const idleUnits = units.filter((unit) => isSeldom(unit, justifications) || !isUsed(unit, usage));
  const used = units.filter((unit) => !idleUnits.includes(unit));
  const spoken = idleUnits.map((unit) => justificationOf(unit, justifications, used));
  // Which of several in each other's place are used is chance: it may be all of them.
  const granted = new Set(units.map((unit) => eitherOf(unit, justifications)));
  return {
    roles: new Set(units.map(({ role }) => role)).size,
    units,
    denied: usage.filter(({ principal, denied }) => denied > 0 && roleOfArn(principal) !== ""),
    unused: idleUnits.filter((_, index) => spoken[index] === undefined),
    justified: idleUnits.filter((_, index) => spoken[index] !== undefined),
    idle: [
      ...justifications.justified.filter((entry) => !spoken.includes(entry)),
      ...justifications.either.filter((entry) => !granted.has(entry)),
    ],
  };
}

/** Whether every grant is needed and nothing is missing. */
export function isProven({ denied, unused, idle, mutations }: Proof): boolean {
  const survived = mutations.filter(({ brokenBy }) => brokenBy === undefined);
  return [denied, unused, idle, survived].every((list) => list.length === 0);
}

/** The last line of `--json`. */
export function proofJson({ roles, units, denied, unused, justified, mutations }: Proof): string {
  const survived = mutations.filter(({ brokenBy }) => brokenBy === undefined).length;
  return JSON.stringify({
    roles,
    grants: units.length,
    denied: denied.reduce((sum, one) => sum + one.denied, 0),
    unused: unused.length,
    justified: justified.length,
    mutations: mutations.length,
    survived,
  });
}

/** The proof for people: what is wrong, by name and with what to do, then the sum of it. */
export function proofText(proof: Proof): readonly string[] {
  const { roles, units, denied, unused, justified, idle, mutations } = proof;
  const survivors = mutations.filter(({ brokenBy }) => brokenBy === undefined).flatMap((one) => one.units);
  const refused = denied.map((one) => `${roleOfArn(one.principal)}: ${one.action} on ${one.resources.join(", ")}`);
  return [
    ...section("Denied while everything was granted; grant it, or do not ask:", refused),
    ...section(`Granted and never used; take it away, or say why in ${justificationsFile}:`, unused.map(unitText)),
    ...section("Used, and nothing broke without it; take it away, or test what needs it:", survivors.map(unitText)),
    ...section(
      `Entries of ${justificationsFile} that no unused grant needs; delete them:`,
      idle.map(({ role, actions }) => `${role}: ${actions.join(", ")}`),
    ),
    `${count(roles, "role")} with ${count(units.length, "grant")}: ${unused.length} never used, ` +
      `${justified.length} of the others with a reason in ${justificationsFile}.`,
    `${count(mutations.flatMap((one) => one.units).length, "grant")} taken away in ${mutations.length} turns: ` +
      `${survivors.length} missed by nothing.`,
  ];
}

/** A grant as one line. */
export function unitText({ role, action, resource }: Pick<GrantUnit, "role" | "action" | "resource">): string {
  return `${role}: ${action} on ${resource}`;
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`), ""];
}
