import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { DashboardPlan } from "../plan/dashboards.ts";

/** A page of plots as planned. */
export class Overview extends pulumi.ComponentResource {
  constructor(name: string, plan: DashboardPlan, opts?: pulumi.ComponentResourceOptions) {
    super("payment-cells:infra:Overview", name, {}, opts);
    new aws.cloudwatch.Dashboard(
      name,
      { dashboardName: plan.name, dashboardBody: JSON.stringify(plan.body) },
      { parent: this },
    );
    this.registerOutputs();
  }
}
