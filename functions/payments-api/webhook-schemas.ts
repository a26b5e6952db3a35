import * as v from "valibot";
import { EVENT_TYPES } from "../domain/events.ts";
import { parseMoment } from "../domain/moments.ts";
import { OVERLAP_MAX_S, OVERLAP_S } from "../domain/webhook-endpoints.ts";
import { parseEndpointUrl, type UrlRefusal } from "../domain/webhook-addresses.ts";

const timestamp = v.pipe(v.string(), v.isoTimestamp());
const SENTENCES: Readonly<Record<UrlRefusal, string>> = {
  url_malformed: "must be an absolute URL",
  url_too_long: "must have 512 characters at the most",
  not_https: "must begin with https://",
  credentials_in_url: "must not carry a user name or a password",
  fragment_in_url: "must not have a fragment",
  port_not_443: "must not name another port than 443",
  host_is_an_address: "must name a host by its name, not by an address",
  host_not_public: "must name a host that is on the internet",
};

const url = v.pipe(
  v.string("must be text"),
  v.rawTransform<string, string>(({ dataset, addIssue, NEVER }) => {
    const parsed = parseEndpointUrl(dataset.value);
    if (parsed.ok) return parsed.value;
    addIssue({ message: SENTENCES[parsed.refusal] });
    return NEVER;
  }),
);

const eventType = v.picklist(EVENT_TYPES, `must be one of ${EVENT_TYPES.join(", ")}`);
const events = v.pipe(
  v.array(eventType, "must be a list of types of events"),
  v.minLength(1, "must name a type of events; leave it out for all of them"),
  v.maxLength(EVENT_TYPES.length, "must name each type once"),
);
const status = v.picklist(["enabled", "disabled"], 'must be "enabled" or "disabled"');

/** The body that makes an endpoint; without types of events it is sent all of them. */
export const endpointBody = v.strictObject({ url, events: v.optional(events) });
/** The body that changes an endpoint; no types of events are all of them. */
export const endpointChange = v.strictObject({
  url: v.optional(url),
  events: v.optional(v.nullable(events)),
  status: v.optional(status),
});
/** The body that gives an endpoint a new secret: for how many seconds the old one signs, too. */
export const rotationBody = v.strictObject({
  keep_old_for: v.optional(
    v.pipe(
      v.number("must be whole seconds"),
      v.integer("must be whole seconds"),
      v.minValue(0, "must not be negative"),
      v.maxValue(OVERLAP_MAX_S, `must be at most ${OVERLAP_MAX_S}`),
    ),
    OVERLAP_S,
  ),
});

const moment = v.pipe(
  v.string("must be text"),
  v.rawTransform<string, bigint>(({ dataset, addIssue, NEVER }) => {
    const parsed = parseMoment(dataset.value);
    if (parsed.ok) return parsed.value;
    addIssue({ message: 'must be a date or a time such as "2027-01-31T12:00:00Z"' });
    return NEVER;
  }),
);
/** The body that asks for events again: those that happened from one moment up to another. */
export const replayBody = v.strictObject({ from: moment, to: moment });

const endpoint = {
  object: v.literal("webhook_endpoint"),
  id: v.string(),
  url: v.string(),
  events: v.nullable(v.array(eventType)),
  status: v.picklist(["enabled", "disabled", "gone", "deleted"]),
  old_secret_until: v.optional(timestamp),
  created_at: timestamp,
};
/** An endpoint as answered; its secret only when it is new. */
export const endpointReply = v.object({ ...endpoint, secret: v.optional(v.string()) });
/** All endpoints of a tenant as answered. */
export const endpointsReply = v.object({ data: v.array(v.object(endpoint)) });
/** A replay as answered: it has been asked for. */
export const replayReply = v.object({
  object: v.literal("webhook_replay"),
  id: v.string(),
  endpoint: v.string(),
  from: timestamp,
  to: timestamp,
});
/** A page of an endpoint's deliveries by the cell that answers, the newest first. */
export const deliveriesReply = v.object({
  cell: v.string(),
  data: v.array(
    v.object({
      object: v.literal("webhook_delivery"),
      event: v.string(),
      type: eventType,
      state: v.picklist(["waiting", "delivered", "cancelled", "exhausted"]),
      replay: v.optional(v.string()),
      next_attempt_at: v.optional(timestamp),
      attempts: v.array(
        v.object({
          at: timestamp,
          took_ms: v.number(),
          result: v.string(),
          status: v.optional(v.number()),
        }),
      ),
    }),
  ),
  has_more: v.boolean(),
  next_cursor: v.nullable(v.string()),
});
