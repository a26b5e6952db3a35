import { createDeclared } from "../../../../../local/aws/declared/index.ts";
import type { Declared } from "../../../../../local/aws/declared/index.ts";
import type { Properties } from "../../../../../local/core/resource.ts";
import { createVirtualKernel } from "../../../../../local/drivers/virtual-clock.ts";
import { lifeOf } from "../life.ts";
import type { Life } from "../life.ts";

/** An account in which resources are declared. */
export interface Declarations extends Pick<Declared, "standing" | "invokes" | "resources"> {
  life(type: string, name?: string, region?: string): Life;
  /** Declares one more thing and answers its id. */
  make(type: string, inputs: Properties, name?: string): Promise<string>;
  /** The buckets that a trail finds, each with its policy. */
  readonly buckets: Map<string, string>;
}

/** An empty account. */
export function declarations(): Declarations {
  const buckets = new Map<string, string>();
  const declared = createDeclared({ kernel: createVirtualKernel(7), bucketPolicies: (name) => buckets.get(name) });
  let count = 0;
  const life = (type: string, name = "it", region = "eu-west-1"): Life =>
    lifeOf(declared.resources, type, { name, region });
  return {
    ...declared,
    buckets,
    life,
    async make(type, inputs, name) {
      count += 1;
      return (await life(type, name ?? `made-${count}`).create(inputs)).id;
    },
  };
}

/** The names of the types, as tests write them. */
export const types = {
  vpc: "aws:ec2/vpc:Vpc",
  subnet: "aws:ec2/subnet:Subnet",
  routeTable: "aws:ec2/routeTable:RouteTable",
  route: "aws:ec2/route:Route",
  association: "aws:ec2/routeTableAssociation:RouteTableAssociation",
  gateway: "aws:ec2/internetGateway:InternetGateway",
  eip: "aws:ec2/eip:Eip",
  nat: "aws:ec2/natGateway:NatGateway",
  acl: "aws:ec2/networkAcl:NetworkAcl",
  flowLog: "aws:ec2/flowLog:FlowLog",
  group: "aws:ec2/securityGroup:SecurityGroup",
  defaultGroup: "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
  ingress: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
  egress: "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
  oldRule: "aws:ec2/securityGroupRule:SecurityGroupRule",
  endpoint: "aws:ec2/vpcEndpoint:VpcEndpoint",
  endpointPolicy: "aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy",
  tableLink: "aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation",
  subnetLink: "aws:ec2/vpcEndpointSubnetAssociation:VpcEndpointSubnetAssociation",
  certificate: "aws:acm/certificate:Certificate",
  validation: "aws:acm/certificateValidation:CertificateValidation",
  zone: "aws:route53/zone:Zone",
  record: "aws:route53/record:Record",
  healthCheck: "aws:route53/healthCheck:HealthCheck",
  trail: "aws:cloudtrail/trail:Trail",
  alarm: "aws:cloudwatch/metricAlarm:MetricAlarm",
  composite: "aws:cloudwatch/compositeAlarm:CompositeAlarm",
  dashboard: "aws:cloudwatch/dashboard:Dashboard",
  filter: "aws:cloudwatch/logMetricFilter:LogMetricFilter",
  xrayGroup: "aws:xray/group:Group",
  samplingRule: "aws:xray/samplingRule:SamplingRule",
  experiment: "aws:fis/experimentTemplate:ExperimentTemplate",
  regionSwitch: "aws:arcregionswitch/plan:Plan",
  encryptionConfig: "aws:xray/encryptionConfig:EncryptionConfig",
  topic: "aws:sns/topic:Topic",
  subscription: "aws:sns/topicSubscription:TopicSubscription",
  deliverySource: "aws:cloudwatch/logDeliverySource:LogDeliverySource",
  deliveryDestination: "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination",
  delivery: "aws:cloudwatch/logDelivery:LogDelivery",
} as const;

/** A network with a subnet, a route table, a gateway, a security group and an endpoint in it. */
export async function network({ make }: Declarations) {
  const vpcId = await make(types.vpc, { cidrBlock: "10.1.0.0/16", enableDnsHostnames: true });
  const subnetId = await make(types.subnet, { vpcId, cidrBlock: "10.1.0.0/24" });
  const routeTableId = await make(types.routeTable, { vpcId });
  const gatewayId = await make(types.gateway, { vpcId });
  const securityGroupId = await make(types.group, { vpcId });
  const serviceName = "com.amazonaws.eu-west-1.dynamodb";
  const vpcEndpointId = await make(types.endpoint, { vpcId, serviceName });
  return { vpcId, subnetId, routeTableId, gatewayId, securityGroupId, vpcEndpointId };
}

/** A bucket into which a trail may write. */
export function trailBucket({ buckets }: Declarations, bucket = "logs"): string {
  const Statement = [{ Effect: "Allow", Principal: { Service: "cloudtrail.amazonaws.com" } }];
  buckets.set(bucket, JSON.stringify({ Statement }));
  return bucket;
}

/** A log of an edge on its way into a log group. */
export const deliveries = {
  source: {
    name: "edge",
    resourceArn: "arn:aws:cloudfront::111122223333:distribution/E1",
    logType: "ACCESS_LOGS",
  },
  destination: {
    name: "edge",
    deliveryDestinationConfiguration: {
      destinationResourceArn: "arn:aws:logs:eu-west-1:111122223333:log-group:/edge",
    },
    outputFormat: "json",
  },
  delivery: {
    deliverySourceName: "edge",
    deliveryDestinationArn: "arn:aws:logs:eu-west-1:111122223333:delivery-destination:edge",
    recordFields: ["date", "time"],
  },
};

/** An experiment that cuts off the subnets of a cell. */
export const experiment = {
  description: "the network is gone",
  roleArn: "arn:aws:iam::111122223333:role/experiments",
  actions: [
    {
      name: "cut",
      actionId: "aws:network:disrupt-connectivity",
      parameters: [{ key: "duration", value: "PT10M" }],
      target: { key: "Subnets", value: "cell" },
    },
  ],
  targets: [
    {
      name: "cell",
      resourceType: "aws:ec2:subnet",
      selectionMode: "ALL",
      resourceTags: [{ key: "cell", value: "eu" }],
    },
  ],
  stopConditions: [
    { source: "aws:cloudwatch:alarm", value: "arn:aws:cloudwatch:eu-west-1:111122223333:alarm:given-up" },
  ],
};

/** A plan of two regions whose one step is approved by hand. */
export const regionSwitch = {
  name: "eu-us",
  executionRole: "arn:aws:iam::111122223333:role/switch",
  recoveryApproach: "activeActive",
  regions: ["eu-west-1", "us-east-1"],
  workflows: [
    {
      workflowTargetAction: "deactivate",
      steps: [
        {
          name: "evacuate",
          executionBlockType: "ManualApproval",
          executionApprovalConfigs: [{ approvalRole: "arn:aws:iam::111122223333:role/approver", timeoutMinutes: 60 }],
        },
      ],
    },
  ],
};
