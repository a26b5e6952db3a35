import { Hono } from "hono";

/** What was published to a topic, and to whom it went. */
export interface Notification {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly topic: string;
  readonly subject?: string;
  readonly message: string;
  /** Nobody where the topic has no subscription. */
  readonly to: readonly { readonly protocol: string; readonly endpoint: string }[];
}

/** What a service of the account wanted to publish and was not let. */
export interface Lost {
  readonly at: number;
  readonly topic: string;
  /** On whose behalf: the ARN of an alarm. */
  readonly by: string;
  readonly why: string;
}

/** What was published, and what was not, the oldest first. */
export interface Outbox {
  readonly notifications: readonly Notification[];
  readonly lost: readonly Lost[];
  published(notification: Notification): void;
  refused(lost: Lost): void;
}

/** So many of each are kept. */
const KEPT_MAX = 1_000;

/** An empty outbox. */
export function createOutbox(): Outbox {
  const notifications: Notification[] = [];
  const lost: Lost[] = [];
  return {
    notifications,
    lost,
    published: (one) => keep(notifications, one),
    refused: (one) => keep(lost, one),
  };
}

/** `GET /_local/notifications`: what e-mail and pagers would have shown; `?contains=` picks by the message's text. */
export function outboxRoutes({ notifications, lost }: Outbox): Hono {
  const routes = new Hono();
  routes.get("/_local/notifications", (context) => {
    const text = context.req.query("contains") ?? "";
    return context.json({ notifications: notifications.filter(({ message }) => message.includes(text)), lost });
  });
  return routes;
}

function keep<Kept>(all: Kept[], one: Kept): void {
  all.push(one);
  if (all.length > KEPT_MAX) all.splice(0, all.length - KEPT_MAX);
}
