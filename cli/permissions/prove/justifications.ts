import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import { parse } from "yaml";
import { UserError } from "../../../local/core/errors.ts";
import { matches } from "../../../policy/iam/actions.ts";
import type { GrantUnit } from "./units.ts";

/** The reviewed file of grants that nobody was seen using, each with its reason. */
export const justificationsFile = "permissions-justified.yaml";

const grants = {
  /** The role's name; `*` stands for any text, such as a cell's name. */
  role: v.string(),
  actions: v.pipe(v.array(v.string()), v.minLength(1)),
  reason: v.pipe(v.string(), v.minLength(20, "must say why, in a sentence")),
};

const form = v.strictObject({
  /** `seldom`: a race has to happen before it is used, so that some runs see it and others do not. */
  justified: v.array(v.strictObject({ ...grants, seldom: v.optional(v.literal(true)) })),
  /**
   * Grants in each other's place. `roles`: whoever comes first uses its own, and the others have nothing left to do.
   * `resources`: a role uses whichever resource answers. They are taken away together, action by action.
   */
  either: v.optional(v.array(v.strictObject({ ...grants, of: v.picklist(["roles", "resources"]) })), []),
});

/** What the file says of grants. */
export type Justifications = v.InferOutput<typeof form>;

/** Grants that an entry names. */
export type Justification = Justifications["justified"][number] | Justifications["either"][number];

/** Reads the file; throws `UserError` that names what is wrong with it. */
export async function readJustifications(directory: string): Promise<Justifications> {
  const text = await readFile(join(directory, justificationsFile), "utf8").catch(() => "justified: []");
  const parsed = v.safeParse(form, parse(text));
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new UserError(`${justificationsFile}: ${v.getDotPath(issue) ?? "the file"} ${issue.message}`);
}

/** The entry that speaks for a grant that was not used; of those in each other's place, one was. */
export function justificationOf(
  unit: GrantUnit,
  justifications: Justifications,
  used: readonly GrantUnit[],
): Justification | undefined {
  const { justified, either } = justifications;
  const place = placeOf(unit, justifications);
  const isDone = place !== undefined && used.some((one) => placeOf(one, justifications) === place);
  return namedBy(justified, unit) ?? (isDone ? namedBy(either, unit) : undefined);
}

/** The entry by which a grant is in the place of others; undefined where it stands alone. */
export function eitherOf(unit: GrantUnit, { either }: Justifications): Justifications["either"][number] | undefined {
  return namedBy(either, unit);
}

/** The name of those grants that a grant is in the place of; undefined where it stands alone. */
export function placeOf(unit: GrantUnit, justifications: Justifications): string | undefined {
  const entry = eitherOf(unit, justifications);
  if (entry === undefined) return undefined;
  return [justifications.either.indexOf(entry), unit.action, entry.of === "resources" ? unit.role : ""].join(" ");
}

/** Whether a grant is used by a race alone. */
export function isSeldom(unit: GrantUnit, { justified }: Justifications): boolean {
  return (
    namedBy(
      justified.filter(({ seldom }) => seldom),
      unit,
    ) !== undefined
  );
}

function namedBy<T extends Justification>(entries: readonly T[], unit: GrantUnit): T | undefined {
  return entries.find((entry) => names(entry, unit));
}

function names({ role, actions }: Justification, unit: GrantUnit): boolean {
  return matches(role, unit.role) && actions.some((one) => matches(one, unit.action));
}
