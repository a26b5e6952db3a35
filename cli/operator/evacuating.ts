import {
  declareDead,
  evacuate,
  isEvacuated,
  setAutomation,
  type AuthorityState,
  type Decision,
} from "../../functions/domain/authority.ts";
import { routerKeys } from "../../functions/domain/router-keys.ts";
import { FENCE_SHARDS } from "../../functions/domain/keys.ts";
import { placeOf, standInsOf, type Platform } from "./platform.ts";
import type { Steps } from "./steps.ts";
import { readOpening, takeoversOf } from "./takeovers.ts";
import { refusalOf, supersededBy } from "./wording.ts";

/** What an operator asks of `cells evacuate`. */
export interface EvacuationRequest {
  readonly cell: string;
  /** Who asks, as others are told. */
  readonly by: string;
  /** The operator answers for it that the cell is gone. */
  readonly homeIsDead: boolean;
  /** Although an operator keeps automation off the cell. */
  readonly force: boolean;
}

/** A home that an evacuation moves. */
export interface Move {
  readonly home: string;
  readonly from: string;
  readonly to: string;
  readonly epoch: bigint;
}

/** Time for the edge's store to follow: a watcher looks every two seconds. Milliseconds. */
const ROUTER_MS = 60_000;
/** The guard of ten seconds, the controller's second, and rows to write. Milliseconds. */
const FENCES_MS = 60_000;
const LEASE_MS = 20_000;

/** What an evacuation would do. Throws `UserError` where it would be refused. */
export async function planEvacuation(request: EvacuationRequest, platform: Platform): Promise<readonly Move[]> {
  placeOf(platform.deployment, request.cell);
  const before = await platform.authority.state();
  if (before === undefined) throw refusalOf("unknown_cell", request.cell, before);
  const after = decisionOf(request, platform, before)(before);
  if (!after.ok) throw refusalOf(after.refusal, request.cell, before);
  return movesBetween(before, { ...before, ...after.value });
}

/** Evacuates, step by step until the accounts can pay again. Throws `UserError` where it is refused. */
export async function evacuateCell(request: EvacuationRequest, platform: Platform, steps: Steps): Promise<void> {
  const { cell, by } = request;
  placeOf(platform.deployment, cell);
  const before = await platform.authority.state();
  if (before === undefined) throw refusalOf("unknown_cell", cell, before);
  const decide = decisionOf(request, platform, before);
  const after = await change(platform, cell, { by, what: `evacuate ${cell}`, decide });
  const moves = movesBetween(before, after);
  for (const { home, to, epoch } of moves) {
    steps.done("authority", `${to} owns ${home} under epoch ${epoch} (revision ${after.revision})`);
  }
  if (moves.length === 0) {
    steps.done(
      "authority",
      `${cell} is noted as dead (revision ${after.revision}): nothing is kept back for it any more`,
    );
  }
  await untilRouted(platform, after, steps);
  for (const { home } of moves) await untilOpen(platform, after, home, steps);
}

/** What an operator asks about automation. */
export interface AutomationRequest extends Pick<EvacuationRequest, "cell" | "by"> {
  readonly rule: "allow" | "forbid";
  /** Only whether it would be refused. */
  readonly dryRun?: boolean;
}

/** Forbids automation to touch a cell, or allows it again. Throws `UserError` where it is refused. */
export async function ruleAutomation(
  { cell, by, rule, dryRun = false }: AutomationRequest,
  platform: Platform,
): Promise<void> {
  const decide = setAutomation(placeOf(platform.deployment, cell).name, rule);
  if (!dryRun) return void (await change(platform, cell, { by, what: `${rule} automation on ${cell}`, decide }));
  const before = await platform.authority.state();
  const after = before === undefined ? undefined : decide(before);
  if (after?.ok !== true) throw refusalOf(after?.refusal ?? "unknown_cell", cell, before);
}

/** One compare-and-set. Throws `UserError` with why not, or with who was first. */
export async function change(
  platform: Platform,
  cell: string,
  asked: { readonly by: string; readonly what: string; readonly decide: Decision },
): Promise<AuthorityState> {
  const outcome = await platform.authority.change(asked);
  switch (outcome.outcome) {
    case "changed":
      return outcome.authority;
    case "refused":
      throw refusalOf(outcome.refusal, cell, await platform.authority.state());
    case "superseded":
      throw supersededBy(outcome.by);
  }
}

/** Waits until the edge's store says what the authority says. */
export async function untilRouted(platform: Platform, state: AuthorityState, steps: Steps): Promise<void> {
  const wanted = routerKeys(state.homes);
  await steps.until("edge", ROUTER_MS, async () => {
    const stored = await platform.routes();
    if (stored === undefined) return "the edge's store cannot be read here; cells send callers on by themselves";
    const missing = [...wanted].filter(([key, value]) => stored.get(key) !== value).map(([key]) => key);
    const surplus = [...stored.keys()].filter((key) => /^(serves|down)\//.test(key) && !wanted.has(key));
    const differing = [...missing, ...surplus];
    return differing.length === 0
      ? "the edge's store follows"
      : { waiting: `the edge's store does not follow yet in ${differing.join(", ")}` };
  });
}

async function untilOpen(platform: Platform, state: AuthorityState, home: string, steps: Steps): Promise<void> {
  const takeover = takeoversOf(state.homes, home).at(-1);
  if (takeover === undefined) return;
  const { standIn, epoch } = takeover;
  await steps.until("fences", FENCES_MS, async () => {
    const { open } = await readOpening(platform, takeover);
    if (open === FENCE_SHARDS) return `${standIn} has opened its ${FENCE_SHARDS} fence rows for ${home}`;
    return { waiting: `${standIn} keeps its guard of 10 s, fence rows open ${open}/${FENCE_SHARDS}` };
  });
  await steps.until("payments", LEASE_MS, async () => {
    const lease = await platform.lease(standIn);
    const known = lease?.homes[home]?.epoch ?? 0n;
    if (known >= epoch) return `the accounts of ${home} can pay: ${standIn} serves them`;
    return { waiting: `${standIn}'s lease does not show epoch ${epoch} yet` };
  });
}

function decisionOf({ cell, homeIsDead, force }: EvacuationRequest, platform: Platform, before: AuthorityState) {
  const { name } = placeOf(platform.deployment, cell);
  // It was moved already, maybe by automation: what is left to say is that it is gone.
  if (homeIsDead && isEvacuated(before.homes, name)) return declareDead(name);
  return evacuate({ cell: name, standIns: standInsOf(platform.deployment), automatic: !force, homeIsDead });
}

function movesBetween(before: AuthorityState, after: AuthorityState): readonly Move[] {
  return Object.entries(after.homes).flatMap(([home, { owner, epoch }]) => {
    const from = before.homes[home]?.owner ?? owner;
    return from === owner ? [] : [{ home, from, to: owner, epoch }];
  });
}
