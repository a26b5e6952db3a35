import { expect, it } from "vitest";
import { planCell } from "../../../../infra/plan/cell-plan.ts";
import { cellNeeds, reservedConcurrency } from "../../../../infra/plan/needs.ts";
import { eu, prod } from "./fixture.ts";

it.each([
  ["small", 1, 2],
  ["full", 3, 4],
] as const)("a %s cell takes %d addresses and %d interface endpoints", (size, addresses, endpoints) => {
  const needs = cellNeeds(planCell(prod, eu, size));
  expect(Object.fromEntries(needs.map(({ what, count }) => [what, count]))).toEqual({
    VPCs: 1,
    "internet gateways": 1,
    "Elastic IP addresses": addresses,
    "NAT gateways in a zone": 1,
    "gateway endpoints": 1,
    "interface endpoints in a VPC": endpoints,
  });
});

it("a cell reserves concurrency for its lease keeper", () => {
  expect(reservedConcurrency(planCell(prod, eu, "small"))).toBe(5);
});
