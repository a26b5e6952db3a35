import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { justificationOf, type Justifications } from "./justifications.ts";
import { unitText } from "./report.ts";
import type { GrantUnit } from "./units.ts";

/** The file that keeps what the last proof saw in use, so that every test run can compare the program with it. */
const recordFile = "permissions-used.json";

/** Grants that were used and missed, each as a line that is the same in every run. */
export type PermissionRecord = readonly string[];

/** A grant without what a cloud makes up: digits that Pulumi adds to names, ids of stores. */
function lastingText(unit: Pick<GrantUnit, "role" | "action" | "resource">): string {
  const role = unit.role.replace(/-[0-9a-f]{7}$/, "");
  const resource = unit.resource.replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "ID");
  return unitText({ ...unit, role, resource });
}

/** Writes what was used. */
export async function writeRecord(directory: string, used: readonly GrantUnit[]): Promise<void> {
  const lines = [...new Set(used.map(lastingText))].toSorted();
  await writeFile(join(directory, recordFile), `${JSON.stringify(lines, null, 2)}\n`);
}

/** Reads what was used. */
export async function readRecord(directory: string): Promise<PermissionRecord> {
  // Written by `writeRecord` alone.
  return JSON.parse(await readFile(join(directory, recordFile), "utf8")) as PermissionRecord;
}

/** Where the program and the last proof differ. */
export interface RecordDifference {
  /** Granted, and neither used in the last proof nor justified. */
  readonly unproven: readonly string[];
  /** Used in the last proof, and no longer granted. */
  readonly gone: readonly string[];
}

/** Compares what the program grants with the last proof. */
export function compareWithRecord(
  units: readonly GrantUnit[],
  record: PermissionRecord,
  justifications: Justifications,
): RecordDifference {
  const seen = new Set(record);
  const used = units.filter((unit) => seen.has(lastingText(unit)));
  const granted = new Set(units.map(lastingText));
  return {
    unproven: units
      .filter((unit) => !used.includes(unit) && justificationOf(unit, justifications, used) === undefined)
      .map(lastingText),
    gone: record.filter((line) => !granted.has(line)),
  };
}
