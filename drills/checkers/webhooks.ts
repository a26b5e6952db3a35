import type { Finding } from "./checker.ts";
import { endedIsEnded } from "./webhooks/ended-is-ended.ts";
import { eventsArrive } from "./webhooks/events-arrive.ts";
import { pausesAreKept } from "./webhooks/pauses-are-kept.ts";
import { signedForReceiver } from "./webhooks/signed-for-receiver.ts";
import { tellsWhatHappened } from "./webhooks/tells-what-happened.ts";
import type { WebhookChecker, WebhookRun } from "./webhooks/webhook-run.ts";

/** In the order in which they are told. */
const webhookCheckers: readonly WebhookChecker[] = [
  eventsArrive,
  tellsWhatHappened,
  signedForReceiver,
  endedIsEnded,
  pausesAreKept,
];

/** Holds what was seen of webhooks against all of them. */
export function checkWebhooks(run: WebhookRun): readonly Finding[] {
  return webhookCheckers.map((checker) => ({ checker, breaches: checker.check(run) }));
}
