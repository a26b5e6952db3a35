import type { Cancel, Kernel } from "../../core/kernel.ts";
import type { Thing } from "../declared/store.ts";
import { readerOf } from "../inputs.ts";
import { alarmMessage, alarmSubject } from "./alarm-messages.ts";
import type { Alarms, AlarmState } from "./alarms.ts";
import { MINUTE_MS } from "./metric-store.ts";

/** Publishes to a topic on behalf of an alarm. */
export type Notify = (
  by: { readonly principal: string; readonly arn: string },
  message: { readonly topic: string; readonly subject: string; readonly message: string },
) => Promise<void>;

/** Judges alarms every minute, and has those speak whose state has changed. */
export interface AlarmWatch {
  /** Begins where it has not, as soon as there is an alarm. */
  wake(): void;
  /** Nothing is judged any more. */
  shutdown(): void;
}

/** What a watch works with. */
export interface AlarmWatchParts {
  readonly kernel: Kernel;
  readonly accountId: string;
  readonly alarms: Pick<Alarms, "everywhere" | "judge">;
  readonly notify: Notify;
  /** In a region that is gone nothing is judged. */
  readonly isLost: (region: string) => boolean;
}

/** Periods are counted a little after they are over: what was measured at their end is there by then. */
const AFTER_MS = 1_000;

/** No alarm was ever judged: an alarm begins without a state, and tells of its first one too, as on AWS. */
export function createAlarmWatch({ kernel, accountId, alarms, notify, isLost }: AlarmWatchParts): AlarmWatch {
  const states = new Map<string, AlarmState>();
  let cancel: Cancel | undefined;
  let lookedAt = -Infinity;
  let isOver = false;

  async function judgeAll(): Promise<void> {
    const all = alarms.everywhere();
    if (all.length === 0) return void (cancel = undefined);
    plan();
    const there = all.filter(({ region }) => !isLost(region));
    for (const alarm of there) await judge(alarm);
  }

  async function judge(alarm: Thing): Promise<void> {
    const arn = String(alarm.outputs["arn"]);
    const before = states.get(arn) ?? "INSUFFICIENT_DATA";
    const at = kernel.now();
    const { state, reason } = alarms.judge(alarm, at);
    if (state === before) return;
    states.set(arn, state);
    const change = { alarm, state, reason, before, at, accountId };
    const by = { principal: "cloudwatch.amazonaws.com", arn };
    for (const topic of actionsOf(alarm, state)) {
      if (topic.startsWith("arn:aws:sns:")) {
        await notify(by, { topic, subject: alarmSubject(change), message: alarmMessage(change) });
      }
    }
  }

  function plan(): void {
    const now = kernel.now();
    cancel = kernel.after(MINUTE_MS - (now % MINUTE_MS) + AFTER_MS, judgeAll);
  }

  return {
    wake() {
      const now = kernel.now();
      // Asking what stands takes longer than whatever woke it: once a second is enough.
      if (isOver || cancel !== undefined || now - lookedAt < 1_000) return;
      lookedAt = now;
      if (alarms.everywhere().length > 0) plan();
    },
    shutdown() {
      isOver = true;
      cancel?.();
    },
  };
}

function actionsOf(alarm: Thing, state: AlarmState): readonly string[] {
  const inputs = readerOf(alarm.id, alarm.inputs);
  if (inputs.flag("actionsEnabled") === false) return [];
  switch (state) {
    case "ALARM":
      return inputs.texts("alarmActions");
    case "OK":
      return inputs.texts("okActions");
    case "INSUFFICIENT_DATA":
      return inputs.texts("insufficientDataActions");
  }
}
