import * as pulumi from "@pulumi/pulumi";
import type { AlarmPlan } from "../plan/alarms.ts";
import { createAlarm, type AlarmSurroundings } from "./alarm.ts";

/** What is decided about a cell's alarms. */
export interface AlarmsArgs extends AlarmSurroundings {
  readonly alarms: readonly AlarmPlan[];
}

/** The alarms of a cell that belong to no queue. */
export class Alarms extends pulumi.ComponentResource {
  constructor(name: string, args: AlarmsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("payment-cells:infra:Alarms", name, {}, opts);
    for (const alarm of args.alarms) {
      createAlarm(alarm.name, alarm, args, this);
    }
    this.registerOutputs();
  }
}
