import { UserError } from "../core/errors.ts";
import type { Knobs } from "../faults/knobs.ts";
import { regionStates, type RegionState } from "../faults/regions.ts";

/** A number that a knob may be. */
interface Scale {
  readonly unit: string;
  readonly most: number;
}

/** No replica of the local cloud needs to be further behind than an hour. */
const duration: Scale = { unit: "milliseconds", most: 3_600_000 };
const share: Scale = { unit: "a share", most: 1 };
const count: Scale = { unit: "a number", most: 1_000_000_000 };

/** The knobs that are numbers, by their groups. */
const scales = {
  replication: { lagMs: duration, jitterMs: duration },
  journal: { lagMs: duration, duplicated: share, late: share, lateMsMax: duration },
  shards: { recordsPerSecond: count, bytesPerSecond: count },
  express: { twice: share },
} as const satisfies Partial<Record<keyof Knobs, Readonly<Record<string, Scale>>>>;
const groups = ["replication", "journal", "shards", "express"] as const satisfies readonly (keyof typeof scales)[];

/**
 * Turns what `wanted` names, `{ "replication": { "lagMs": 500 }, "regions": { "eu-west-1": "lost" } }` or
 * `{ "express": { "twice": 0.1 } }`. Throws `UserError` and turns nothing.
 */
export function turnKnobs(knobs: Knobs, wanted: unknown): void {
  const given = fields("the body", wanted, [...groups, "regions"]);
  const turned = groups.map((group) => [group, numbersOf(group, given[group] ?? {}, scales[group])] as const);
  const states = statesOf(given["regions"] ?? {});
  for (const [group, numbers] of turned) Object.assign(knobs[group], numbers);
  for (const [region, state] of states) knobs.regions.turn(region, state);
}

function numbersOf(group: string, wanted: unknown, known: Readonly<Record<string, Scale>>): Readonly<object> {
  const turned = fields(group, wanted, Object.keys(known));
  for (const [key, { unit, most }] of Object.entries(known)) {
    const value = turned[key];
    if (value === undefined || (typeof value === "number" && value >= 0 && value <= most)) continue;
    throw new UserError(`${group}.${key}: expected ${unit} from 0 to ${most}.`);
  }
  return turned;
}

function statesOf(regions: unknown): readonly (readonly [string, RegionState])[] {
  return Object.entries(object("regions", "regions by name", regions)).map(([region, state]) => {
    if (!/^[a-z]{2}(-[a-z]+)+-\d$/.test(region)) throw new UserError(`regions.${region}: this is no region's name.`);
    const known = regionStates.find((one) => one === state);
    if (known === undefined) throw new UserError(`regions.${region}: expected one of ${regionStates.join(", ")}.`);
    return [region, known] as const;
  });
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
