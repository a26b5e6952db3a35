import { PROBE_FRESH_MS, type ProbeHealth } from "../../functions/domain/health.ts";
import { formatMoney } from "../../functions/domain/money.ts";
import { FENCE_SHARDS } from "../../functions/domain/keys.ts";
import { aligned, count, duration } from "../text.ts";
import type { HomeStanding, Standing } from "./standing.ts";
import type { Fences } from "./takeovers.ts";

/** What an operator reads: tables, and a sentence for each thing that is not as it should be. */
export function standingText(standing: Standing): readonly string[] {
  const { homes, takeovers, lag, clearing, edge, revision, history } = standing;
  const last = history.at(-1);
  const tables = [
    table(
      ["cell", "region", "owner", "epoch", "mode", "lease", "beat", "probes", "verdict", "automation"],
      homes.map(homeRow),
    ),
    table(["takeover", "epoch", "fence rows", "absorbed", "tallies equal"], takeovers.map(fenceRow)),
    table(
      ["replica in", "is behind", "by"],
      lag.map(({ from, to, behindMs }) => [to, from, duration(behindMs)]),
    ),
    table(
      ["clearing", "owes", "under way"],
      clearing.map(({ cell, peer, currency, net, together }) => [
        `${cell} to ${peer}`,
        formatMoney(net, currency),
        formatMoney(together, currency),
      ]),
    ),
  ];
  return [
    revision === undefined ? "The authority table cannot be read." : `authority: revision ${revision}${said(last)}`,
    edgeLine(edge, revision),
    ...tables.flatMap((lines) => (lines.length === 0 ? [] : ["", ...lines])),
  ];
}

function edgeLine(edge: Standing["edge"], revision: Standing["revision"]): string {
  if (edge === undefined) {
    return revision === undefined
      ? "edge: nobody can tell whether its store agrees"
      : "edge: its store cannot be read from here";
  }
  if (edge.agrees) return "edge: its store agrees with the authority";
  return `edge: its store differs from the authority in ${edge.differing.join(", ")}`;
}

function said(last: Standing["history"][number] | undefined): string {
  return last === undefined ? "" : `, last change "${last.what}" by ${last.by} at ${new Date(last.at).toISOString()}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  return rows.length === 0 ? [] : aligned([head, ...rows]);
}

function homeRow({ cell, region, owner, epoch, mode, homeIsDead, health, leaseAgeMs }: HomeStanding) {
  // What was not read is not so: nobody owns it, nobody has forbidden it.
  const unread = health === undefined;
  return [
    cell,
    region,
    owner ?? (unread ? "unknown" : "nobody"),
    epoch === undefined ? "" : `${epoch}`,
    `${mode ?? ""}${homeIsDead ? ", home is dead" : ""}`,
    leaseAgeMs === undefined ? "none" : duration(Math.max(0, leaseAgeMs)),
    unread ? "unknown" : health.beatAge === undefined ? "none" : duration(health.beatAge),
    unread ? "unknown" : health.probes.length === 0 ? "none" : health.probes.map(probeText).join("; "),
    health?.verdict ?? "unknown",
    unread ? "unknown" : health.forbidden ? "forbidden" : "allowed",
  ];
}

/** A watcher that has gone with its region says nothing any more, whatever it said last. */
function probeText({ region, age, failures, errors }: ProbeHealth): string {
  if (age > PROBE_FRESH_MS) return `${region} silent for ${duration(age)}`;
  if (failures > 0) return `${region} ${failures} failed in a row`;
  return errors > 0 ? `${region} ${errors}/24 failed` : `${region} ok`;
}

function fenceRow({ home, standIn, epoch, open, closed, equal, counted, absorbed, behind }: Fences) {
  const rows = open > 0 ? `${open}/${FENCE_SHARDS} open` : `${closed}/${FENCE_SHARDS} closed`;
  const missing = behind.length === 0 ? "" : `, ${count(behind.length, "shard")} behind`;
  return [
    `${standIn} for ${home}`,
    `${epoch}`,
    rows,
    `${absorbed}/${counted} entries${missing}`,
    closed === 0 ? "" : `${equal}/${FENCE_SHARDS}`,
  ];
}
