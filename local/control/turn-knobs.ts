import { UserError } from "../core/errors.ts";
import type { Knobs } from "../faults/knobs.ts";

/** No replica of the local cloud needs to be further behind. Milliseconds. */
const lagMsMax = 3_600_000;

const replicationKeys = ["lagMs", "jitterMs"] as const;

/** Turns what `wanted` names, `{ "replication": { "lagMs": 500 } }`. Throws `UserError` and turns nothing. */
export function turnKnobs(knobs: Knobs, wanted: unknown): void {
  const { replication } = fields("the body", wanted, ["replication"]);
  const turned = fields("replication", replication ?? {}, replicationKeys);
  for (const key of replicationKeys) {
    const value = turned[key];
    if (value !== undefined && !isLag(value)) {
      throw new UserError(`replication.${key}: expected milliseconds from 0 to ${lagMsMax}.`);
    }
  }
  for (const key of replicationKeys) {
    const value = turned[key];
    if (isLag(value)) {
      knobs.replication[key] = value;
    }
  }
}

function isLag(value: unknown): value is number {
  return typeof value === "number" && value >= 0 && value <= lagMsMax;
}

function fields(name: string, value: unknown, known: readonly string[]): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new UserError(`${name}: expected a JSON object with ${known.join(", ")}.`);
  }
  const stranger = Object.keys(value).find((key) => !known.includes(key));
  if (stranger !== undefined) {
    throw new UserError(`${name}: there is no knob "${stranger}", only ${known.join(", ")}.`);
  }
  return { ...value };
}
