import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { availabilityZones, cellCidrs } from "../../../../infra/plan/cidrs.ts";

/** First and last address of a range, as numbers. */
function addresses(cidr: string): readonly [first: number, last: number] {
  const [address = "", prefix = ""] = cidr.split("/");
  const first = address.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0);
  return [first, first + 2 ** (32 - Number(prefix)) - 1];
}

function overlap(one: string, other: string): boolean {
  const [[first, last], [otherFirst, otherLast]] = [addresses(one), addresses(other)];
  return first <= otherLast && otherFirst <= last;
}

const network = fc.integer({ min: 0, max: 255 });

describe("the address ranges of a cell", () => {
  it("of network 0 are these", () => {
    expect(cellCidrs(0)).toEqual({
      vpc: "10.0.0.0/16",
      isolated: ["10.0.0.0/19", "10.0.64.0/19", "10.0.128.0/19"],
      private: ["10.0.32.0/20", "10.0.96.0/20", "10.0.160.0/20"],
      public: ["10.0.48.0/20", "10.0.112.0/20", "10.0.176.0/20"],
    });
  });

  it("lie in the cell's own, start where their prefix says, and never overlap", () => {
    fc.assert(
      fc.property(network, (octet) => {
        const cidrs = cellCidrs(octet);
        const subnets = [...cidrs.public, ...cidrs.private, ...cidrs.isolated];
        expect(subnets).toHaveLength(3 * availabilityZones);
        const [first, last] = addresses(cidrs.vpc);
        for (const [index, subnet] of subnets.entries()) {
          const [start, end] = addresses(subnet);
          expect(start).toBeGreaterThanOrEqual(first);
          expect(end).toBeLessThanOrEqual(last);
          expect(start % (end - start + 1)).toBe(0);
          expect(subnets.filter((other, at) => at !== index && overlap(subnet, other))).toEqual([]);
        }
      }),
    );
  });

  it("never overlap another cell's", () => {
    fc.assert(
      fc.property(network, network, (one, other) => {
        fc.pre(one !== other);
        expect(overlap(cellCidrs(one).vpc, cellCidrs(other).vpc)).toBe(false);
      }),
    );
  });
});
