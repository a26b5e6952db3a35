import { beforeAll, describe, expect, it } from "vitest";
import { paymentFile } from "../../../../drills/simulation/payment-file.ts";
import { fileQueueUrls } from "../../../../drills/simulation/uploads.ts";
import { lightWebObjects } from "../../../../drills/simulation/web-objects.ts";
import { createWorld, type World } from "../../../../drills/simulation/world.ts";
import { noFaults } from "../../../../local/faults/plan.ts";

let world: World;

/** Asks the world, and lets its time pass until it answers. */
async function through<Value>(asked: Promise<Value>): Promise<Value> {
  const state = { settled: false };
  const watched = asked.finally(() => (state.settled = true));
  while (!state.settled) await world.advance(50);
  return watched;
}

async function ask(method: "GET" | "POST", path: string, key: string, body?: object) {
  const headers = {
    authorization: `Bearer ${world.token("eu", "ops-client")}`,
    "content-type": "application/json",
    "idempotency-key": key,
    "home-cell": "eu",
  };
  const request = { method, path, headers, body: body && JSON.stringify(body) } as const;
  const { reply } = await through(world.request(request, "eu"));
  return reply?.body ?? {};
}

const open = async (name: string, kind: string) =>
  String((await ask("POST", "/v1/accounts", name, { currency: "EUR", kind }))["id"]);

let debtor: string;
let payee: string;

beforeAll(async () => {
  const objects = lightWebObjects();
  world = await createWorld({
    seed: 3,
    cells: 2,
    seam: "direct",
    faults: noFaults,
    uploads: { queues: { visibilityMs: 720_000, receivesMax: 20, batch: 1, concurrent: 2 }, files: [], episodes: [] },
  });
  const settlement = await open("settlement", "settlement");
  [debtor, payee] = [await open("debtor", "customer"), await open("payee", "customer")];
  const funds = { payee: debtor, amount: 5_000, currency: "EUR" };
  await ask("POST", `/v1/accounts/${settlement}/payments`, "funds", funds);
  return objects.restore;
});

describe("an upload to a simulated cell", () => {
  it("is taken at its presigned URL once, and only as it was signed; then it is paid, line by line", async () => {
    const path = `/v1/accounts/${debtor}/payment_uploads`;
    const { id, upload_url: signed, upload_headers: given } = await ask("POST", path, "one", {});
    const url = String(signed);
    const headers = { ...(given as Readonly<Record<string, string>>) }; // the API's own form
    const lines = [
      { payee, amount: 1_200 },
      { payee, amount: 3_400 },
    ];
    const body = paymentFile("file-one", lines);
    const put = (file: { readonly url?: string; readonly headers?: typeof headers }) =>
      through(world.uploads?.put({ url, headers, body, ...file }) ?? Promise.reject(new Error("Nobody uploads.")));

    expect(await put({ headers: {} })).toBe(403);
    expect(await put({ url: url.replace(".xml", "0.xml") })).toBe(403);
    expect(await put({})).toBe(200);
    expect(await put({})).toBe(412);
    await world.advance(2_000);
    const counts = { total: 2, completed: 2, waiting: 0 };
    expect(await ask("GET", `${path}/${String(id)}`, "")).toMatchObject({ state: "completed", counts });
    const { data } = await ask("GET", `${path}/${String(id)}/lines`, "");
    expect(data).toMatchObject([{ status: "completed" }, { status: "completed" }]);
    expect(await ask("GET", `/v1/accounts/${debtor}/balance`, "")).toMatchObject({ posted: 400 });
    for (const queue of Object.values(fileQueueUrls({ cell: "eu", region: "eu-west-1" }))) {
      expect(world.queues.backlog(queue)).toMatchObject({ waiting: 0, deadLetters: 0 });
    }
  });

  it("is refused once its URL has expired", async () => {
    const path = `/v1/accounts/${debtor}/payment_uploads`;
    const { upload_url: url, upload_headers: given } = await ask("POST", path, "two", {});
    await world.advance(901_000);
    const headers = { ...(given as Readonly<Record<string, string>>) }; // the API's own form
    expect(await through(world.uploads?.put({ url: String(url), headers, body: "" }) ?? expect.fail())).toBe(403);
  }, 120_000);
});
