import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { UserError } from "../../local/core/errors.ts";
import { parseExemptions } from "../../policy/core/exemptions.ts";
import type { Exemption } from "../../policy/core/exemptions.ts";

/** The file of exemptions, at the project's root. */
const EXEMPTION_FILE = "policy-exemptions.yaml";

/** Reads the project's exemptions; none where there is no file. Throws `UserError` that names file and entry. */
export function readExemptions(directory: string): readonly Exemption[] {
  const file = path.join(directory, EXEMPTION_FILE);
  if (!existsSync(file)) return [];
  try {
    return parseExemptions(parse(readFileSync(file, "utf8")));
  } catch (fault) {
    throw new UserError(`${EXEMPTION_FILE}: ${fault instanceof Error ? fault.message : String(fault)}`, {
      cause: fault,
    });
  }
}
