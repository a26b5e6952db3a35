import type { Properties } from "../../core/resource.ts";
import { blockFrom, contains, endOf, formatCidr, overlap, parseCidr, sizeOf } from "../../aws/declared/cidr.ts";
import type { Cidr } from "../../aws/declared/cidr.ts";
import { placeLegacy } from "./legacy-subnets.ts";
import { defaultSpecs, mergeSpecs } from "./subnet-specs.ts";
import type { SubnetSpec, SubnetType } from "./subnet-specs.ts";

/** A subnet with its place. */
export interface PlacedSubnet {
  readonly type: SubnetType;
  /** The Pulumi name. */
  readonly name: string;
  /** The tag `Name`. */
  readonly nameTag: string;
  readonly cidrBlock: string;
  readonly zoneIndex: number;
  readonly tags: Properties;
  readonly assignIpv6: unknown;
}

/** How the subnets of a `awsx:ec2:Vpc` may be laid out. */
export const strategies = ["Legacy", "Auto", "AutoMerge", "Exact"] as const;

/** Where the subnets of a `awsx:ec2:Vpc` go. */
export interface Layout {
  readonly vpcName: string;
  readonly cidrBlock: string;
  readonly zones: readonly string[];
  readonly strategy: (typeof strategies)[number];
  readonly specs: readonly SubnetSpec[] | undefined;
  /** The mask of every zone's share; an even share without it. */
  readonly zoneMask: number | undefined;
  readonly namesAfterZones: boolean;
}

/** A spec with its block in one zone. */
export interface Placement {
  readonly spec: SubnetSpec;
  readonly zoneIndex: number;
  /** As the subnet has it: "10.0.0.0/24". */
  readonly block: string;
}

/** Lays the subnets out, zone by zone in the order of their specs. Holes are left out of the result. */
export function placeSubnets(layout: Layout): readonly PlacedSubnet[] {
  const placements = placementsOf(layout);
  refuseOverlaps(layout, placements);
  if (layout.strategy === "Exact") refuseGaps(layout, placements);
  return placements.filter(({ spec }) => spec.type !== "Unused").map((placement) => named(layout, placement));
}

function placementsOf(layout: Layout): readonly Placement[] {
  const { strategy, specs } = layout;
  const explicit = specs?.some((spec) => spec.blocks !== undefined) ?? false;
  if (strategy === "AutoMerge" && explicit) {
    throw new Error("The subnet strategy AutoMerge takes no cidrBlocks: with them the layout is Auto's or Exact's.");
  }
  if (strategy === "Legacy" || (strategy === "Exact" && specs === undefined)) return placeLegacy(layout);
  return explicit ? placeExplicitly(layout) : placeEvenly(layout);
}

function placeExplicitly({ zones, specs = [] }: Layout): readonly Placement[] {
  return eachZone(zones.length, (zoneIndex) =>
    specs.map((spec) => ({ spec, zoneIndex, block: spec.blocks?.[zoneIndex] ?? "" })),
  );
}

function placeEvenly(layout: Layout): readonly Placement[] {
  const vpc = parseCidr(layout.cidrBlock);
  const zoneMask = layout.zoneMask ?? vpc.mask + bitsFor(layout.zones.length);
  const specs = specsOf(layout, zoneMask);
  const evenMask = zoneMask + bitsFor(specs.length);
  const wanted = specs.reduce((sum, spec) => sum + sizeOf(spec.mask ?? evenMask), 0);
  if (wanted > sizeOf(zoneMask)) {
    throw new Error(`The subnets do not fit into the /${zoneMask} of a zone.`);
  }
  return eachZone(layout.zones.length, (zoneIndex) => {
    let next = vpc.first + zoneIndex * sizeOf(zoneMask);
    return specs.map((spec) => {
      const block = blockFrom(next, spec.mask ?? evenMask);
      next = endOf(block);
      return { spec, zoneIndex, block: formatCidr(block) };
    });
  });
}

function specsOf({ strategy, specs }: Layout, zoneMask: number): readonly SubnetSpec[] {
  if (specs?.length === 0 && strategy !== "AutoMerge") throw new Error("subnetSpecs: expected at least one.");
  if (specs !== undefined && strategy !== "AutoMerge") return specs;
  if (zoneMask > 26) {
    throw new Error(`Without subnetSpecs a zone needs a /26 or more, and has a /${zoneMask}.`);
  }
  const widest = Math.max(zoneMask, 16);
  const defaults = defaultSpecs([widest + 1, widest + 2]);
  return specs === undefined ? defaults : mergeSpecs(specs, defaults);
}

function named({ vpcName, zones, namesAfterZones }: Layout, { spec, zoneIndex, block }: Placement): PlacedSubnet {
  const stem = `${vpcName}-${spec.name ?? spec.type.toLowerCase()}`;
  const zone = zones[zoneIndex] ?? "";
  return {
    type: spec.type,
    name: `${stem}-${zoneIndex + 1}`,
    nameTag: `${stem}-${namesAfterZones ? zoneSuffix(zone) : zoneIndex + 1}`,
    cidrBlock: block,
    zoneIndex,
    tags: spec.tags,
    assignIpv6: spec.assignIpv6,
  };
}

/** "1a" of "us-east-1a", "2-lax-1a" of "us-west-2-lax-1a". */
export function zoneSuffix(zone: string): string {
  return zone.replace(/^[a-z]{2}(?:-[a-z]+)+-/u, "");
}

function eachZone<Value>(zones: number, make: (zoneIndex: number) => readonly Value[]): readonly Value[] {
  return Array.from({ length: zones }, (_, zoneIndex) => make(zoneIndex)).flat();
}

function bitsFor(count: number): number {
  return Math.ceil(Math.log2(count));
}

function refuseOverlaps(layout: Layout, placements: readonly Placement[]): void {
  const blocks = placements.map((placement) => ({
    name: named(layout, placement).name,
    cidr: parseCidr(placement.block),
  }));
  for (const [index, one] of blocks.entries()) {
    const other = blocks.slice(index + 1).find((later) => overlap(one.cidr, later.cidr));
    if (other !== undefined) throw new Error(`The subnets ${one.name} and ${other.name} overlap.`);
  }
}

/** Exact: every address of the VPC has to belong to a subnet, if only to an unused one. */
function refuseGaps({ cidrBlock }: Layout, placements: readonly Placement[]): void {
  const vpc = parseCidr(cidrBlock);
  let next = vpc.first;
  for (const { block } of placements) {
    const cidr: Cidr = parseCidr(block);
    if (cidr.first !== next)
      throw new Error(`The subnet strategy Exact leaves no gap, and there is one before ${block}.`);
    next = endOf(cidr);
  }
  if (next !== endOf(vpc) || !placements.every(({ block }) => contains(vpc, parseCidr(block)))) {
    throw new Error(`The subnet strategy Exact fills the whole of ${cidrBlock}, and the subnets do not.`);
  }
}
