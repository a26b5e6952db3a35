import * as aws from "@pulumi/aws";
import * as awsx from "@pulumi/awsx";
import * as pulumi from "@pulumi/pulumi";
import { availabilityZones, type CellCidrs } from "../plan/cidrs.ts";
import type { EndpointPlan } from "../plan/endpoints.ts";
import type { ServiceLogPlan } from "../plan/service-logs.ts";
import { ServiceLog } from "./service-log.ts";

/** What is decided about a cell's network. */
export interface NetworkArgs {
  readonly cidrs: CellCidrs;
  readonly natGateways: number;
  readonly gatewayEndpoints: readonly EndpointPlan[];
  readonly interfaceEndpoints: readonly EndpointPlan[];
  readonly flowLog: ServiceLogPlan;
  readonly account: string;
  readonly logKeyArn: pulumi.Input<string>;
  readonly tags: Readonly<Record<string, string>>;
}

/** Where a function stands. */
export interface Placement {
  readonly subnetIds: pulumi.Input<string[]>;
  readonly securityGroupIds: readonly pulumi.Input<string>[];
}

/** Three zones of isolated subnets for what touches money, and private ones with a way out for what does not. */
export class Network extends pulumi.ComponentResource {
  readonly placements: Readonly<Record<"isolated" | "private", Placement>>;

  constructor(name: string, args: NetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    super("payment-cells:infra:Network", name, {}, opts);
    const vpc = this.createVpc(name, args);
    this.logFlows(name, vpc, args);
    const endpointGroup = this.securityGroup(`${name}-endpoints`, vpc, args, "AWS services, from inside the network", {
      ingress: [{ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: [args.cidrs.vpc] }],
    });
    // The subnets' routes decide how far this reaches: from the isolated ones, to the endpoints and no further.
    const functionGroup = this.securityGroup(`${name}-functions`, vpc, args, "Functions: TLS out, nothing in", {
      egress: [{ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"] }],
    });
    for (const endpoint of args.interfaceEndpoints) {
      new aws.ec2.VpcEndpoint(
        `${name}-${endpoint.service}`,
        {
          vpcId: vpc.vpcId,
          vpcEndpointType: "Interface",
          serviceName: endpoint.serviceName,
          policy: endpoint.policy,
          subnetIds: vpc.isolatedSubnetIds,
          securityGroupIds: [endpointGroup.id],
          privateDnsEnabled: true,
          tags: args.tags,
        },
        { parent: this },
      );
    }
    const securityGroupIds = [functionGroup.id];
    this.placements = {
      isolated: { subnetIds: vpc.isolatedSubnetIds, securityGroupIds },
      private: { subnetIds: vpc.privateSubnetIds, securityGroupIds },
    };
    this.registerOutputs();
  }

  private createVpc(name: string, args: NetworkArgs): awsx.ec2.Vpc {
    const { cidrs, gatewayEndpoints } = args;
    const subnets = (type: awsx.types.enums.ec2.SubnetType, cidrBlocks: readonly string[]) => ({
      type,
      cidrBlocks: [...cidrBlocks],
    });
    return new awsx.ec2.Vpc(
      name,
      {
        cidrBlock: cidrs.vpc,
        numberOfAvailabilityZones: availabilityZones,
        enableDnsHostnames: true,
        enableDnsSupport: true,
        natGateways: { strategy: args.natGateways === 1 ? "Single" : "OnePerAz" },
        subnetStrategy: "Auto",
        subnetSpecs: [
          subnets("Public", cidrs.public),
          subnets("Private", cidrs.private),
          subnets("Isolated", cidrs.isolated),
        ],
        // Auto: the gateway enters the route tables of the subnets made here.
        vpcEndpointStrategy: "Auto",
        vpcEndpointSpecs: gatewayEndpoints.map(({ serviceName, policy }) => ({
          serviceName,
          vpcEndpointType: "Gateway",
          policy,
        })),
        tags: args.tags,
      },
      { parent: this },
    );
  }

  private logFlows(name: string, vpc: awsx.ec2.Vpc, { flowLog, account, logKeyArn, tags }: NetworkArgs): void {
    const log = new ServiceLog(`${name}-flows`, { plan: flowLog, account, keyArn: logKeyArn, tags }, { parent: this });
    new aws.ec2.FlowLog(
      `${name}-flows`,
      { vpcId: vpc.vpcId, trafficType: "ALL", logDestination: log.groupArn, iamRoleArn: log.roleArn, tags },
      { parent: this },
    );
  }

  private securityGroup(
    name: string,
    vpc: awsx.ec2.Vpc,
    args: NetworkArgs,
    description: string,
    rules: Pick<aws.ec2.SecurityGroupArgs, "ingress" | "egress">,
  ): aws.ec2.SecurityGroup {
    return new aws.ec2.SecurityGroup(
      name,
      { vpcId: vpc.vpcId, description, ...rules, tags: args.tags },
      { parent: this },
    );
  }
}
