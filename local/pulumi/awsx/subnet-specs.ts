import type { Properties } from "../../core/resource.ts";
import { aligned, parseCidr, sizeOf } from "../../aws/declared/cidr.ts";
import type { KnownInputs } from "./known.ts";

const subnetTypes = ["Public", "Private", "Isolated", "Unused"] as const;

/** What a subnet can reach: the internet, the internet through a NAT gateway, nothing; or a hole in the layout. */
export type SubnetType = (typeof subnetTypes)[number];

/** A subnet as it is wanted once in every zone. */
export interface SubnetSpec {
  readonly type: SubnetType;
  readonly name: string | undefined;
  readonly mask: number | undefined;
  /** One block a zone, where the program chose them. */
  readonly blocks: readonly string[] | undefined;
  readonly tags: Properties;
  /** May be known later only. */
  readonly assignIpv6: unknown;
}

/** Reads `subnetSpecs`. `undefined` where none are given. */
export function parseSpecs(
  specs: readonly KnownInputs[] | undefined,
  zones: number,
): readonly SubnetSpec[] | undefined {
  const parsed = specs?.map((spec) => parseSpec(spec, zones));
  for (const type of subnetTypes) {
    const names = (parsed ?? []).filter((spec) => spec.type === type).map((spec) => spec.name);
    if (new Set(names).size < names.length) {
      throw new Error(`subnetSpecs: several subnets of the type ${type} need names, each another.`);
    }
  }
  const explicit = (parsed ?? []).filter((spec) => spec.blocks !== undefined);
  if (explicit.length > 0 && explicit.length < (parsed ?? []).length) {
    throw new Error("If one subnet spec has cidrBlocks, all need them.");
  }
  return parsed;
}

/** The subnets of a zone where the program names none. */
export function defaultSpecs(masks: readonly [number | undefined, number | undefined]): readonly SubnetSpec[] {
  return (["Private", "Public"] as const).map((type, index) => ({
    type,
    name: undefined,
    mask: masks[index],
    blocks: undefined,
    tags: {},
    assignIpv6: undefined,
  }));
}

/** The default subnets, each replaced by the program's unnamed one of its type, and then the program's others. */
export function mergeSpecs(own: readonly SubnetSpec[], defaults: readonly SubnetSpec[]): readonly SubnetSpec[] {
  const replaces = (spec: SubnetSpec): boolean =>
    spec.name === undefined && defaults.some((standard) => standard.type === spec.type);
  const merged = defaults.map((standard) => own.find((spec) => replaces(spec) && spec.type === standard.type));
  return [...defaults.map((standard, index) => merged[index] ?? standard), ...own.filter((spec) => !replaces(spec))];
}

function parseSpec(spec: KnownInputs, zones: number): SubnetSpec {
  const wanted = String(spec.value("type")).toLowerCase();
  const type = subnetTypes.find((known) => known.toLowerCase() === wanted);
  if (type === undefined) {
    throw new Error(`${spec.what}.type: expected one of ${subnetTypes.join(", ")}.`);
  }
  const blocks = spec.list("cidrBlocks")?.map(String);
  const mask = maskOf(spec);
  if (blocks !== undefined && blocks.length !== zones) {
    throw new Error(`${spec.what}.cidrBlocks: expected one block for each of ${zones} zones.`);
  }
  for (const block of blocks ?? []) {
    if (mask !== undefined && aligned(parseCidr(block)).mask !== mask) {
      throw new Error(`${spec.what}: ${block} is no /${mask}.`);
    }
  }
  return {
    type,
    name: spec.text("name"),
    mask,
    blocks,
    tags: spec.map("tags"),
    assignIpv6: spec.raw("assignIpv6AddressOnCreation"),
  };
}

function maskOf(spec: KnownInputs): number | undefined {
  const [mask, size] = [spec.number("cidrMask"), spec.number("size")];
  if (size === undefined) return mask;
  const masks = 32 - Math.log2(size);
  if (!Number.isInteger(masks) || masks < 0 || masks > 30) {
    throw new Error(`${spec.what}.size: ${size} is no power of two between 4 and 2^32.`);
  }
  if (mask !== undefined && sizeOf(mask) !== size) {
    throw new Error(`${spec.what}: a /${mask} has ${sizeOf(mask)} addresses, not ${size}.`);
  }
  return masks;
}
