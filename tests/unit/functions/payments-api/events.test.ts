import { beforeEach, describe, expect, it } from "vitest";
import { putEvent, type AccountEvent } from "../../../../functions/domain/events.ts";
import { parseAccountId, parseTenant } from "../../../../functions/domain/ids.ts";
import { apiClient } from "../platform/api-client.ts";
import { createPlatform, type Platform } from "../platform/platform.ts";

let platform: Platform;
let shop: ReturnType<typeof apiClient>;
let account: string;

beforeEach(async () => {
  platform = await createPlatform();
  shop = apiClient(platform);
  account = await shop.open("eu");
});

/** Tells the account so many events, a second apart. */
async function tell(count: number): Promise<void> {
  const [id, tenant] = [parseAccountId(account), parseTenant("shop")];
  if (!id.ok || !tenant.ok) throw new Error("the test names its account rightly");
  for (let second = 0; second < count; second += 1) {
    const at = BigInt(Date.UTC(2027, 0, 1, 0, 0, second));
    const event: AccountEvent = { type: "account.overdrawn", account: id.value, tenant: tenant.value, amount: 7n, at };
    await platform.cell("eu").ledger.commit([putEvent(event)], () => true);
  }
}

const list = (query = "", more = {}) => shop.get(`/v1/accounts/${account}/events${query}`, more);

describe("the events of an account", () => {
  it("are none at first, and then the newest last", async () => {
    expect(await list()).toMatchObject({ status: 200, body: { data: [], has_more: false, next_cursor: null } });
    await tell(2);
    const { body } = await list();
    const overdrawn = { object: "event", type: "account.overdrawn", account, amount: 7 };
    expect(body["data"]).toMatchObject([
      { ...overdrawn, created_at: "2027-01-01T00:00:00.000Z", id: expect.stringMatching(/^evt_[0-9a-f]{32}$/) },
      { ...overdrawn, created_at: "2027-01-01T00:00:01.000Z" },
    ]);
  });

  it("come a page at a time, each once", async () => {
    await tell(5);
    const seen: unknown[] = [];
    let query = "?limit=2";
    for (let page = 0; page < 3; page += 1) {
      const { body } = await list(query);
      const data = body["data"];
      seen.push(...(Array.isArray(data) ? data : []));
      expect(body["has_more"]).toBe(page < 2);
      query = `?limit=2&cursor=${String(body["next_cursor"])}`;
    }
    expect(new Set(seen.map((event) => JSON.stringify(event))).size).toBe(5);
    expect(query).toBe("?limit=2&cursor=null");
  });

  it("have the same id in every cell", async () => {
    await tell(1);
    await platform.kernel.advance(1_000);
    expect((await list("", { cell: "us" })).body).toEqual((await list()).body);
  });

  it.each(["?limit=0", "?limit=101", "?limit=ten", "?limit=-1", "?cursor=*", "?cursor="])(
    "refuse %s",
    async (query) => {
      expect(await list(query)).toMatchObject({ status: 400, body: { code: "invalid_request" } });
    },
  );

  it("are nobody else's", async () => {
    await tell(1);
    const other = apiClient(platform, { client_id: "other-client" });
    expect(await other.get(`/v1/accounts/${account}/events`)).toMatchObject({ status: 404 });
    const token = platform.token("eu", { scope: "payments/read" });
    expect(await list("", { token })).toMatchObject({ status: 403 });
  });
});

describe("the events of a tenant", () => {
  it("go on in the cell that gave the cursor: another one has learned of them in another order", async () => {
    await tell(3);
    await platform.kernel.advance(1_000);
    await platform.project();
    await platform.kernel.advance(4_000);
    const { body } = await shop.get("/v1/events?limit=1", { cell: "eu" });
    const next = `/v1/events?cursor=${String(body["next_cursor"])}`;
    expect((await shop.get(next, { cell: "eu" })).body["data"]).toHaveLength(2);
    expect((await shop.get("/v1/events", { cell: "us" })).body["data"]).toHaveLength(3);
    expect(await shop.get(next, { cell: "us" })).toMatchObject({
      status: 400,
      body: { errors: [{ field: "cursor" }] },
    });
  });
});
