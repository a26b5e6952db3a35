import { beforeEach, describe, expect, it } from "vitest";
import { rebuildViews, type RebuildProgress } from "../../../../cli/views/rebuilding.ts";
import { tableSource } from "../../../../cli/views/table-source.ts";
import { systemClock, type Clock } from "../../../../functions/stores/clock.ts";
import { apiClient, funded } from "../../functions/platform/api-client.ts";
import { createPlatform, viewsTable, type Platform } from "../../functions/platform/platform.ts";
import { dynamoDbSeam } from "../../functions/platform/sdk-seam.ts";
import { callOf } from "../../local/aws/account.ts";

let platform: Platform;
let shop: ReturnType<typeof apiClient>;
let source: string;
let payee: string;

const LISTS = () => [
  `/v1/accounts/${source}/entries`,
  `/v1/accounts/${payee}/entries`,
  "/v1/payments",
  "/v1/events",
  `/v1/accounts/${source}/statements/2026-01`,
];

/** What the cell's views say, without how fresh they are. */
async function answers(): Promise<readonly unknown[]> {
  const found: unknown[] = [];
  for (const list of LISTS()) {
    const { status, body } = await shop.get(list, { cell: "eu" });
    const { as_of: _, stale: __, ...rest } = body;
    found.push([status, rest]);
  }
  return found;
}

/** Rows of the views' table, by their generation. */
async function generationsIn(): Promise<ReadonlyMap<string, number>> {
  const scan = callOf("dynamodb", "Scan", { TableName: viewsTable("eu") }, { region: "eu-west-1" });
  const { Items } = await platform.dynamoDb.service.handle(scan);
  const counts = new Map<string, number>();
  for (const { pk } of Items as readonly { readonly pk: { readonly S: string } }[]) {
    const generation = pk.S.split("#")[0] ?? "";
    counts.set(generation, (counts.get(generation) ?? 0) + 1);
  }
  return counts;
}

/** Rebuilds the views of the EU's cell; virtual time passes where it waits, and `meanwhile` happens then. */
function rebuild(meanwhile: () => Promise<void> = async () => {}, tell: (told: RebuildProgress) => void = () => {}) {
  const { kernel } = platform;
  const clock: Clock = {
    now: kernel.now,
    monotonic: kernel.now,
    deadline: systemClock().deadline,
    async sleep(ms) {
      await kernel.advance(ms);
      await platform.renewLeases();
      await meanwhile();
    },
  };
  const client = dynamoDbSeam(platform.dynamoDb.service, "eu-west-1");
  const place = { client, ledgerTable: "prod-ledger", viewsTable: viewsTable("eu") };
  return rebuildViews(place, tableSource(place, clock, kernel.random), clock, kernel.random, tell);
}

beforeEach(async () => {
  platform = await createPlatform();
  shop = apiClient(platform);
  source = await funded(platform, "eu", 10_000);
  payee = await shop.open("us");
  for (const amount of [1, 2, 3, 4, 5]) {
    await platform.kernel.advance(5);
    await shop.pay(source, payee, amount * 100);
  }
  await shop.pay(source, payee, 50, { capture: "manual", expires_in: 60 });
  await platform.settle();
  await platform.project();
  await platform.kernel.advance(4_000);
  await platform.renewLeases();
  await platform.kernel.advance(2_001);
});

describe("rebuilding the views", () => {
  it("comes to the same answers, and leaves nothing of the views before", async () => {
    const before = await answers();
    const size = (await generationsIn()).get("1");
    const told: string[] = [];
    const rebuilt = await rebuild(undefined, ({ step }) => told.push(step));
    expect(await answers()).toEqual(before);
    expect(rebuilt).toMatchObject({ unreadable: [], dropped: size });
    expect([...(await generationsIn()).keys()].toSorted()).toEqual(["2", "marks", "views"]);
    expect((await generationsIn()).get("2")).toBe(size);
    expect([...new Set(told)]).toEqual(["verifying", "waiting", "reading", "serving", "dropping"]);
  });

  it("repairs views that were lost or are wrong, and drops what no journal item asks for", async () => {
    const before = await answers();
    const table = viewsTable("eu");
    const call = (action: string, input: object) =>
      platform.dynamoDb.service.handle(
        callOf("dynamodb", action, { TableName: table, ...input }, { region: "eu-west-1" }),
      );
    const month = { pk: { S: `1#acct#${source}` }, sk: { S: "month#2026-01" } };
    await call("PutItem", { Item: { ...month, amount: { N: "1" }, entries: { N: "1" } } });
    await call("PutItem", {
      Item: { ...month, sk: { S: "entry#2026-01-01T00:00:00.000Z#pay_x#en_x" }, amount: { N: "5" } },
    });
    expect(await answers()).not.toEqual(before);
    await rebuild();
    expect(await answers()).toEqual(before);
  });

  it("misses nothing that is paid while it runs, and answers all the while", async () => {
    let paid = 0;
    await rebuild(async () => {
      paid += 1;
      expect((await shop.pay(source, payee, paid)).status).toBe(201);
      await platform.project();
      expect((await shop.get(`/v1/accounts/${source}/entries`, { cell: "eu" })).status).toBe(200);
    });
    await platform.settle();
    await platform.project();
    expect(paid).toBeGreaterThan(1);
    const at = new Date(platform.kernel.now()).toISOString();
    const { body } = await shop.get(`/v1/accounts/${source}/balance?at=${at}`, { cell: "eu" });
    expect([body["code"], body["posted"]]).toEqual([undefined, 10_000 - 1_500 - (paid * (paid + 1)) / 2]);
  });

  it("is taken up where it broke off by running it again", async () => {
    const before = await answers();
    const broken = rebuild(undefined, ({ step }) => {
      if (step === "serving") throw new Error("broken off");
    });
    await expect(broken).rejects.toThrow("broken off");
    expect(await answers()).toEqual(before);
    await rebuild();
    expect(await answers()).toEqual(before);
    expect([...(await generationsIn()).keys()].toSorted()).toEqual(["2", "marks", "views"]);
  });
});
