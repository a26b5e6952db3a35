import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { PolicyPack } from "@pulumi/policy";
import { parse } from "yaml";
import { policiesOf } from "./engine.ts";
import { parseExemptions } from "./exemptions.ts";
import type { Exemption } from "./exemptions.ts";
import type { Pack } from "./run.ts";

/** The file of exemptions, where the project has one. */
const FILE = "policy-exemptions.yaml";

/** Serves a pack to the engine that started this process in the pack's directory. */
export function startPack(pack: Pack): void {
  const today = new Date().toISOString().slice(0, 10);
  const policies = policiesOf(pack, { exemptions: exemptionsAbove(process.cwd()), today });
  // A pack serves itself from where it is made; nothing is asked of it again.
  void new PolicyPack(pack.name, { policies, enforcementLevel: "advisory" });
}

/** The exemptions of the project that the pack lies in: the nearest file upwards, none where there is none. */
function exemptionsAbove(directory: string): readonly Exemption[] {
  const file = path.join(directory, FILE);
  if (existsSync(file)) return parseExemptions(parse(readFileSync(file, "utf8")));
  const above = path.dirname(directory);
  return above === directory ? [] : exemptionsAbove(above);
}
