import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildRouter } from "../../../../infra/bundles/bundle.ts";
import { root } from "../../../../infra/bundles/paths.ts";
import { stageOf, type CellEntry } from "../../../../infra/plan/registry.ts";
import { renderRouter, routingTable } from "../../../../infra/plan/routing.ts";
import { runRouter, type Edge } from "./harness.ts";

const cell = (name: string, near: readonly string[]): CellEntry => ({
  name,
  region: `${name}-west-1`,
  residency: name.toUpperCase(),
  network: 0,
  standIns: [],
  near,
  stages: ["prod"],
});
const registry = {
  account: "111122223333",
  domain: "pay.example.com",
  zoneId: "Z1",
  authority: { replicas: ["eu-west-1", "eu-central-1"] as const, witness: "eu-west-3" },
  cells: [cell("eu", ["Europe/", "Asia/"]), cell("us", ["America/"]), cell("ap", ["Asia/Tokyo"])],
};

let code = "";
let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "edge-router-"));
  await buildRouter(root, folder);
  const source = await readFile(path.join(folder, "functions/edge-router/router.js"), "utf8");
  code = renderRouter(source, routingTable(stageOf(registry, "prod")));
});
afterAll(() => rm(folder, { recursive: true }));

interface Setting extends Partial<Edge> {
  readonly method?: string;
  readonly uri?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Runs the built router on a request, and tells which origins it selected with which overrides. */
async function route(setting: Setting) {
  const { method = "GET", uri = "/v1/events", headers = {}, store = {}, refuses = false } = setting;
  const request = {
    method,
    uri,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, { value }])),
    querystring: {},
    cookies: {},
  };
  const { selected, ...outcome } = await runRouter(code, { version: "1.0", request }, { store, refuses });
  expect(outcome).toEqual({ value: request });
  return selected;
}

async function cellOf(setting: Setting): Promise<string | undefined> {
  const [first] = await route(setting);
  return first?.[0];
}

const euAccount = "/v1/accounts/acc_eu_0123456789abcdef0123456789abcdef";
const usPayment = "/v1/payments/pay_us_0123456789abcdef0123456789abcdef";
const berlin = { "cloudfront-viewer-time-zone": "Europe/Berlin" };
const chicago = { "cloudfront-viewer-time-zone": "America/Chicago" };

const rows: readonly (readonly [rule: string, setting: Setting, cell: string])[] = [
  ["an account's home stands in its id", { uri: euAccount, headers: chicago }, "eu"],
  ["a payment's too", { uri: `${usPayment}/refunds`, headers: berlin }, "us"],
  ["the first id of the path counts", { uri: `${euAccount}/payments/pay_us_0`, headers: chicago }, "eu"],
  ["the store says who serves a home", { uri: euAccount, store: { "serves/eu": "us" } }, "us"],
  ["of a home that it knows", { uri: euAccount, store: { "serves/us": "ap" } }, "eu"],
  ["rubbish in the store leaves the home", { uri: euAccount, store: { "serves/eu": "\u0000{mars" } }, "eu"],
  ["a store that is gone leaves the home", { uri: euAccount, store: "gone" }, "eu"],
  [
    "a client that was sent on is believed above the store",
    { uri: euAccount, headers: { "prefer-cell": "ap" }, store: { "serves/eu": "us" } },
    "ap",
  ],
  ["but only to a cell that exists", { uri: euAccount, headers: { "prefer-cell": "mars" } }, "eu"],
  ["a home that nobody knows: the nearest cell answers", { uri: "/v1/accounts/acc_mars_0", headers: chicago }, "us"],
  ["no account addressed: the nearest", { headers: chicago }, "us"],
  ["the longest prefix is the nearest", { headers: { "cloudfront-viewer-time-zone": "Asia/Tokyo" } }, "ap"],
  ["a time zone of no cell: the first", { headers: { "cloudfront-viewer-time-zone": "Antarctica/Troll" } }, "eu"],
  ["no time zone: the first", {}, "eu"],
  ["the nearest is down: the next", { headers: chicago, store: { "down/us": "1" } }, "eu"],
  ["down does not move accounts", { uri: euAccount, store: { "down/eu": "1" } }, "eu"],
  [
    "all are down: the nearest, which may be up again",
    { headers: chicago, store: { "down/eu": "1", "down/us": "1", "down/ap": "1" } },
    "us",
  ],
  ["no store: all count as up", { headers: chicago, store: "gone" }, "us"],
  [
    "an account is opened where its header says",
    { method: "POST", uri: "/v1/accounts", headers: { "home-cell": "us", ...berlin } },
    "us",
  ],
  [
    "or by whoever serves that home",
    { method: "POST", uri: "/v1/accounts", headers: { "home-cell": "us" }, store: { "serves/us": "eu" } },
    "eu",
  ],
  [
    "a cell that does not exist opens nothing: the nearest refuses",
    { method: "POST", uri: "/v1/accounts", headers: { "home-cell": "mars", ...chicago } },
    "us",
  ],
  ["the header means nothing elsewhere", { uri: "/v1/events", headers: { "home-cell": "us", ...berlin } }, "eu"],
  ["an empty path", { uri: "", headers: chicago }, "us"],
];

describe("the edge router picks a cell", () => {
  it.each(rows)("%s", async (_rule, setting, expected) => {
    expect(await cellOf(setting)).toBe(expected);
  });

  it("and tells its origin under its own name", async () => {
    expect(await route({ uri: usPayment })).toEqual([["us", { hostHeader: "us.origin.pay.example.com" }]]);
  });

  it("and leaves the request to the default origin when the edge refuses", async () => {
    expect(await route({ uri: usPayment, refuses: true })).toEqual([]);
  });
});

describe("as deployed, the edge router", () => {
  it("has at most 3 KB", () => {
    expect(Buffer.byteLength(code)).toBeLessThanOrEqual(3 * 1024);
  });

  /** What a stricter parser than the sandbox's, CloudFront's own, does not take. */
  const unknownToCloudFront: readonly (readonly [string, RegExp])[] = [
    ["destructuring", /\b(?:const|let|var)\s*[[{]/],
    ["spread or rest", /\.\.\./],
    ["optional chaining", /\?\.(?!\d)/],
    ["for-of", /\bfor\s*\([^;)]*\bof\b/],
    ["classes", /\bclass\b/],
    ["Map and Set", /\bnew (?:Weak)?(?:Map|Set)\b/],
    ["default parameters", /function \w+\([^)]*=|\([^()]*=[^()=>]*\)=>/],
    ["a catch without a name", /catch\s*\{/],
    ["await in arguments", /[(,]\s*await\b/],
  ];
  it.each(unknownToCloudFront)("uses no %s", (_feature, form) => {
    expect(code).not.toMatch(form);
  });

  it("cannot be made from a source without a place for its table", () => {
    expect(() => renderRouter("function handler() {}", { cells: [], hosts: {}, near: [] })).toThrow(
      "The edge router's source has no __ROUTING_TABLE__; was it built with `npm run build`?",
    );
  });
});
