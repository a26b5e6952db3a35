import { stageOf, type CellEntry } from "../../../../infra/plan/registry.ts";
import { routingTable } from "../../../../infra/plan/routing.ts";
import type { Edge } from "./harness.ts";

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
  bank: { url: "https://rail.bank.example/v1", name: "Cells", iban: "DE89370400440532013000", bic: "COBADEFF" },
  cells: [cell("eu", ["Europe/", "Asia/"]), cell("us", ["America/"]), cell("ap", ["Asia/Tokyo"])],
};

/** The table that the router is deployed with. */
export const table = routingTable(stageOf(registry, "prod"));

/** A request, and the edge that it meets. */
export interface Setting extends Partial<Edge> {
  readonly method?: string;
  readonly uri?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The event that CloudFront makes of a request. */
export function eventOf({ method = "GET", uri = "/v1/events", headers = {} }: Setting) {
  const request = {
    method,
    uri,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, { value }])),
    querystring: {},
    cookies: {},
  };
  return { version: "1.0", request };
}

const euAccount = "/v1/accounts/acc_eu_0123456789abcdef0123456789abcdef";
/** A payment whose home is the cell us. */
export const usPayment = "/v1/payments/pay_us_0123456789abcdef0123456789abcdef";
const berlin = { "cloudfront-viewer-time-zone": "Europe/Berlin" };
const chicago = { "cloudfront-viewer-time-zone": "America/Chicago" };

/** Requests, each with the rule that it shows and the cell that it goes to. */
export const rows: readonly (readonly [rule: string, setting: Setting, cell: string])[] = [
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
