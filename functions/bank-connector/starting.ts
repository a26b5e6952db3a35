import type { Executions } from "../stores/executions.ts";
import { faultFields, type Log } from "../stores/log.ts";
import { payoutIn, type PayoutImage } from "../stores/payout-image.ts";
import { firstSaga } from "./saga.ts";

/** A message of the queue of payouts. */
export interface PayoutMessage {
  readonly id: string;
  readonly body: string;
}

/** What starting payouts takes. */
export interface StarterParts {
  readonly executions: Pick<Executions, "start">;
  readonly log: Log;
}

/** Starts the payouts of a batch of messages; gives the ids of those messages that failed. */
export async function startPayouts(
  messages: readonly PayoutMessage[],
  parts: StarterParts,
): Promise<ReadonlySet<string>> {
  const failed = await Promise.all(
    messages.map(async (message) => ((await started(message, parts)) ? [] : [message.id])),
  );
  return new Set(failed.flat());
}

/** The same payout is started once, however often its message comes. */
async function started({ body, id: messageId }: PayoutMessage, { executions, log }: StarterParts): Promise<boolean> {
  try {
    // Sent by the relay and the ledger's sweep alone; what is no payment's image is refused right after.
    const image = JSON.parse(body) as PayoutImage;
    const payout = payoutIn(image);
    await executions.start(payout.id, { payout: image, saga: firstSaga(payout) }, payout.traceparent);
    return true;
  } catch (fault) {
    log("error", "a payout could not be started", { messageId, ...faultFields(fault) });
    return false;
  }
}
