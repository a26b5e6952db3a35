import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { traceSampling } from "../plan/tracing.ts";

/** What is decided about traces. */
export interface TraceSamplingArgs {
  readonly ruleName: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** Which requests and invocations of the cell's region X-Ray traces: a share of each, whoever starts it. */
export class TraceSampling extends pulumi.ComponentResource {
  constructor(name: string, args: TraceSamplingArgs, opts?: pulumi.ComponentResourceOptions) {
    super("payment-cells:infra:TraceSampling", name, {}, opts);
    new aws.xray.SamplingRule(
      name,
      {
        ruleName: args.ruleName,
        ...traceSampling,
        // Before X-Ray's own, which has 10,000.
        priority: 9_000,
        version: 1,
        serviceName: "*",
        serviceType: "*",
        host: "*",
        httpMethod: "*",
        urlPath: "*",
        resourceArn: "*",
        tags: args.tags,
      },
      { parent: this },
    );
    this.registerOutputs();
  }
}
