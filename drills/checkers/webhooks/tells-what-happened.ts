import type { Value } from "../../../functions/domain/ledger-write.ts";
import { textOf } from "../ledger-view.ts";
import {
  fault,
  type EndpointVersion,
  type HappenedEvent,
  type SentWebhook,
  type WebhookChecker,
} from "./webhook-run.ts";

/** What is sent is what happened, to those whom it concerns. */
export const tellsWhatHappened: WebhookChecker = {
  name: "webhooks/tells-what-happened",
  claim: "A message tells an event of its receiver's tenant, of a type that it asked for, under one id, from its home.",
  holds: "always",
  harm: "other",
  check(run) {
    const events = new Map(run.events.map((event) => [event.id, event]));
    const bodies = new Map<string, string>();
    return run.sent.flatMap((sent) => {
      const id = sent.headers["webhook-id"] ?? "";
      const endpoints = run.endpoints.filter(({ url }) => url === sent.url);
      const before = bodies.get(id) ?? sent.body;
      bodies.set(id, before);
      const wrong = before === sent.body ? [] : [`${id} was sent to ${sent.url} in other words than before.`];
      return [...wrong, ...wrongMessage(sent, events.get(id), endpoints)].map(fault);
    });
  },
};

function wrongMessage(sent: SentWebhook, event: HappenedEvent | undefined, endpoints: readonly EndpointVersion[]) {
  const id = sent.headers["webhook-id"];
  if (event === undefined) return [`${id} was sent to ${sent.url} and never happened.`];
  const { item, home } = event;
  const type = textOf(item, "type");
  const tenant = textOf(item, "tenant");
  const wrong: string[] = [];
  if (!endpoints.some((endpoint) => endpoint.tenant === tenant)) wrong.push(`${id} of ${tenant} went to ${sent.url}.`);
  if (!endpoints.some(({ events }) => events.length === 0 || events.includes(type))) {
    wrong.push(`${id} is ${type}, which nobody at ${sent.url} has asked for.`);
  }
  if (sent.from !== home) wrong.push(`${sent.from} sent ${id}, which is for ${home} to send.`);
  if (!saysSo(sent.body, event)) wrong.push(`${id} was sent to ${sent.url} as something else than what happened.`);
  return wrong;
}

const FIELDS = ["type", "account", "payment", "operation", "amount"] as const;

function saysSo(body: string, { id, item }: HappenedEvent): boolean {
  // Every message is an object with the event as its data; anything else has other fields.
  const { type, data = {} } = JSON.parse(body) as {
    readonly type?: unknown;
    readonly data?: Readonly<Record<string, unknown>>;
  };
  return type === item["type"] && data["id"] === id && FIELDS.every((field) => isSame(data[field], item[field]));
}

function isSame(said: unknown, stored: Value | undefined): boolean {
  return typeof stored === "bigint" ? said === Number(stored) : said === stored;
}
