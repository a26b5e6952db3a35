import type { EndpointPlan, Illness, WebhooksPlan } from "./webhooks-plan.ts";

/** A line of a story, and when it happens. */
interface Line {
  readonly at: number;
  readonly text: string;
}

const ILL: Readonly<Record<Illness["does"], string>> = {
  down: "takes no connection",
  hang: "answers nothing",
  fail: "answers 500",
  busy: "answers 503 and asks to be left alone",
  slow: "takes its time",
  gone: "answers 410",
  redirect: "sends on to another address",
};

/** What happens to endpoints, their receivers and dispatchers, as lines of a story. */
export function webhookEvents({ endpoints, unread }: WebhooksPlan): readonly Line[] {
  return [
    ...endpoints.flatMap(linesOf),
    ...unread.flatMap(({ cell, at, until }) => [
      { at, text: `nobody reads the queues of webhooks in ${cell} any more` },
      { at: until, text: `the queues of webhooks in ${cell} are read again` },
    ]),
  ];
}

function linesOf({ host, client, home, events, receiver, ...does }: EndpointPlan): readonly Line[] {
  const { at = 0, rotates, disables, enablesFrom } = does;
  const what = events === undefined ? "everything" : events.join(", ");
  const on = (when: number | undefined, text: string): readonly Line[] =>
    when === undefined ? [] : [{ at: when, text }];
  return [
    { at, text: `${client} wants to hear of ${what} at ${host}, an endpoint of ${home}` },
    ...on(rotates?.at, `the secret of ${host} is rotated, the old one ends after ${rotates?.keepOldForS} s`),
    ...on(disables?.at, `${host} is disabled`),
    ...on(disables?.again, `${host} is enabled`),
    ...on(enablesFrom, `${host} is enabled again as soon as it is gone`),
    ...receiver.illnesses.flatMap((illness) => [
      { at: illness.at, text: `${host} ${ILL[illness.does]}` },
      ...on(illness.until, `${host} is well again`),
    ]),
  ];
}
