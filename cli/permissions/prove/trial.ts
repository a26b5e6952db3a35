import type { ActionUsage } from "../../../local/aws/iam/usage.ts";
import { bringHome, type Behaviour } from "./behaviours.ts";
import { until, type Ground } from "./ground.ts";
import { roleOfArn, without, type GrantUnit, type InlinePolicy } from "./units.ts";

/** A behaviour that was tried with everything granted. */
export interface Trial {
  readonly behaviour: Behaviour;
  /** What was done meanwhile, by whomever. */
  readonly usage: readonly ActionUsage[];
  readonly ms: number;
}

/** Tries a behaviour as everything is granted; rejects where it does not come about. */
export async function tryBehaviour(behaviour: Behaviour, ground: Ground): Promise<Trial> {
  const began = ground.clock.monotonic();
  ground.iam.forget();
  await behaviour.run(ground);
  return { behaviour, usage: ground.iam.usage(), ms: ground.clock.monotonic() - began };
}

/** What came of taking a grant away. */
export interface Mutation {
  /** One grant, or several whose roles do a thing in each other's place. */
  readonly units: readonly GrantUnit[];
  /** The behaviour that missed it; undefined where none did. */
  readonly brokenBy: string | undefined;
  /** How that was noticed: a call of the role was denied, or the behaviour did not come about. */
  readonly how: "denied" | "failed" | undefined;
}

/** A grant, and the policy that gives it. */
export interface Given {
  readonly unit: GrantUnit;
  readonly policy: InlinePolicy;
}

/** Takes grants away, tries the behaviours that were seen using them until one misses them, and gives them back. */
export async function mutate(
  given: readonly Given[],
  behaviours: readonly Behaviour[],
  ground: Ground,
): Promise<Mutation> {
  const units = given.map(({ unit }) => unit);
  const policies = [...new Set(given.map(({ policy }) => policy))];
  for (const policy of policies) {
    const gone = given.filter((one) => one.policy === policy).map(({ unit }) => unit);
    await ground.iam.replace(policy, without(policy.document, gone));
  }
  try {
    for (const behaviour of behaviours) {
      const how = await misses(behaviour, units, ground);
      if (how !== undefined) return { units, brokenBy: behaviour.name, how };
    }
    return { units, brokenBy: undefined, how: undefined };
  } finally {
    for (const policy of policies) await ground.iam.replace(policy, policy.document);
  }
}

const LOOK_MS = 100;
const GIVE_UP_MS = 10_000;

async function misses(behaviour: Behaviour, units: readonly GrantUnit[], ground: Ground): Promise<Mutation["how"]> {
  const roles = new Set(units.map(({ role }) => role));
  const before = deniedTo(roles, ground);
  const isDenied = (): boolean => deniedTo(roles, ground) > before;
  const { ground: own, callOff } = await ground.trial();
  const run = behaviour.run(own).then(
    () => "came about" as const,
    () => "failed" as const,
  );
  // A refused call ends the trial at once; what the behaviour still waits for is called off.
  for (let ended = false; !ended && !isDenied();) {
    ended = await Promise.race([run.then(() => true), ground.clock.sleep(LOOK_MS).then(() => false)]);
  }
  callOff();
  // What waits for an answer that never comes cannot be called off: it has not come about.
  const outcome = await Promise.race([run, ground.clock.sleep(GIVE_UP_MS).then(() => "failed" as const)]);
  if (isDenied()) return "denied";
  return outcome === "failed" ? "failed" : undefined;
}

function deniedTo(roles: ReadonlySet<string>, { iam }: Ground): number {
  const own = iam.usage().filter(({ principal }) => roles.has(roleOfArn(principal)));
  return own.reduce((sum, { denied }) => sum + denied, 0);
}

/** Waits until everything is again as it was before a grant was missing, and forgets what was denied meanwhile. */
export async function recover(ground: Ground): Promise<void> {
  const { platform, clock } = ground;
  for (const { name } of ground.cloud.deployment.cells) {
    const owner = await until(ground, `Who serves ${name}`, RECOVERY_MS, async () => {
      return (await platform.authority.state().catch(late))?.homes[name]?.owner;
    });
    if (owner !== name) await bringHome(ground, name);
    await until(ground, `A fresh lease of ${name}`, RECOVERY_MS, async () => {
      const sent = (await platform.lease(name).catch(late))?.sent ?? 0;
      return clock.now() - sent < FRESH_MS ? true : undefined;
    });
  }
  ground.iam.forget();
}

/** On a busy machine an answer may come too late: it is asked for again. */
const late = (): undefined => undefined;

const RECOVERY_MS = 60_000;
/** A keeper renews every two seconds; a lease lasts eight. */
const FRESH_MS = 5_000;
