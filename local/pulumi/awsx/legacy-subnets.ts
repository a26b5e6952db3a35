import { aligned, endOf, formatCidr, overlap, parseCidr, sizeOf } from "../../aws/declared/cidr.ts";
import type { Cidr } from "../../aws/declared/cidr.ts";
import { defaultSpecs } from "./subnet-specs.ts";
import type { SubnetSpec, SubnetType } from "./subnet-specs.ts";
import type { Layout, Placement } from "./subnets.ts";

/** In this order whatever the program's, each with the widest mask that it takes unasked. */
const sequence: readonly (readonly [SubnetType, number])[] = [
  ["Private", 19],
  ["Public", 20],
  ["Isolated", 24],
];

/** The strategy Legacy: in each zone private subnets, then public, then isolated ones. Explicit blocks do not count. */
export function placeLegacy({ cidrBlock, zones, specs }: Layout): readonly Placement[] {
  const vpc = parseCidr(cidrBlock);
  const zoneMask = vpc.mask + Math.ceil(Math.log2(zones.length));
  return zones.flatMap((_, zoneIndex) => {
    const zone = { first: vpc.first + zoneIndex * sizeOf(zoneMask), mask: zoneMask };
    const blocks =
      specs === undefined
        ? defaultSpecs([undefined, undefined]).map((spec, index) => ({ spec, cidr: halved(zone, index) }))
        : placeInZone(zone, specs);
    return blocks.map(({ spec, cidr }) => ({ spec, zoneIndex, block: formatCidr(cidr) }));
  });
}

/** Without specs: the private subnet has the zone's first half, the public one half of the other. */
function halved(zone: Cidr, index: number): Cidr {
  const first = { first: zone.first, mask: zone.mask + 1 };
  return index === 0 ? first : { first: endOf(first), mask: zone.mask + 2 };
}

interface PlacedSpec {
  readonly spec: SubnetSpec;
  readonly cidr: Cidr;
}

function placeInZone(zone: Cidr, specs: readonly SubnetSpec[]): readonly PlacedSpec[] {
  const placed: PlacedSpec[] = [];
  for (const [type, widest] of sequence) {
    const before = placed.at(-1)?.cidr;
    // Not moved to a block's first address: a public subnet may start in the middle of its own mask.
    const start = before === undefined ? zone.first : before.first + sizeOf(before.mask);
    for (const [index, spec] of specs.filter((one) => one.type === type).entries()) {
      const mask = spec.mask ?? Math.max(zone.mask + (specs.length === 1 ? 0 : 1), widest);
      const wanted = { first: start + index * sizeOf(mask), mask };
      const last = placed.at(-1)?.cidr ?? { first: zone.first - 1, mask: 32 };
      placed.push({ spec, cidr: overlap(last, wanted) ? blockAfter(last, mask) : wanted });
    }
  }
  return placed;
}

/** The block of length `mask` after the one that holds the last address of `previous`. */
function blockAfter(previous: Cidr, mask: number): Cidr {
  return { first: endOf(aligned({ first: endOf(previous) - 1, mask })), mask };
}
