import { isOffForSure, versionsOf } from "./standings.ts";
import { fault, type WebhookChecker } from "./webhook-run.ts";

/** Whoever wants nothing more gets nothing more, and nobody gets again what it has taken. */
export const endedIsEnded: WebhookChecker = {
  name: "webhooks/ended-is-ended",
  claim: "Nothing is sent to an endpoint that is off or gone, nor a delivery that is over, beyond what is in flight.",
  holds: "always",
  harm: "other",
  check(run) {
    const all = versionsOf(run);
    const byUrl = new Map([...all.values()].flatMap((versions) => versions.map(({ url }) => [url, versions] as const)));
    const ended = new Map(run.deliveries.map((one) => [`${one.endpoint} ${one.event} ${one.cell}`, one.endedAt]));
    const afterwards = run.sent.flatMap(({ from, at, url, headers }) => {
      const versions = byUrl.get(url) ?? [];
      const id = headers["webhook-id"];
      const off = isOffForSure(versions, run.gone, from, at, run.slackMs);
      const endedAt = ended.get(`${versions[0]?.id} ${id} ${from}`) ?? Number.POSITIVE_INFINITY;
      const late = endedAt + run.slackMs < at;
      return [
        ...(off ? [fault(`${from} sent ${id} to ${url}, which wants nothing any more.`)] : []),
        ...(late ? [fault(`${from} sent ${id} to ${url}, after that delivery was over.`)] : []),
      ];
    });
    const unnoted = run.deliveries.flatMap(({ cell, endpoint, event, endedAt = 0, attempts }) => {
      if (!attempts.some(({ result }) => result === "gone")) return [];
      const noted = run.gone.some((note) => note.endpoint === endpoint && note.at <= endedAt);
      return noted ? [] : [fault(`${endpoint} is gone, as ${cell} was told about ${event}, and no cell can know it.`)];
    });
    return [...afterwards, ...unnoted];
  },
};
