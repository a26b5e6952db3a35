import { failback, type AuthorityState } from "../../functions/domain/authority.ts";
import type { CellName } from "../../functions/domain/ids.ts";
import type { Takeover } from "../../functions/domain/fences.ts";
import { UserError } from "../../local/core/errors.ts";
import { change, untilRouted } from "./evacuating.ts";
import { placeOf, type Platform } from "./platform.ts";
import type { Steps } from "./steps.ts";
import { readFences, takeoversOf, type Fences } from "./takeovers.ts";
import { notAbsorbed, refusalOf } from "./wording.ts";

/** What an operator asks of `cells failback`. */
export interface FailbackRequest {
  readonly home: string;
  /** Who asks, as others are told. */
  readonly by: string;
}

/** How long the home gets to absorb what its stand-in had counted when it was asked. Milliseconds. */
const CATCH_UP_MS = 10_000;
const LOOK_MS = 500;
/** Two beats may be missing, as health has it. Milliseconds. */
const BEATS_MS = 12_000;
/** The controller gives a home that is not through after 30 s back to its stand-in; then this has waited too long. */
const RETURN_MS = 60_000;

/**
 * What a failback would return, and how far its home has absorbed it. Throws `UserError` where it would be refused:
 * the home is at home, on its way already, does not beat, or does not keep up with its stand-in.
 */
export async function planFailback({ home }: FailbackRequest, platform: Platform): Promise<readonly Fences[]> {
  const { name } = placeOf(platform.deployment, home);
  const state = await platform.authority.state();
  if (state === undefined) throw refusalOf("unknown_cell", home, state);
  const after = failback(name)(state);
  if (!after.ok) throw refusalOf(after.refusal, home, state);
  await untilBeats(name, platform);
  const takeovers = takeoversOf(state.homes, home);
  return Promise.all(takeovers.map((takeover) => untilCaughtUp(takeover, platform))).catch((fault: unknown) => {
    if (fault instanceof UserError) throw fault;
    const said = fault instanceof Error ? fault.message : String(fault);
    throw new UserError(
      `${home} cannot come back yet: fences or tallies cannot be read in the two regions (${said}). ` +
        "Nothing was changed.",
      { cause: fault },
    );
  });
}

/** Brings a home back, step by step until it serves itself. Throws `UserError` where it is refused or does not end. */
export async function failHomeBack(request: FailbackRequest, platform: Platform, steps: Steps): Promise<void> {
  const { home, by } = request;
  const { name } = placeOf(platform.deployment, home);
  const [absorbed] = await planFailback(request, platform);
  if (absorbed !== undefined) steps.done("absorbed", `${home} keeps up with ${absorbed.standIn}`);
  const returning = await change(platform, home, { by, what: `failback ${home}`, decide: failback(name) });
  const epoch = returning.homes[home]?.epoch ?? 0n;
  const takeovers = takeoversOf(returning.homes, home);
  const standIn = returning.homes[home]?.owner ?? "";
  steps.done("returning", `${standIn} stops serving ${home} under epoch ${epoch} (revision ${returning.revision})`);
  await steps.until("fences", RETURN_MS, () => lookAtReturn(platform, home, epoch, takeovers, "closed"));
  await steps.until("tallies", RETURN_MS, () => lookAtReturn(platform, home, epoch, takeovers, "equal"));
  let atHome: AuthorityState = returning;
  await steps.until("home", RETURN_MS, async () => {
    atHome = (await platform.authority.state()) ?? returning;
    const { owner, epoch: now } = atHome.homes[home] ?? {};
    if (owner === home) return `${home} serves itself under epoch ${now}`;
    return givenBack(atHome, home, epoch) ?? { waiting: `${home} has not made itself owner yet` };
  });
  await untilRouted(platform, atHome, steps);
}

/** Automation would evacuate a silent cell once more. A beat is new when its count is another: clocks do not matter. */
async function untilBeats(home: CellName, { signs, clock }: Platform): Promise<void> {
  const last = await signs.beatOf(home).catch(() => undefined);
  const started = clock.monotonic();
  while (clock.monotonic() - started <= BEATS_MS) {
    await clock.sleep(LOOK_MS);
    const now = await signs.beatOf(home).catch(() => undefined);
    if (now !== undefined && now.count !== last?.count) return;
  }
  throw new UserError(
    `${home} cannot come back yet: it does not beat, and automation would evacuate it again. Wait until ` +
      "`npx cells status` calls it up; nothing was changed.",
  );
}

/** A stand-in that counts all the while is always a little ahead: what it had counted when asked is what matters. */
async function untilCaughtUp(takeover: Takeover, platform: Platform): Promise<Fences> {
  const first = await readFences(platform, takeover);
  const started = platform.clock.monotonic();
  for (let now = first; ; now = await readFences(platform, takeover)) {
    if (now.absorbed >= first.counted) return now;
    if (platform.clock.monotonic() - started > CATCH_UP_MS) throw notAbsorbed(now);
    await platform.clock.sleep(LOOK_MS);
  }
}

async function lookAtReturn(
  platform: Platform,
  home: string,
  epoch: bigint,
  takeovers: readonly Takeover[],
  wanted: "closed" | "equal",
) {
  const state = await platform.authority.state();
  const given = state === undefined ? undefined : givenBack(state, home, epoch);
  if (given !== undefined) return given;
  const found = await Promise.all(takeovers.map((takeover) => readFences(platform, takeover)));
  const rows = found.reduce((sum, { open, closed }) => sum + open + closed, 0);
  const through = found.reduce((sum, fences) => sum + fences[wanted], 0);
  const standIn = takeovers[0]?.standIn ?? "";
  // The last word is the authority's: a home that serves itself has seen every tally equal its fence.
  const over = state?.homes[home]?.owner === home || through === rows;
  if (wanted === "closed") {
    if (over) return `${standIn} has closed its ${rows} fence rows`;
    return { waiting: `${standIn} closes its fence rows ${through}/${rows}` };
  }
  if (over) return `${home} has absorbed everything: ${through}/${rows} tallies equal`;
  return { waiting: `tallies equal ${through}/${rows}` };
}

/** After 30 s the stand-in goes on under a new epoch. */
function givenBack(state: AuthorityState, home: string, epoch: bigint): undefined {
  const authority = state.homes[home];
  if (authority === undefined || authority.owner === home || authority.epoch === epoch) return undefined;
  throw new UserError(
    `${home} had not absorbed everything within 30 s, so ${authority.owner} serves it again, under epoch ` +
      `${authority.epoch}. Nothing is lost: look at replication and at ${home}'s credit-inbox, then ask again.`,
  );
}
