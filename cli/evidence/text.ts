import { aligned } from "../text.ts";
import { countStatuses, type RegimeEvidence, type RequirementEvidence, type Status } from "./evidence.ts";

/** What each status is called. */
export const STATUS_WORDS: Readonly<Record<Status, string>> = {
  pass: "pass",
  fail: "fail",
  notEvaluated: "not evaluated",
  advice: "advice",
  exempt: "exempt",
  noResource: "nothing to judge",
  noRule: "no rule",
  notProvable: "not provable from code",
};

/** A table of the regimes, then every requirement that does not simply pass. */
export function evidenceText(evidence: readonly RegimeEvidence[]): readonly string[] {
  const statuses = Object.keys(STATUS_WORDS) as Status[]; // The keys of a record over all statuses.
  const rows = evidence.map((regime) => {
    const counts = countStatuses(regime);
    return [`${regime.name} ${regime.version}`, ...statuses.map((status) => `${counts[status]}`)];
  });
  const header = ["requirements of", ...statuses.map((status) => STATUS_WORDS[status])];
  const numbers = statuses.map((_, index) => index + 1);
  return [...aligned([header, ...rows], numbers), "", ...evidence.flatMap(openPoints)];
}

function openPoints({ name, requirements }: RegimeEvidence): readonly string[] {
  const open = requirements.filter(({ status }) => status !== "pass" && status !== "notProvable");
  return open.length === 0 ? [] : [name, ...open.flatMap(requirementLines), ""];
}

function requirementLines({ id, title, status, rules }: RequirementEvidence): readonly string[] {
  const resources = rules.flatMap(({ rule, resources: own }) =>
    own
      .filter(({ standing }) => standing !== "pass" && standing !== "exempt")
      .map(({ stack, name, standing }) => `      ${STATUS_WORDS[standing]}: ${rule}, ${stack} ${name}`),
  );
  return [`  ${id}  ${STATUS_WORDS[status]}: ${title}`, ...resources];
}
