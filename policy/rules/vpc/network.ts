import { MAIN, UNKNOWN, type Companion, type Properties } from "../../core/fixtures.ts";

/** A network. */
export const vpc: Properties = { cidrBlock: "10.0.0.0/16", enableDnsHostnames: true, enableDnsSupport: true };

/** A flow log of all traffic. */
export const flowLogProperties: Properties = {
  vpcId: "vpc-0a1b2c3d4e5f60718",
  trafficType: "ALL",
  logDestinationType: "s3",
  logDestination: "arn:aws:s3:::flows",
};

/** The flow log of the network that is judged. */
export const flowLog: Companion = {
  type: "aws:ec2/flowLog:FlowLog",
  name: "flows",
  properties: { ...flowLogProperties, vpcId: UNKNOWN },
  madeFrom: { vpcId: [MAIN] },
};

/** A private subnet. */
export const subnet: Properties = {
  vpcId: "vpc-0a1b2c3d4e5f60718",
  cidrBlock: "10.0.1.0/24",
  availabilityZone: "eu-west-1a",
};

/** An entry that lets HTTPS in. */
export const httpsEntry: Properties = {
  ruleNo: 100,
  action: "allow",
  protocol: "tcp",
  fromPort: 443,
  toPort: 443,
  cidrBlock: "0.0.0.0/0",
};

/** A network ACL with this entry. */
export function acl(entry: Properties): Properties {
  return { vpcId: "vpc-0a1b2c3d4e5f60718", ingress: [entry] };
}

/** An entry of a network ACL as a resource of its own. */
export function aclRule(change: Properties): Properties {
  return { networkAclId: "acl-0a1b2c3d4e5f60718", ruleNumber: 100, ruleAction: "allow", egress: false, ...change };
}

/** A policy of an endpoint: AWS's own, with these changes. */
export function endpointPolicy(change: Properties): string {
  const open = { Effect: "Allow", Principal: "*", Action: "*", Resource: "*" };
  return JSON.stringify({ Version: "2012-10-17", Statement: [{ ...open, ...change }] });
}

/** A way to S3 that does not leave the network. */
export const gatewayEndpoint: Properties = {
  vpcId: "vpc-0a1b2c3d4e5f60718",
  serviceName: "com.amazonaws.eu-west-1.s3",
  routeTableIds: ["rtb-0a1b2c3d4e5f60718"],
  policy: endpointPolicy({ Action: ["s3:GetObject"], Resource: "arn:aws:s3:::orders/*" }),
};

/** A way to SQS that does not leave the network. */
export const interfaceEndpoint: Properties = {
  vpcId: "vpc-0a1b2c3d4e5f60718",
  vpcEndpointType: "Interface",
  serviceName: "com.amazonaws.eu-west-1.sqs",
  subnetIds: ["subnet-0a1b2c3d4e5f60718"],
  securityGroupIds: ["sg-0a1b2c3d4e5f60718"],
  privateDnsEnabled: true,
  policy: endpointPolicy({ Action: ["sqs:SendMessage"], Resource: "arn:aws:sqs:eu-west-1:111122223333:orders" }),
};

/** A service for other networks. */
export const endpointService: Properties = {
  acceptanceRequired: true,
  networkLoadBalancerArns: [
    "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/net/orders/0a1b2c3d4e5f6071",
  ],
  allowedPrincipals: ["arn:aws:iam::444455556666:root"],
};

/** A way into the network for people. */
export const clientVpn: Properties = {
  serverCertificateArn: "arn:aws:acm:eu-west-1:111122223333:certificate/0b5e9d6c-6d3c-4a53-9f9c-1f2e3d4c5b6a",
  clientCidrBlock: "10.8.0.0/22",
  authenticationOptions: [
    { type: "federated-authentication", samlProviderArn: "arn:aws:iam::111122223333:saml-provider/staff" },
  ],
  connectionLogOptions: { enabled: true, cloudwatchLogGroup: "vpn" },
};

/** A way into the network for an office. */
export const vpn: Properties = {
  customerGatewayId: "cgw-0a1b2c3d4e5f60718",
  vpnGatewayId: "vgw-0a1b2c3d4e5f60718",
  type: "ipsec.1",
  tunnel1IkeVersions: ["ikev2"],
  tunnel2IkeVersions: ["ikev2"],
  tunnel1LogOptions: {
    cloudwatchLogOptions: { logEnabled: true, logGroupArn: "arn:aws:logs:eu-west-1:111122223333:log-group:vpn" },
  },
  tunnel2LogOptions: {
    cloudwatchLogOptions: { logEnabled: true, logGroupArn: "arn:aws:logs:eu-west-1:111122223333:log-group:vpn" },
  },
};
