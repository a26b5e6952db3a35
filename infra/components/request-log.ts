import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { requestLogFields } from "../plan/edge-settings.ts";

/** What is decided about the edge's log. */
export interface RequestLogArgs {
  readonly deliveryName: string;
  readonly logGroup: string;
  readonly distributionArn: pulumi.Input<string>;
  readonly keyArn: pulumi.Input<string>;
  readonly region: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** A line for every request at the edge. */
export class RequestLog extends pulumi.ComponentResource {
  constructor(name: string, args: RequestLogArgs, opts?: pulumi.ComponentResourceOptions) {
    super("payment-cells:infra:RequestLog", name, {}, opts);
    const { deliveryName, region, tags } = args;
    const parent = { parent: this };
    const group = new aws.cloudwatch.LogGroup(
      name,
      { name: args.logGroup, retentionInDays: 90, kmsKeyId: args.keyArn, region, tags },
      parent,
    );
    const source = new aws.cloudwatch.LogDeliverySource(
      name,
      { name: deliveryName, resourceArn: args.distributionArn, logType: "ACCESS_LOGS", region, tags },
      parent,
    );
    const destination = new aws.cloudwatch.LogDeliveryDestination(
      name,
      {
        name: deliveryName,
        deliveryDestinationConfiguration: { destinationResourceArn: group.arn },
        outputFormat: "json",
        region,
        tags,
      },
      parent,
    );
    new aws.cloudwatch.LogDelivery(
      name,
      {
        deliverySourceName: source.name,
        deliveryDestinationArn: destination.arn,
        recordFields: [...requestLogFields],
        region,
        tags,
      },
      parent,
    );
    this.registerOutputs();
  }
}
