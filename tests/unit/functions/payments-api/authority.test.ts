import { beforeEach, describe, expect, it } from "vitest";
import { apiClient, funded } from "../platform/api-client.ts";
import { systemClock } from "../../../../functions/stores/clock.ts";
import { createControlWriter } from "../../../../functions/stores/control.ts";
import { createPlatform, type Platform } from "../platform/platform.ts";
import { dynamoDbSeam } from "../platform/sdk-seam.ts";

let platform: Platform;
let shop: ReturnType<typeof apiClient>;

beforeEach(async () => {
  platform = await createPlatform();
  shop = apiClient(platform);
});

describe("a cell acts only under a lease", () => {
  it("without one it declines nothing for good: 503, and the same key pays once the lease is back", async () => {
    const [source, payee] = [await funded(platform, "eu", 1_000), await shop.open("eu")];
    await platform.kernel.advance(9_000);
    const refused = await shop.pay(source, payee, 201, {}, "later");
    expect(refused).toMatchObject({ status: 503, body: { code: "limited", retryable: true } });
    expect(refused.headers.get("retry-after")).toBe("2");
    await platform.kernel.advance(2_001);
    await platform.renewLeases();
    expect(await shop.pay(source, payee, 201, {}, "later")).toMatchObject({ status: 201 });
  });

  it("with less than a second of it left no write starts", async () => {
    const [source, payee] = [await funded(platform, "eu", 1_000), await shop.open("eu")];
    await platform.kernel.advance(7_500);
    expect(await shop.pay(source, payee, 100)).toMatchObject({ status: 503, body: { code: "limited" } });
    expect(await shop.figures(source)).toEqual([1_000, 1_000, 0]);
  });

  it("before it ever had one it knows no issuer, and calls no token wrong", async () => {
    const young = await createPlatform(1, { leased: false });
    const early = await apiClient(young).get(`/v1/accounts/acc_eu_${"0".repeat(32)}`);
    expect(early).toMatchObject({ status: 503, body: { code: "limited" } });
    await young.renewLeases();
    expect(await apiClient(young).get(`/v1/accounts/acc_eu_${"0".repeat(32)}`)).toMatchObject({ status: 404 });
  });

  it("that it cannot read again it calls nothing wrong or unknown that a cell added since may know", async () => {
    const young = await createPlatform(1, { leased: false });
    const seam = dynamoDbSeam(young.dynamoDb.service, young.cell("eu").region);
    const keeper = createControlWriter(seam, "prod-eu-control", systemClock());
    const homes = { eu: { owner: young.cell("eu").name, epoch: 1n, mode: "normal" } } as const;
    await keeper.writeLease({ revision: 1n, sent: young.kernel.now(), homes, directoryRevision: 1n }, "keeper");
    const client = apiClient(young);
    const asked = () => client.get(`/v1/accounts/acc_us_${"0".repeat(32)}`, { cell: "eu" });
    const asStranger = () => client.get("/v1/events", { cell: "eu", token: young.token("us") });
    expect(await asked()).toMatchObject({ status: 404 });
    expect(await asStranger()).toMatchObject({ status: 401 });
    await keeper.putDirectoryItem("lease", { revision: "unreadable" });
    expect(await asked()).toMatchObject({ status: 503, body: { code: "limited", retryable: true } });
    expect(await asStranger()).toMatchObject({ status: 503, body: { code: "limited", retryable: true } });
    expect(young.logged.filter((line) => line.includes("a request broke"))).toEqual([]);
  });

  it("health follows the lease", async () => {
    const open = { token: undefined, cell: "eu" };
    expect(await shop.get("/healthz", open)).toMatchObject({ status: 200, body: { status: "ok", cell: "eu" } });
    await platform.kernel.advance(9_000);
    expect(await shop.get("/healthz", open)).toMatchObject({ status: 503, body: { code: "limited" } });
    // An evacuated cell that has a lease is well: it sends its clients on.
    await platform.takeOver("eu", "us", 2n);
    expect(await shop.get("/healthz", open)).toMatchObject({ status: 200 });
  });
});

it("a token whose key was taken out of the directory is good no longer, though it was verified before", async () => {
  const token = platform.token("eu");
  const source = await funded(platform, "eu", 1_000);
  const read = () => shop.get(`/v1/accounts/${source}`, { token });
  expect(await read()).toMatchObject({ status: 200 });
  await platform.replaceKeys("eu", '{"keys":[]}');
  expect(await read()).toMatchObject({ status: 401, body: { code: "token_invalid" } });
});

describe("a request for a home that another cell serves", () => {
  it("is not executed, and says where to go", async () => {
    const [source, payee] = [await funded(platform, "eu", 1_000), await shop.open("eu")];
    const body = { payee, amount: 100, currency: "EUR" };
    const answer = await shop.post(`/v1/accounts/${source}/payments`, body, { cell: "us" });
    expect(answer).toMatchObject({ status: 421, body: { code: "misdirected", retryable: true, cell: "us" } });
    expect(answer.headers.get("home-cell")).toBe("eu");
    expect(answer.headers.get("served-by")).toBe("us");
    expect(await shop.figures(source)).toEqual([1_000, 1_000, 0]);
  });

  it("names the owner, not the permanent home, while the home is evacuated", async () => {
    const [source, payee] = [await funded(platform, "eu", 1_000), await shop.open("eu")];
    await platform.kernel.advance(3_000);
    await platform.renewLeases({ eu: "us" }, 2n);
    const answer = await shop.pay(source, payee, 100);
    expect(answer).toMatchObject({ status: 421 });
    expect(answer.headers.get("home-cell")).toBe("us");
  });

  it("reads elsewhere say that they may be stale", async () => {
    const source = await funded(platform, "eu", 1_000);
    await platform.kernel.advance(1_000);
    const answer = await shop.get(`/v1/accounts/${source}/balance`, { cell: "us" });
    expect(answer).toMatchObject({ status: 200, body: { posted: 1_000, stale: true } });
    expect(answer.headers.get("home-cell")).toBe("eu");
    const payee = await shop.open("eu");
    const id = String((await shop.pay(source, payee, 100)).body["id"]);
    const paidAt = new Date(platform.kernel.now()).toISOString();
    await platform.kernel.advance(1_000);
    const now = new Date(platform.kernel.now()).toISOString();
    const read = (cell: string) => shop.get(`/v1/payments/${id}`, { cell });
    expect(await read("eu")).toMatchObject({ body: { state: "completed", as_of: now, stale: false } });
    expect(await read("us")).toMatchObject({ body: { state: "completed", as_of: paidAt, stale: true } });
  });
});

it("an older epoch than the ledger's is fenced, and nothing is declined for good", async () => {
  const [source, payee] = [await funded(platform, "eu", 1_000), await shop.open("eu")];
  await platform.kernel.advance(3_000);
  await platform.renewLeases({}, 5n);
  expect(await shop.pay(source, payee, 100)).toMatchObject({ status: 201 });
  await platform.kernel.advance(3_000);
  // What a container would believe that slept through the change of epoch.
  await platform.renewLeases({}, 4n, 6n);
  expect(await shop.pay(source, payee, 100, {}, "stale")).toMatchObject({ status: 503, body: { code: "limited" } });
  await platform.kernel.advance(3_000);
  await platform.renewLeases({}, 5n, 7n);
  expect(await shop.pay(source, payee, 100, {}, "stale")).toMatchObject({ status: 201 });
});

describe("a container that the ledger has shown to be behind", () => {
  /** The function has just read a lease of epoch 4, and the ledger and the next lease are of epoch 5. */
  async function behind(): Promise<{ readonly source: string; readonly payee: string; readonly paid: string }> {
    const [source, payee] = [await funded(platform, "eu", 1_000), await shop.open("eu")];
    await platform.kernel.advance(3_000);
    await platform.renewLeases({}, 5n);
    const { body } = await shop.pay(source, payee, 100);
    // An account learns an epoch when it is debited: a refund debits the payee.
    expect(await shop.pay(payee, source, 10)).toMatchObject({ status: 201 });
    await platform.kernel.advance(3_000);
    await platform.renewLeases({}, 4n, 6n);
    expect(await shop.pay(source, payee, 100)).toMatchObject({ status: 503, body: { code: "limited" } });
    await platform.renewLeases({}, 5n, 7n);
    return { source, payee, paid: String(body["id"]) };
  }

  it("reads its lease again at once: the retry is taken though the copy was fresh", async () => {
    const { source, payee } = await behind();
    expect(await shop.pay(source, payee, 100, {}, "again")).toMatchObject({ status: 503 });
    expect(await shop.pay(source, payee, 100, {}, "again")).toMatchObject({ status: 201 });
  });

  it("does so for an operation, too", async () => {
    const { paid } = await behind();
    const refund = () => shop.post(`/v1/payments/${paid}/refunds`, { amount: 40 }, { key: "refund" });
    expect(await refund()).toMatchObject({ status: 503 });
    expect(await refund()).toMatchObject({ status: 201 });
  });
});
