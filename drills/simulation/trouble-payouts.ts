import { executionNameOf, nextExecution, takenUp } from "../../functions/domain/parked-payouts.ts";
import type { PayoutSaga } from "../../functions/domain/payout-saga.ts";
import { storedSaga, type StoredSaga } from "../../functions/bank-connector/saga.ts";
import { defaultBehaviour } from "../../local/bank/behaviour.ts";
import { machineArn } from "./executions.ts";
import type { PayoutsPlan } from "./payouts-plan.ts";
import type { World } from "./world.ts";

/** Lets befall payouts what a plan says, from now on; healing ends it. */
export function troublePayouts({ kernel, rails }: World, plan: PayoutsPlan): void {
  if (rails === undefined) return;
  rails.machines.unheard(plan.unheard);
  rails.unbookableShare = plan.unbookable;
  for (const { at, cell, behaviour } of plan.moods) {
    if (at === 0) rails.bankOf(cell).dying(plan.dying);
    const begin = (): void => rails.bankOf(cell).behave(behaviour);
    if (at === 0) begin();
    else kernel.after(at, begin);
  }
  for (const { at, cell, does } of plan.forgeries) kernel.after(at, () => rails.bankOf(cell).forge(does));
}

/** Ends it: banks do what they are asked for. What the books refuse they go on refusing until somebody takes it up. */
export function healPayouts({ rails, cells }: World): void {
  if (rails === undefined) return;
  rails.machines.unheard(0);
  rails.unbookableShare = 0;
  for (const { name } of cells) {
    rails.bankOf(name).dying(0);
    rails.bankOf(name).behave({ first: "settled", end: "settled", slowMs: 0, mishaps: defaultBehaviour.mishaps });
  }
}

/** Sweeps held payouts in all cells from now on, every so often, until the run is stopped. */
export function sweepPayouts(
  { kernel, weather, cells }: World,
  everyMs: number,
  running: { readonly stopped: boolean },
): void {
  for (const { region, payouts } of cells) {
    const sweep = (): void => {
      if (running.stopped) return;
      if (!weather.isLost(region)) void payouts?.books.invoke((books) => books.sweep());
      kernel.after(everyMs, sweep);
    };
    if (payouts !== undefined) kernel.after(everyMs * kernel.random(), sweep);
  }
}

/** As long as any saga asks, and then some. */
const OUTLASTS_MS = 11 * 86_400_000;

/** Lets so much time pass that even what a bank never decides is parked. */
export async function outlastPayouts({ kernel, rails, cells }: World): Promise<void> {
  const runs = cells.some(({ name }) => rails?.machines.executions(name).some(({ status }) => status === "running"));
  if (runs) await kernel.elapse(OUTLASTS_MS);
}

/** An operator takes up everything that has stopped before its end, and another one the same. */
export function resumePayouts({ rails, cells }: World): void {
  for (const { name: cell, region } of cells) {
    const executions = rails?.machines.executions(cell) ?? [];
    const stopped = executions.filter(({ status }) => status === "stopped");
    for (const { name: text } of stopped) {
      const name = executionNameOf(text);
      if (rails === undefined || name === undefined) continue;
      rails.unbookable.delete(name.payment);
      const stateMachineArn = machineArn({ cell, region });
      const executionArn = `${stateMachineArn.replace(":stateMachine:", ":execution:")}:${text}`;
      const { input } = rails.machines.ask(cell, "DescribeExecution", { executionArn });
      // Begun by the connector alone.
      const begun = JSON.parse(String(input)) as { readonly payout: object; readonly saga: StoredSaga };
      const history = rails.machines.ask(cell, "GetExecutionHistory", { executionArn, reverseOrder: true });
      const saga = storedSaga(takenUp(lastSaga(history["events"], begun.saga)));
      const again = JSON.stringify({ payout: begun.payout, saga });
      const start = { stateMachineArn, name: nextExecution(name), input: again };
      for (const _ of ["one operator", "another one"]) rails.machines.ask(cell, "StartExecution", start);
    }
  }
}

/** Where a saga stood when the machine last heard of it. */
function lastSaga(events: unknown, first: StoredSaga): PayoutSaga {
  // As the API lists them.
  const told = events as readonly { readonly taskSucceededEventDetails?: { readonly output?: string } }[];
  for (const { taskSucceededEventDetails: { output = "{}" } = {} } of told) {
    // What a task of the machine answered: a turn's course, or null.
    const { Payload: course } = JSON.parse(output) as { readonly Payload?: { readonly saga?: StoredSaga } | null };
    if (course?.saga !== undefined) return { ...course.saga, epoch: BigInt(course.saga.epoch) };
  }
  return { ...first, epoch: BigInt(first.epoch) };
}
