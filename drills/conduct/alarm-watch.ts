import { queueAlarms, type AlarmPlan } from "../../infra/plan/alarms.ts";
import type { FunctionName } from "../../infra/plan/names.ts";
import { fileQueues } from "../../infra/plan/uploads.ts";
import type { RungAlarm } from "../report/measurement.ts";
import { deployedCell } from "../targets/deployed-cell.ts";
import type { ConsumerName, ConsumerState } from "../targets/target.ts";

/** What CloudWatch has of one minute; a figure that nobody reported is absent. */
export interface Minute {
  /** When it ended, seconds of the drill. */
  readonly ended: number;
  readonly figures: Readonly<Partial<Record<Figure, number>>>;
}

/** The metrics of a consumer that alarms watch. */
export type Figure =
  | "Errors"
  | "Invocations"
  | "IteratorAge"
  | "ApproximateAgeOfOldestMessage"
  | "ApproximateNumberOfMessagesVisible";

const FIGURES: ReadonlySet<string> = new Set<Figure>([
  "Errors",
  "Invocations",
  "IteratorAge",
  "ApproximateAgeOfOldestMessage",
  "ApproximateNumberOfMessagesVisible",
]);

/** What does a consumer's work, and the queue before it, where these are not called as it is. */
const NAMES: Readonly<Partial<Record<ConsumerName, { readonly does: FunctionName; readonly queue: string }>>> = {
  payouts: { does: "bank-connector", queue: "payouts" },
  uploads: { does: "batch-runner", queue: fileQueues.files },
};

function namesOf(consumer: ConsumerName): { readonly does: FunctionName; readonly queue: string } {
  // What is not in the list above is called as its function is.
  return NAMES[consumer] ?? { does: consumer as FunctionName, queue: consumer };
}

/** The alarms that the program gives a consumer of a cell, its queues' among them. */
export function alarmsOf(cell: string, consumer: ConsumerName): readonly AlarmPlan[] {
  const plan = deployedCell(cell);
  const { names, stage, alarms } = plan;
  const { does, queue } = namesOf(consumer);
  const own = [names.function(does), names.queue(queue), names.deadLetterQueue(queue)];
  return [...alarms, ...queueAlarms(stage, plan.cell)].filter(
    ({ metric, dimensions }) =>
      FIGURES.has(metric) && Object.values(dimensions).length === 1 && own.includes(Object.values(dimensions)[0] ?? ""),
  );
}

/** Which alarms rang over minutes in a row: each as soon as its last minutes were all beyond its threshold. */
export function rungIn(plans: readonly AlarmPlan[], minutes: readonly Minute[]): readonly RungAlarm[] {
  return plans.flatMap((plan) => {
    const beyond = minutes.map(({ figures }) => isBeyond(plan, figures));
    const rings = beyond.map((_, index) => {
      const last = beyond.slice(Math.max(0, index + 1 - plan.minutes), index + 1);
      return last.length === plan.minutes && last.every(Boolean);
    });
    const first = rings.indexOf(true);
    const rangAt = minutes[first]?.ended;
    if (rangAt === undefined) return [];
    const over = rings.lastIndexOf(true) + 1;
    const { name, description } = plan;
    return [{ name, description, rangAt, overAt: minutes[over]?.ended }];
  });
}

/** Silence is beyond the threshold of an alarm that watches for it, and of no other: a drill's payments never cease. */
function isBeyond({ metric, threshold, below }: AlarmPlan, figures: Minute["figures"]): boolean {
  // Alarms on other metrics were left out.
  const figure = figures[metric as Figure];
  if (below !== undefined) return figure === undefined || figure < threshold;
  return figure !== undefined && figure > threshold;
}

/** Makes minutes of what a consumer is seen to have, as CloudWatch counts them: by the clock on the wall. */
export function createMinutes(isQueue: boolean) {
  const minutes: Minute[] = [];
  let open: { readonly number: number; readonly from: ConsumerState; told: number; dead: number } | undefined;

  function close({ invocations, errors }: ConsumerState, ended: number): void {
    if (open === undefined) return;
    const { from, told, dead } = open;
    // A function that was not started reports nothing, and so does a stream that nobody reads.
    const started = invocations > from.invocations;
    const ofFunction = { Invocations: invocations - from.invocations, Errors: errors - from.errors };
    const figures = {
      ...(started && ofFunction),
      ...(isQueue ? { ApproximateAgeOfOldestMessage: told } : started && { IteratorAge: told * 1_000 }),
      ApproximateNumberOfMessagesVisible: dead,
    };
    minutes.push({ ended, figures });
  }

  return {
    minutes,
    /** `now` is the target's clock, in milliseconds; `second` the drill's. */
    see(state: ConsumerState, now: number, second: number): void {
      const number = Math.floor(now / 60_000);
      if (open?.number !== number) {
        close(state, second);
        open = { number, from: state, told: 0, dead: 0 };
      }
      open.told = Math.max(open.told, state.toldSeconds);
      open.dead = Math.max(open.dead, state.deadLetters);
    },
  };
}
