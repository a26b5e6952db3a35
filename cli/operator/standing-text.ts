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
    edge === undefined
      ? "edge: its store cannot be read from here"
      : edge.agrees
        ? "edge: its store agrees with the authority"
        : `edge: its store differs from the authority in ${edge.differing.join(", ")}`,
    ...tables.flatMap((lines) => (lines.length === 0 ? [] : ["", ...lines])),
  ];
}

function said(last: Standing["history"][number] | undefined): string {
  return last === undefined ? "" : `, last change "${last.what}" by ${last.by} at ${new Date(last.at).toISOString()}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  return rows.length === 0 ? [] : aligned([head, ...rows]);
}

function homeRow({ cell, region, owner, epoch, mode, homeIsDead, health, leaseAgeMs }: HomeStanding) {
  const probes = (health?.probes ?? []).map(({ region: from, failures, errors }) =>
    failures > 0 ? `${from} ${failures} failed in a row` : errors > 0 ? `${from} ${errors}/24 failed` : `${from} ok`,
  );
  return [
    cell,
    region,
    owner ?? "nobody",
    epoch === undefined ? "" : `${epoch}`,
    `${mode ?? ""}${homeIsDead ? ", home is dead" : ""}`,
    leaseAgeMs === undefined ? "none" : duration(Math.max(0, leaseAgeMs)),
    health?.beatAge === undefined ? "none" : duration(health.beatAge),
    probes.length === 0 ? "none" : probes.join("; "),
    health?.verdict ?? "unknown",
    health?.forbidden === true ? "forbidden" : "allowed",
  ];
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
