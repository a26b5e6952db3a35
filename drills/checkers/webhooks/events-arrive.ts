import { textOf } from "../ledger-view.ts";
import { versionsOf, wantsForSure } from "./standings.ts";
import { fault, type SeenDelivery, type SentWebhook, type WebhookChecker } from "./webhook-run.ts";

/** Of the schedule; a time-out in the fast lane is none of these. */
const ATTEMPTS = 10;

/** Whatever happened while somebody wanted to hear of it, is heard, or listed as what could not be delivered. */
export const eventsArrive: WebhookChecker = {
  name: "webhooks/events-arrive",
  claim:
    "An event reaches every endpoint that wants it, unless that fails ten times or is no more; none waits for ever.",
  holds: "afterHeal",
  harm: "lost",
  check(run) {
    const deliveries = new Map(run.deliveries.map((one) => [nameOf(one.endpoint, one.event), one]));
    const heard = new Map<string, SentWebhook[]>();
    for (const sent of run.sent) {
      const name = nameOf(sent.url, sent.headers["webhook-id"] ?? "");
      const known = heard.get(name);
      if (known === undefined) heard.set(name, [sent]);
      else known.push(sent);
    }
    const urls = new Map(run.endpoints.map(({ id, url }) => [id, url]));
    const missing = run.events.flatMap(({ id, home, at, item }) => {
      if (run.parked.has(id)) return [];
      const about = { home, at, type: textOf(item, "type") };
      return [...versionsOf(run)].flatMap(([endpoint, versions]) => {
        if (versions[0]?.tenant !== textOf(item, "tenant") || !wantsForSure(versions, run, about)) return [];
        const delivery = deliveries.get(nameOf(endpoint, id));
        if (delivery === undefined) return [fault(`Nobody tells ${endpoint} of ${about.type} ${id} of ${home}.`)];
        if (delivery.state !== "cancelled") return [];
        return [fault(`${id} is not sent to ${endpoint} any more, which nobody has ended.`)];
      });
    });
    const ends = run.deliveries.flatMap((delivery) =>
      wrongEnd(delivery, heard.get(nameOf(urls.get(delivery.endpoint) ?? "", delivery.event)) ?? []),
    );
    return [...missing, ...ends.map(fault)];
  },
};

function wrongEnd({ cell, endpoint, event, state, attempts }: SeenDelivery, sent: readonly SentWebhook[]) {
  const about = `the delivery of ${event} from ${cell} to ${endpoint}`;
  const isTaken = sent.some(({ status, heard }) => heard && status !== undefined && status >= 200 && status < 300);
  switch (state) {
    case "waiting":
      return [`After all, ${about} waits, with ${attempts.length} attempts made.`];
    case "delivered":
      return isTaken ? [] : [`Nobody has taken ${about}, which is said to be done.`];
    case "exhausted": {
      const counted = attempts.filter(({ lane, result }) => lane !== "fast" || result !== "timeout").length;
      return counted === ATTEMPTS ? [] : [`After ${counted} attempts ${about} is given up.`];
    }
    default:
      return [];
  }
}

function nameOf(where: string, event: string): string {
  return `${where} ${event}`;
}
