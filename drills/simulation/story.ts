import type { Episode } from "../../local/faults/episodes.ts";
import type { FaultPlan } from "../../local/faults/plan.ts";
import type { ArchivePlan } from "./archive-plan.ts";
import { archiveBackground, archiveEvents } from "./archive-story.ts";
import type { Order } from "./orders.ts";
import type { PayoutsPlan } from "./payouts-plan.ts";
import { payoutBackground, payoutEvents } from "./payouts-story.ts";
import type { Scenario } from "./scenario.ts";
import type { Step } from "./steps.ts";
import { uploadEvents } from "./uploads-story.ts";
import type { JournalEpisode, ViewsPlan } from "./views-plan.ts";
import { webhookEvents } from "./webhooks-story.ts";

/** A scenario as a list of events in the order in which they happen, one line each. */
export function storyOf(scenario: Scenario): readonly string[] {
  const { seed, cells, workload, faults, orders, views, webhooks, payouts, archive, uploads } = scenario;
  const events = [
    ...workload.steps.map((step) => ({ at: step.at, text: stepText(step) })),
    ...orders.map((order) => ({ at: order.at, text: orderText(order) })),
    ...faults.episodes.flatMap(episodeEvents),
    ...(views?.episodes ?? []).flatMap(journalEvents),
    ...(webhooks === undefined ? [] : webhookEvents(webhooks)),
    ...(payouts === undefined ? [] : payoutEvents(payouts)),
    ...(archive === undefined ? [] : archiveEvents(archive)),
    ...(uploads === undefined ? [] : uploadEvents(uploads)),
  ].sort((one, other) => one.at - other.at);
  const accounts = workload.accounts
    .map(({ home, funds }, index) => `account ${index} at home in ${home} has ${funds}`)
    .filter((_, index) => workload.steps.some((step) => accountsOf(step).includes(index)));
  return [
    `seed ${seed}, ${cells} cells: ${accounts.join(", ")}`,
    ...background(faults, { views, payouts, archive }),
    ...events.map(({ at, text }) => `${seconds(at)}  ${text}`),
    "then everything heals, every home is given back, and whoever has no answer asks again",
    ...(views?.heldAt === undefined
      ? []
      : [`nobody reads the journal from ${seconds(views.heldAt)} on until the month is over and was summed up`]),
  ];
}

function accountsOf(step: Step): readonly number[] {
  if (step.does === "pay") return [step.source, step.payee];
  if (step.does === "batch") return [step.source, ...step.lines.map(({ payee }) => payee)];
  if (step.does === "payOut") return [step.source];
  return step.does === "close" ? [step.account] : [];
}

function stepText(step: Step): string {
  const asks = step.asks === undefined ? "" : `, ${step.asks} asked first`;
  const later = step.later === undefined ? "" : `, ${step.later.afterMs / 1000} s later in ${step.later.asks}`;
  const how = `${step.foreign ? ", by another tenant" : ""}${asks}${SENDINGS[step.sends]}${later}`;
  if (step.does === "pay") {
    const verb = step.capture === "manual" ? "authorizes" : "pays";
    return `account ${step.source} ${verb} ${step.amount} to account ${step.payee} (payment ${step.name})${how}`;
  }
  if (step.does === "payOut") return `account ${step.source} pays out ${step.amount} (payout ${step.name})${how}`;
  if (step.does === "close") return `account ${step.account} is closed${how}`;
  if (step.does === "batch") {
    const lines = step.lines.map(({ payee, amount }) => `${amount} to account ${payee}`).join(", ");
    return `account ${step.source} pays by file ${lines}${how}`;
  }
  const amount = step.amount === undefined ? "" : ` of ${step.amount}`;
  return `${step.does}${amount} of payment ${step.payment}${how}`;
}

const SENDINGS = {
  once: "",
  twiceAtOnce: ", sent twice at once",
  twoCells: ", sent to two cells",
  otherBody: ", then the same key with another body",
  again: ", sent again later",
  givenUp: ", given up after one attempt",
} as const;

function orderText({ does, cell, twice, homeIsDead }: Order): string {
  const what = {
    evacuate: `evacuates ${cell}${homeIsDead ? " and says that it is gone" : ""}`,
    failback: `gives ${cell} back`,
    forbid: `keeps automation off ${cell}`,
  };
  return `${twice ? "each of two operators" : "an operator"} ${what[does]}`;
}

function episodeEvents({ fault, at, until, cell, other, strength = 0 }: Episode) {
  const where = other === undefined ? cell : `${cell}, ${other}`;
  const much = strength > 0 ? ` (${strength.toFixed(2)})` : "";
  return [
    { at, text: `${fault} begins: ${where}${much}` },
    { at: until, text: `${fault} ends: ${where}` },
  ];
}

function journalEvents(episode: JournalEpisode) {
  const { does, at } = episode;
  if (does === "reshard") return [{ at, text: `the journal gets ${episode.shards} shards` }];
  const { until } = episode;
  const [begins, ends] =
    does === "unread"
      ? ["nobody reads the journal any more", "the journal is read again"]
      : ["the views' table sheds most writes of many items", "the views' table takes everything again"];
  return [
    { at, text: begins },
    { at: until, text: ends },
  ];
}

/** What not every run has. */
interface Plans {
  readonly views: ViewsPlan | undefined;
  readonly payouts: PayoutsPlan | undefined;
  readonly archive: ArchivePlan | undefined;
}

function background(faults: FaultPlan, { views, payouts, archive }: Plans): readonly string[] {
  const rates = Object.entries(faults.calls).filter(([, rate]) => rate > 0);
  const parts = [
    ...rates.map(([name, rate]) => `${name} in ${(rate * 100).toFixed(1)} % of calls`),
    ...(faults.queue.duplicated + faults.queue.late > 0 ? ["messages come twice or late"] : []),
    ...(faults.stream.duplicated + faults.stream.late > 0 ? ["stream records come twice or late"] : []),
    ...(faults.skewWithinMs + faults.skewBetweenMs > 0 ? ["clocks differ"] : []),
    ...(faults.unitsPerSecond === undefined ? [] : [`an item takes ${faults.unitsPerSecond} units a second`]),
    ...(faults.keepersOverlap ? ["keepers overlap"] : []),
    ...(views === undefined ? [] : [`${views.cell} builds views`]),
    ...(views !== undefined && views.delivery.duplicated + views.delivery.late > 0
      ? ["records of its journal come twice or late"]
      : []),
    ...(views !== undefined && views.unreadable > 0 ? ["some of them nobody can read"] : []),
    ...(payouts === undefined ? [] : payoutBackground(payouts)),
    ...(archive === undefined ? [] : archiveBackground(archive)),
  ];
  return parts.length === 0 ? [] : [`all along: ${parts.join(", ")}`];
}

function seconds(at: number): string {
  return `${(at / 1000).toFixed(1)} s`.padStart(8);
}
