import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import { parse } from "yaml";
import { UserError } from "../../../local/core/errors.ts";
import { matches } from "../../../policy/iam/actions.ts";
import type { GrantUnit } from "./units.ts";

/** The reviewed file of grants that nobody was seen using, each with its reason. */
export const justificationsFile = "permissions-justified.yaml";

const form = v.strictObject({
  justified: v.array(
    v.strictObject({
      /** The role's name; `*` stands for any text, such as a cell's name. */
      role: v.string(),
      actions: v.pipe(v.array(v.string()), v.minLength(1)),
      reason: v.pipe(v.string(), v.minLength(20, "must say why, in a sentence")),
    }),
  ),
});

/** Grants that may stay although the suite does not use them. */
export type Justification = v.InferOutput<typeof form>["justified"][number];

/** Reads the file; throws `UserError` that names what is wrong with it. */
export async function readJustifications(directory: string): Promise<readonly Justification[]> {
  const text = await readFile(join(directory, justificationsFile), "utf8").catch(() => "justified: []");
  const parsed = v.safeParse(form, parse(text));
  if (parsed.success) return parsed.output.justified;
  const [issue] = parsed.issues;
  throw new UserError(`${justificationsFile}: ${v.getDotPath(issue) ?? "the file"} ${issue.message}`);
}

/** The entry that speaks for a grant. */
export function justificationOf(unit: GrantUnit, entries: readonly Justification[]): Justification | undefined {
  return entries.find(
    ({ role, actions }) => matches(role, unit.role) && actions.some((one) => matches(one, unit.action)),
  );
}
