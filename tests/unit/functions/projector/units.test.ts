import { beforeAll, describe, expect, it } from "vitest";
import { apiClient, funded } from "../platform/api-client.ts";
import { createPlatform, viewsTable, type Platform } from "../platform/platform.ts";

const PAYMENTS = 20;

let platform: Platform;
let shop: ReturnType<typeof apiClient>;
let source: string;

beforeAll(async () => {
  platform = await createPlatform();
  shop = apiClient(platform);
  source = await funded(platform, "eu", 1_000_000);
  await platform.settle();
  await platform.project();
});

/** Write units of a cell's views, less the one that notes how far its projector has come. */
async function unitsOf(payee: string): Promise<readonly number[]> {
  const units = () =>
    (["eu", "us"] as const).map((cell) => {
      const { region } = platform.cell(cell);
      return platform.dynamoDb.meter()[region]?.[viewsTable(cell)]?.writeUnits ?? 0;
    });
  // The payee is known everywhere, or it would be caught up with.
  await platform.settle();
  await platform.project();
  const before = units();
  for (let number = 0; number < PAYMENTS; number += 1) await shop.pay(source, payee, 10);
  await platform.settle();
  await platform.project();
  return units().map((after, cell) => after - (before[cell] ?? 0) - 1);
}

describe("what a payment writes in the views of each cell", () => {
  it("is two entries and a place in its tenant's listing within a cell: a unit each", async () => {
    expect(await unitsOf(await shop.open("eu"))).toEqual([3 * PAYMENTS, 3 * PAYMENTS]);
  });

  it("is a place in the payee's listing more where that is credited by another cell", async () => {
    expect(await unitsOf(await shop.open("us"))).toEqual([4 * PAYMENTS, 4 * PAYMENTS]);
  });
});
