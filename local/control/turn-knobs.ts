import { UserError } from "../core/errors.ts";
import type { Knobs } from "../faults/knobs.ts";
import { regionStates, type RegionState } from "../faults/regions.ts";

/** No replica of the local cloud needs to be further behind. Milliseconds. */
const lagMsMax = 3_600_000;

const replicationKeys = ["lagMs", "jitterMs"] as const;

/**
 * Turns what `wanted` names, `{ "replication": { "lagMs": 500 }, "regions": { "eu-west-1": "lost" } }` or
 * `{ "express": { "twice": 0.1 } }`. Throws `UserError` and turns nothing.
 */
export function turnKnobs(knobs: Knobs, wanted: unknown): void {
  const { replication, regions, express } = fields("the body", wanted, ["replication", "regions", "express"]);
  const turned = fields("replication", replication ?? {}, replicationKeys);
  for (const key of replicationKeys) {
    const value = turned[key];
    if (value !== undefined && !isLag(value)) {
      throw new UserError(`replication.${key}: expected milliseconds from 0 to ${lagMsMax}.`);
    }
  }
  const states = statesOf(regions ?? {});
  const { twice } = fields("express", express ?? {}, ["twice"]);
  if (twice !== undefined && !isShare(twice)) throw new UserError("express.twice: expected a share from 0 to 1.");
  for (const key of replicationKeys) {
    const value = turned[key];
    if (isLag(value)) {
      knobs.replication[key] = value;
    }
  }
  if (isShare(twice)) knobs.express.twice = twice;
  for (const [region, state] of states) knobs.regions.turn(region, state);
}

function statesOf(regions: unknown): readonly (readonly [string, RegionState])[] {
  return Object.entries(object("regions", "regions by name", regions)).map(([region, state]) => {
    if (!/^[a-z]{2}(-[a-z]+)+-\d$/.test(region)) throw new UserError(`regions.${region}: this is no region's name.`);
    const known = regionStates.find((one) => one === state);
    if (known === undefined) throw new UserError(`regions.${region}: expected one of ${regionStates.join(", ")}.`);
    return [region, known] as const;
  });
}

function isLag(value: unknown): value is number {
  return typeof value === "number" && value >= 0 && value <= lagMsMax;
}

function isShare(value: unknown): value is number {
  return typeof value === "number" && value >= 0 && value <= 1;
}

function fields(name: string, value: unknown, known: readonly string[]): Readonly<Record<string, unknown>> {
  const given = object(name, known.join(", "), value);
  const stranger = Object.keys(given).find((key) => !known.includes(key));
  if (stranger !== undefined) {
    throw new UserError(`${name}: there is no knob "${stranger}", only ${known.join(", ")}.`);
  }
  return given;
}

function object(name: string, content: string, value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  throw new UserError(`${name}: expected a JSON object with ${content}.`);
}
