import { projectDirectory } from "../../deployment.ts";
import { standUp } from "../../stand-up.ts";
import { duration } from "../../text.ts";
import type { CliContext } from "../../context.ts";
import { behavioursOf, type Behaviour } from "./behaviours.ts";
import { prepareGround, type Ground } from "./ground.ts";
import { isSeldom, placeOf, readJustifications, type Justifications } from "./justifications.ts";
import { compare, isProven, proofJson, proofText, unitText, type Proof } from "./report.ts";
import { writeRecord } from "./record.ts";
import { mutate, recover, tryBehaviour, type Given, type Mutation, type Trial } from "./trial.ts";
import { isUsed, unitsOf, type GrantUnit, type InlinePolicy } from "./units.ts";

/**
 * Proves least privilege on a local cloud of its own: every behaviour of the platform is tried with everything granted,
 * then each grant that was used is taken away in turn, and a behaviour that used it has to break.
 */
export async function provePermissions(
  options: { readonly json: boolean; readonly record: boolean },
  context: CliContext,
): Promise<void> {
  const justifications = await readJustifications(projectDirectory);
  const cloud = await standUp({ port: 0, edgePort: 0 }, context);
  try {
    const proof = await prove(await prepareGround(cloud, context), justifications, options, context);
    for (const line of proofText(proof)) (options.json ? context.err : context.out)(line);
    if (options.json) context.out(proofJson(proof));
    if (!isProven(proof)) context.exitCode(1);
  } finally {
    await cloud.shutdown();
  }
}

function usedOf({ units, unused, justified }: Omit<Proof, "mutations">): readonly GrantUnit[] {
  const idle = new Set([...unused, ...justified]);
  return units.filter((unit) => !idle.has(unit));
}

async function prove(
  ground: Ground,
  justifications: Justifications,
  options: { readonly record: boolean },
  context: CliContext,
): Promise<Proof> {
  const policies = await ground.iam.policies();
  const trials = await tryAll(ground, context);
  const found = compare(policies.flatMap(unitsOf), trials, justifications);
  context.err(`${found.units.length} grants: ${found.unused.length + found.justified.length} were not used`);
  if (options.record) await writeRecord(projectDirectory, usedOf(found));
  return { ...found, mutations: await mutateAll(ordersOf(policies, trials, justifications), ground, context) };
}

/** What was done until everything was there; it is over, and cannot be tried again. */
const COMES_UP: Behaviour = {
  name: "the platform comes up",
  run: () => Promise.reject(new Error("The platform comes up once.")),
};

async function tryAll(ground: Ground, context: CliContext): Promise<readonly Trial[]> {
  const behaviours = behavioursOf(ground);
  const trials: Trial[] = [{ behaviour: COMES_UP, usage: ground.iam.usage(), ms: 0 }];
  const tell = ({ behaviour, ms }: Trial): void => context.err(`${duration(ms).padStart(8)}  ${behaviour.name}`);
  for (const behaviour of behaviours.filter(({ concerns }) => concerns === undefined)) {
    const trial = await tryBehaviour(behaviour, ground);
    tell(trial);
    trials.push(trial);
  }
  const together = behaviours.filter(({ concerns }) => concerns !== undefined);
  ground.iam.forget();
  const began = ground.clock.monotonic();
  await Promise.all(together.map(({ run }) => run(ground)));
  for (const behaviour of together) {
    const trial = { behaviour, usage: ground.iam.usage(), ms: ground.clock.monotonic() - began };
    tell(trial);
    trials.push(trial);
  }
  return trials;
}

/** What to take away at once, and what was seen using it, the quickest first. */
interface Order {
  readonly given: readonly Given[];
  readonly trials: readonly Trial[];
}

function ordersOf(
  policies: readonly InlinePolicy[],
  trials: readonly Trial[],
  justifications: Justifications,
): readonly Order[] {
  const quickest = trials.filter(({ behaviour }) => behaviour !== COMES_UP).toSorted((a, b) => a.ms - b.ms);
  const all = policies.flatMap((policy) => unitsOf(policy).map((unit): Given => ({ unit, policy })));
  const lasting = all.filter(({ unit }) => !isSeldom(unit, justifications));
  // A grant that nobody has instead is a group of its own.
  return groupsOf(lasting, ({ unit }) => placeOf(unit, justifications) ?? unit).flatMap((given): Order[] => {
    const using = quickest.filter(({ behaviour, usage }) =>
      given.some(({ unit }) => isAbout(behaviour, unit) && isUsed(unit, usage)),
    );
    return using.length === 0 ? [] : [{ given, trials: using }];
  });
}

async function mutateAll(orders: readonly Order[], ground: Ground, context: CliContext): Promise<readonly Mutation[]> {
  const [slow, alone] = split(orders, ({ trials: [first] }) => first?.behaviour.concerns !== undefined);
  const mutations: Mutation[] = [];
  for (const order of alone) {
    mutations.push(await takeAway(order, ground));
    await recover(ground);
    context.err(mutationLine(mutations.at(-1), mutations.length, orders.length));
  }
  // Each schedule starts by a role of its own: they are missed, or not, side by side.
  const byPolicy = groupsOf(slow, ({ given: [first] }) => first?.policy);
  mutations.push(...(await Promise.all(byPolicy.map((own) => inTurn(own, ground)))).flat());
  await recover(ground);
  return mutations;
}

function isAbout({ concerns }: Behaviour, { role }: GrantUnit): boolean {
  return concerns === undefined || concerns.includes(role);
}

function mutationLine(mutation: Mutation | undefined, done: number, of: number): string {
  if (mutation === undefined) return "";
  const { units, brokenBy } = mutation;
  const missed = brokenBy === undefined ? "MISSED BY NOTHING" : `missed by "${brokenBy}"`;
  return `${done}/${of}  ${units.map(unitText).join("; ")}: ${missed}`;
}

async function inTurn(orders: readonly Order[], ground: Ground): Promise<readonly Mutation[]> {
  const mutations: Mutation[] = [];
  for (const order of orders) mutations.push(await takeAway(order, ground));
  return mutations;
}

function takeAway({ given, trials }: Order, ground: Ground): Promise<Mutation> {
  // What a loop did beside a quick behaviour it need not do the next time: whoever was seen using the grant is tried.
  const behaviours = trials.map(({ behaviour }) => behaviour);
  return mutate(given, behaviours, ground);
}

function groupsOf<T>(items: readonly T[], by: (item: T) => unknown): readonly (readonly T[])[] {
  return [...new Set(items.map(by))].map((key) => items.filter((item) => by(item) === key));
}

function split<T>(items: readonly T[], is: (item: T) => boolean): readonly [readonly T[], readonly T[]] {
  return [items.filter(is), items.filter((item) => !is(item))];
}
