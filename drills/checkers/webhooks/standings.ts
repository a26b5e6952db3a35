import type { EndpointVersion, GoneNote, SeenIn, WebhookRun } from "./webhook-run.ts";

/** A sender heeds a change of an endpoint within so long of its cell's having it, as the documentation says. */
const HEEDED_MS = 3_000;

/** Versions of each endpoint in their order. */
export function versionsOf(run: WebhookRun): ReadonlyMap<string, readonly EndpointVersion[]> {
  const found = new Map<string, EndpointVersion[]>();
  for (const version of run.endpoints.toSorted((one, other) => one.version - other.version)) {
    const before = found.get(version.id);
    if (before === undefined) found.set(version.id, [version]);
    else before.push(version);
  }
  return found;
}

/**
 * The versions that whoever acts in a cell from a moment on may act on, the last moment being `to`: what the cell had
 * for sure before, and all that was written since. None: the cell may never have heard of the endpoint.
 */
export function versionsSince(
  versions: readonly EndpointVersion[],
  cell: string,
  from: number,
  to = Number.POSITIVE_INFINITY,
): readonly EndpointVersion[] {
  const first = versions.findLastIndex(({ seen }) => isSeen(seen, cell, from));
  return first < 0 ? [] : versions.slice(first).filter(({ at }, index) => index === 0 || at <= to);
}

/** Whether a cell had something at a moment. */
export function isSeen(seen: SeenIn, cell: string, at: number): boolean {
  return (seen.get(cell) ?? Number.POSITIVE_INFINITY) <= at;
}

/** Whether an endpoint wants an event for sure, from the moment when it happened in a cell until the end. */
export function wantsForSure(
  versions: readonly EndpointVersion[],
  { gone, enabled }: Pick<WebhookRun, "gone" | "enabled">,
  event: { readonly home: string; readonly at: number; readonly type: string },
): boolean {
  const possible = versionsSince(versions, event.home, event.at - HEEDED_MS);
  // Whether a round counts is judged by what its tenant was told, not by its number alone.
  const isOver = ({ endpoint, at }: GoneNote, version: number): boolean =>
    enabled.some((one) => one.endpoint === endpoint && one.since <= version && at <= one.askedAt);
  const isOn = ({ id, status, round, version, events }: EndpointVersion): boolean =>
    status === "enabled" &&
    (events.length === 0 || events.includes(event.type)) &&
    !gone.some((note) => note.endpoint === id && note.round >= round && !isOver(note, version));
  return possible.length > 0 && possible.every(isOn);
}

/** Whether an endpoint is off for sure in a cell at a moment, and has been for longer than a sender may not know. */
export function isOffForSure(
  versions: readonly EndpointVersion[],
  notes: readonly GoneNote[],
  cell: string,
  at: number,
  slackMs: number,
): boolean {
  const knownAt = at - slackMs;
  const possible = versionsSince(versions, cell, knownAt, at);
  const isOff = ({ id, status, round }: EndpointVersion): boolean =>
    status !== "enabled" ||
    notes.some((note) => note.endpoint === id && note.round >= round && isSeen(note.seen, cell, knownAt));
  return possible.length > 0 && possible.every(isOff);
}
