import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { checkWebhooks } from "../../../../drills/checkers/webhooks.ts";
import type {
  EndpointVersion,
  HappenedEvent,
  SeenAttempt,
  SeenDelivery,
  SentWebhook,
  WebhookRun,
} from "../../../../drills/checkers/webhooks/webhook-run.ts";

const [HOOK, URL, SECRET, OTHER] = ["whk_eu_1", "https://shop.example/events", "whsec_b25l", "whsec_dHdv"];
const HOUR = 3_600_000;
const everywhere = (at: number) => new Map(["eu", "us"].map((cell) => [cell, at]));

const event: HappenedEvent = {
  id: "evt_1",
  home: "eu",
  at: 100_000,
  item: { type: "operation.completed", tenant: "shop", account: "acc_eu_1", operation: "op_1", amount: 25n },
};
const body = JSON.stringify({
  type: "operation.completed",
  data: { id: "evt_1", type: "operation.completed", account: "acc_eu_1", operation: "op_1", amount: 25 },
});
const endpoint: EndpointVersion = {
  id: HOOK,
  tenant: "shop",
  url: URL,
  events: [],
  status: "enabled",
  round: 0,
  version: 1,
  secret: SECRET,
  before: undefined,
  at: 1_000,
  seen: everywhere(1_500),
};
const attempt: SeenAttempt = { at: 101_000, tookMs: 50, lane: "fast", result: "delivered" };
const delivery: SeenDelivery = {
  cell: "eu",
  endpoint: HOOK,
  event: "evt_1",
  state: "delivered",
  endedAt: 101_100,
  attempts: [attempt],
};

function sentAt(at: number, secrets: readonly string[] = [SECRET], more: Partial<SentWebhook> = {}): SentWebhook {
  const timestamp = `${Math.floor(at / 1_000)}`;
  const signed = secrets.map((secret) => {
    const key = Buffer.from(secret.slice("whsec_".length), "base64");
    return `v1,${createHmac("sha256", key).update(`evt_1.${timestamp}.${body}`).digest("base64")}`;
  });
  const headers = { "webhook-id": "evt_1", "webhook-timestamp": timestamp, "webhook-signature": signed.join(" ") };
  return { from: "eu", at, url: URL, headers, body, status: 204, heard: true, ...more };
}

const sound: WebhookRun = {
  events: [event],
  endpoints: [endpoint],
  gone: [],
  promises: [{ endpoint: HOOK, secret: SECRET, since: 1, until: undefined, droppedAt: undefined }],
  enabled: [],
  deliveries: [delivery],
  sent: [sentAt(101_000)],
  parked: new Set(),
  slackMs: 10_000,
};

const faults = (run: Partial<WebhookRun>): readonly string[] =>
  checkWebhooks({ ...sound, ...run }).flatMap(({ checker, breaches }) =>
    breaches.map(({ fault }) => `${checker.name.slice("webhooks/".length)}: ${fault}`),
  );
const failed = (count: number): readonly SeenAttempt[] => {
  const pauses = [5_000, 300_000, 0.5 * HOUR, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR];
  let at = 101_000;
  return Array.from({ length: count }, (_, index) => {
    const made = { at, tookMs: 50, lane: "fast", result: "status" };
    at += 60 + (pauses[index] ?? 0);
    return made;
  });
};
/** The same endpoint from a later moment on. */
const later = (change: Partial<EndpointVersion>, at = 200_000): EndpointVersion => ({
  ...endpoint,
  version: 2,
  at,
  seen: everywhere(at + 500),
  ...change,
});

describe("an event whose tenant wants to hear of it", () => {
  it("arrives, and nothing is wrong", () => {
    expect(faults({})).toEqual([]);
  });

  it("is missed where nobody tells it", () => {
    expect(faults({ deliveries: [], sent: [] })).toEqual([
      `events-arrive: Nobody tells ${HOOK} of operation.completed evt_1 of eu.`,
    ]);
  });

  it.each<readonly [string, Partial<WebhookRun>]>([
    ["lies in a relay's dead letters", { parked: new Set(["evt_1"]) }],
    ["is of a type that was not asked for", { endpoints: [{ ...endpoint, events: ["payment.returned"] }] }],
    ["is another tenant's", { endpoints: [{ ...endpoint, tenant: "other" }] }],
    ["happened before its cell knew of the endpoint", { endpoints: [{ ...endpoint, seen: new Map([["us", 1_500]]) }] }],
    ["happened when the endpoint was about to be disabled", { endpoints: [endpoint, later({ status: "disabled" })] }],
    ["has an endpoint that is gone", { gone: [{ endpoint: HOOK, round: 0, at: 90_000, seen: new Map() }] }],
  ])("need not be told where it %s", (_, run) => {
    expect(faults({ ...run, deliveries: [], sent: [] })).toEqual([]);
  });

  it("is missed in a round of the endpoint's in which it is not gone", () => {
    const gone = [{ endpoint: HOOK, round: 0, at: 20_000, seen: everywhere(20_500) }];
    const again = [endpoint, later({ round: 1 }, 50_000)];
    expect(faults({ gone, endpoints: again, deliveries: [], sent: [] })).toHaveLength(1);
  });

  it("is missed once its tenant was told that the endpoint is enabled again, whatever the round says", () => {
    const gone = [{ endpoint: HOOK, round: 0, at: 20_000, seen: everywhere(20_500) }];
    const run = { gone, endpoints: [endpoint, later({}, 50_000)], deliveries: [], sent: [] };
    expect(faults({ ...run, enabled: [{ endpoint: HOOK, askedAt: 49_000, since: 2 }] })).toHaveLength(1);
    expect(faults({ ...run, enabled: [{ endpoint: HOOK, askedAt: 19_000, since: 2 }] })).toEqual([]);
    expect(faults(run)).toEqual([]);
  });

  it("must not wait when all is over, nor be dropped, nor be said to have arrived where it has not", () => {
    const waiting = { ...delivery, state: "waiting", endedAt: undefined, attempts: failed(2) };
    expect(faults({ deliveries: [waiting] })).toEqual([
      `events-arrive: After all, the delivery of evt_1 from eu to ${HOOK} waits, with 2 attempts made.`,
    ]);
    expect(faults({ deliveries: [{ ...delivery, state: "cancelled" }] })).toEqual([
      `events-arrive: evt_1 is not sent to ${HOOK} any more, which nobody has ended.`,
    ]);
    for (const sent of [
      [],
      [sentAt(101_000, [SECRET], { status: 500 })],
      [sentAt(101_000, [SECRET], { heard: false })],
    ])
      expect(faults({ sent })).toEqual([
        `events-arrive: Nobody has taken the delivery of evt_1 from eu to ${HOOK}, which is said to be done.`,
      ]);
  });

  it("is given up after ten attempts of the schedule, a time-out of the fast lane being none of them", () => {
    const over = { ...delivery, state: "exhausted" };
    const hasty = { at: 100_000, tookMs: 1_000, lane: "fast", result: "timeout" };
    expect(faults({ deliveries: [{ ...over, attempts: [hasty, ...failed(10)] }] })).toEqual([]);
    expect(faults({ deliveries: [{ ...over, attempts: [hasty, ...failed(9)] }] })).toEqual([
      `events-arrive: After 9 attempts the delivery of evt_1 from eu to ${HOOK} is given up.`,
    ]);
  });
});

describe("a message", () => {
  const strange = { ...event, id: "evt_2" };

  it.each<readonly [string, Partial<WebhookRun>, readonly string[]]>([
    ["never happened", { events: [] }, ["evt_1 was sent to https://shop.example/events and never happened."]],
    [
      "is another tenant's",
      { endpoints: [{ ...endpoint, tenant: "other" }] },
      ["evt_1 of shop went to https://shop.example/events."],
    ],
    [
      "was not asked for",
      { endpoints: [{ ...endpoint, events: ["payment.returned"] }] },
      ["evt_1 is operation.completed, which nobody at https://shop.example/events has asked for."],
    ],
    [
      "comes from another cell",
      { sent: [sentAt(101_000), sentAt(101_500, [SECRET], { from: "us" })] },
      ["us sent evt_1, which is for eu to send."],
    ],
    [
      "says something else",
      { events: [{ ...event, item: { ...event.item, amount: 26n } }, strange] },
      ["evt_1 was sent to https://shop.example/events as something else than what happened."],
    ],
  ])("is wrong where it %s", (_, run, wrong) => {
    const found = faults(run).filter((fault) => fault.startsWith("tells-what-happened"));
    expect(found).toEqual(wrong.map((text) => `tells-what-happened: ${text}`));
  });

  it("is the same, byte for byte, whenever it is sent", () => {
    const again = sentAt(102_000, [SECRET], { body: `${body} ` });
    expect(faults({ sent: [sentAt(101_000), again] })).toContainEqual(
      "tells-what-happened: evt_1 was sent to https://shop.example/events in other words than before.",
    );
  });
});

describe("a signature", () => {
  const unsigned = `signed-for-receiver: evt_1 from eu to ${URL} is not signed with a secret that its tenant was told.`;
  const foreign = unsigned.replace(/not signed .*/, "signed with a secret that is none of the endpoint's now.");
  const turned = later({ secret: OTHER, before: { secret: SECRET, until: 90_000 } }, 50_000);
  const promises = (until: number) => [
    { endpoint: HOOK, secret: SECRET, since: 1, until, droppedAt: undefined },
    { endpoint: HOOK, secret: OTHER, since: 2, until: undefined, droppedAt: undefined },
  ];

  it("is by the secret that the tenant was told, and by no other", () => {
    expect(faults({ sent: [sentAt(101_000, [OTHER])] })).toEqual([unsigned, foreign]);
  });

  it("is by the new secret and, until it ends, by the old one", () => {
    const lasting = { ...turned, before: { secret: SECRET, until: 200_000 } };
    const both = { endpoints: [endpoint, lasting], promises: promises(200_000) };
    expect(faults({ ...both, sent: [sentAt(101_000, [OTHER, SECRET])] })).toEqual([]);
    expect(faults({ ...both, sent: [sentAt(101_000, [OTHER])] })).toEqual([unsigned]);
    expect(faults({ ...both, sent: [sentAt(101_000, [SECRET])] })).toEqual([unsigned]);
  });

  it("is not by one that has ended, once its end is known", () => {
    const over = { endpoints: [endpoint, turned], promises: promises(90_000) };
    expect(faults({ ...over, sent: [sentAt(101_000, [OTHER])] })).toEqual([]);
    expect(faults({ ...over, sent: [sentAt(101_000, [OTHER, SECRET])] })).toEqual([foreign]);
  });

  it("may be by the old secret alone as long as its cell may not know of the new one", () => {
    const slow = { ...turned, seen: new Map([["us", 50_500]]) };
    expect(faults({ endpoints: [endpoint, slow], promises: promises(200_000) })).toEqual([]);
  });
});

describe("what has ended", () => {
  const off = `ended-is-ended: eu sent evt_1 to ${URL}, which wants nothing any more.`;

  it.each<readonly [string, Partial<WebhookRun>]>([
    ["disabled", { endpoints: [endpoint, later({ status: "disabled" }, 80_000)] }],
    ["deleted", { endpoints: [endpoint, later({ status: "deleted", secret: undefined }, 80_000)] }],
    ["gone", { gone: [{ endpoint: HOOK, round: 0, at: 80_000, seen: everywhere(80_500) }] }],
  ])("is not sent to an endpoint that is %s, but for what is in flight", (_, run) => {
    expect(faults(run).filter((fault) => fault.startsWith("ended"))).toEqual([off]);
    expect(faults({ ...run, sent: [sentAt(90_000)] })).toEqual([]);
  });

  it("is not sent again after that", () => {
    const again = sentAt(112_000);
    expect(faults({ sent: [sentAt(101_000), sentAt(110_000), again] })).toEqual([
      `ended-is-ended: eu sent evt_1 to ${URL}, after that delivery was over.`,
    ]);
  });

  it("is known to cells before the one that was told forgets it", () => {
    const told = { ...delivery, state: "cancelled", attempts: [{ ...attempt, result: "gone" }] };
    const gone = (at: number) => [{ endpoint: HOOK, round: 0, at, seen: everywhere(at) }];
    expect(faults({ deliveries: [told], gone: gone(101_050) })).toEqual([]);
    expect(faults({ deliveries: [told], gone: gone(101_150) })).toEqual([
      `ended-is-ended: ${HOOK} is gone, as eu was told about evt_1, and no cell can know it.`,
    ]);
  });
});

describe("a pause", () => {
  it("is as long as the schedule says", () => {
    const hasty = failed(3).map((one, index) => (index === 2 ? { ...one, at: one.at - 10_000 } : one));
    const attempts = [...hasty, { ...attempt, at: 9_000_000 }];
    expect(faults({ deliveries: [{ ...delivery, attempts }] })).toEqual([
      `pauses-are-kept: eu tried evt_1 again with ${HOOK} 290010 ms after attempt 2, not 300000.`,
    ]);
  });

  it("is none after the fast lane has lost its patience", () => {
    const slow = { at: 100_000, tookMs: 1_000, lane: "fast", result: "timeout" };
    expect(faults({ deliveries: [{ ...delivery, attempts: [slow, attempt] }] })).toEqual([]);
  });
});
