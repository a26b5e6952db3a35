import { MAIN, UNKNOWN, type Companion, type Properties } from "../../core/fixtures.ts";

/** A public zone. */
export const zone: Properties = { name: "shop.example", comment: "The shop" };

/** What logs the zone's queries. */
export const queryLog: Companion = {
  type: "aws:route53/queryLog:QueryLog",
  name: "queries",
  properties: {
    zoneId: UNKNOWN,
    cloudwatchLogGroupArn: "arn:aws:logs:us-east-1:111122223333:log-group:/aws/route53/shop",
  },
  madeFrom: { zoneId: [MAIN] },
};

/** What signs the zone. */
export const signing: Companion = {
  type: "aws:route53/hostedZoneDnsSec:HostedZoneDnsSec",
  name: "signing",
  properties: { hostedZoneId: UNKNOWN },
  madeFrom: { hostedZoneId: [MAIN] },
};

/** A check of a public address. */
export const healthCheck: Properties = {
  fqdn: "shop.example",
  port: 443,
  type: "HTTPS",
  resourcePath: "/healthz",
  failureThreshold: 3,
  requestInterval: 30,
};

/** The first choice of two. */
export const primary: Properties = {
  zoneId: "Z0123456789ABCDEFGHIJ",
  name: "api.shop.example",
  type: "CNAME",
  ttl: 60,
  records: ["eu-west-1.shop.example"],
  setIdentifier: "eu-west-1",
  failoverRoutingPolicies: [{ type: "PRIMARY" }],
  healthCheckId: "0b5e9d6c-6d3c-4a53-9f9c-1f2e3d4c5b6a",
};

/** A registered name. */
export const registered: Properties = { domainName: "shop.example", autoRenew: true, transferLock: true };
