import { expect, it } from "vitest";
import { planCell } from "../../../../infra/plan/cell-plan.ts";
import { cellNeeds, cellReservations, watcherReservations } from "../../../../infra/plan/needs.ts";
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
    "gateway endpoints": 2,
    "interface endpoints in a VPC": endpoints,
  });
});

it("a cell reserves concurrency for its lease keeper and its controller", () => {
  expect(cellReservations(planCell(prod, eu, "small"))).toEqual([{ region: "eu-west-1", reserved: 10 }]);
});

it("the watchers reserve theirs in every region of the authority", () => {
  expect(watcherReservations(prod)).toEqual([
    { region: "eu-west-1", reserved: 5 },
    { region: "eu-central-1", reserved: 5 },
  ]);
});
