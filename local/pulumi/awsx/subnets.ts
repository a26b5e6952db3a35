import { notImplemented } from "../../core/errors.ts";
import type { Properties } from "../../core/resource.ts";
import { isProperties } from "../wire.ts";
import { blockFrom, endOf, formatCidr, parseCidr, sizeOf } from "./cidr.ts";

const subnetTypes = ["Public", "Private", "Isolated", "Unused"] as const;

/** What a subnet can reach: the internet, the internet through a NAT gateway, nothing; or a hole in the layout. */
export type SubnetType = (typeof subnetTypes)[number];

/** A subnet as it is wanted once in every zone. */
interface SubnetSpec {
  readonly type: SubnetType;
  readonly label: string;
  readonly mask: number | undefined;
  /** One block a zone, where the program chose them. */
  readonly blocks: readonly string[] | undefined;
  readonly tags: Properties;
}

/** A subnet with its place. */
export interface PlacedSubnet {
  readonly type: SubnetType;
  readonly name: string;
  readonly cidrBlock: string;
  readonly zoneIndex: number;
  readonly tags: Properties;
}

/** Where the subnets of a `awsx:ec2:Vpc` go. */
export interface Layout {
  readonly vpcName: string;
  readonly cidrBlock: string;
  readonly zones: number;
  readonly strategy: unknown;
  readonly specs: unknown;
  /** The mask of every zone's share; an even share without it. */
  readonly zoneMask: unknown;
}

/** Lays the subnets out, zone by zone in the order of their specs. Holes are left out of the result. */
export function placeSubnets(layout: Layout): readonly PlacedSubnet[] {
  const specs = parseSpecs(layout.specs);
  const explicit = specs.filter((spec) => spec.blocks !== undefined);
  if (explicit.length > 0 && explicit.length < specs.length) {
    throw new Error("If one subnet spec has cidrBlocks, all need them.");
  }
  if (explicit.length === 0 && layout.strategy !== "Auto") {
    throw notImplemented(`awsx:ec2:Vpc with the subnet strategy ${JSON.stringify(layout.strategy ?? "Legacy")}`);
  }
  const placed = explicit.length > 0 ? placeExplicitly(layout, specs) : placeEvenly(layout, specs);
  refuseOverlaps(placed);
  return placed.filter((subnet) => subnet.type !== "Unused");
}

function parseSpecs(specs: unknown): readonly SubnetSpec[] {
  if (!Array.isArray(specs) || specs.length === 0) {
    throw notImplemented("awsx:ec2:Vpc without subnetSpecs");
  }
  return specs.map((spec: unknown, index) => parseSpec(spec, index));
}

function parseSpec(spec: unknown, index: number): SubnetSpec {
  const fields = isProperties(spec) ? spec : {};
  const type = subnetTypes.find((known) => known.toLowerCase() === String(fields["type"]).toLowerCase());
  if (type === undefined) {
    throw new Error(`subnetSpecs[${index}].type: expected one of ${subnetTypes.join(", ")}.`);
  }
  const { name, cidrMask, size, cidrBlocks, tags } = fields;
  return {
    type,
    label: typeof name === "string" ? name : type.toLowerCase(),
    mask: typeof cidrMask === "number" ? cidrMask : typeof size === "number" ? 32 - Math.log2(size) : undefined,
    blocks: Array.isArray(cidrBlocks) ? cidrBlocks.map(String) : undefined,
    tags: isProperties(tags) ? tags : {},
  };
}

function placeExplicitly({ vpcName, zones }: Layout, specs: readonly SubnetSpec[]): readonly PlacedSubnet[] {
  return eachZone(zones, (zoneIndex) =>
    specs.map((spec, index) => {
      const cidrBlock = spec.blocks?.[zoneIndex];
      if (cidrBlock === undefined || spec.blocks?.length !== zones) {
        throw new Error(`subnetSpecs[${index}].cidrBlocks: expected one block for each of ${zones} zones.`);
      }
      return place(vpcName, spec, zoneIndex, formatCidr(parseCidr(cidrBlock)));
    }),
  );
}

function placeEvenly(layout: Layout, specs: readonly SubnetSpec[]): readonly PlacedSubnet[] {
  const vpc = parseCidr(layout.cidrBlock);
  const zoneMask = typeof layout.zoneMask === "number" ? layout.zoneMask : vpc.mask + bitsFor(layout.zones);
  const evenMask = zoneMask + bitsFor(specs.length);
  return eachZone(layout.zones, (zoneIndex) => {
    const zoneFirst = vpc.first + zoneIndex * sizeOf(zoneMask);
    let next = zoneFirst;
    return specs.map((spec) => {
      const block = blockFrom(next, spec.mask ?? evenMask);
      next = endOf(block);
      if (next > zoneFirst + sizeOf(zoneMask)) {
        throw new Error(`The subnets do not fit into the /${zoneMask} of a zone.`);
      }
      return place(layout.vpcName, spec, zoneIndex, formatCidr(block));
    });
  });
}

function eachZone<Value>(zones: number, make: (zoneIndex: number) => readonly Value[]): readonly Value[] {
  return Array.from({ length: zones }, (_, zoneIndex) => make(zoneIndex)).flat();
}

function bitsFor(count: number): number {
  return Math.ceil(Math.log2(count));
}

function place(vpcName: string, spec: SubnetSpec, zoneIndex: number, cidrBlock: string): PlacedSubnet {
  return { type: spec.type, name: `${vpcName}-${spec.label}-${zoneIndex + 1}`, cidrBlock, zoneIndex, tags: spec.tags };
}

function refuseOverlaps(subnets: readonly PlacedSubnet[]): void {
  const blocks = subnets
    .map((subnet) => ({ name: subnet.name, cidr: parseCidr(subnet.cidrBlock) }))
    .toSorted((left, right) => left.cidr.first - right.cidr.first);
  for (const [index, block] of blocks.entries()) {
    const following = blocks[index + 1];
    if (following !== undefined && following.cidr.first < endOf(block.cidr)) {
      throw new Error(`The subnets ${block.name} and ${following.name} overlap.`);
    }
  }
}
