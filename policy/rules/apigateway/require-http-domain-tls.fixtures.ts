import { changed, UNKNOWN, type Fixtures, type Properties } from "../../core/fixtures.ts";
import { httpDomain } from "./compliant.ts";
import { requireHttpDomainTls } from "./require-http-domain-tls.ts";

const withPolicy = (securityPolicy: unknown): Properties =>
  changed(httpDomain, {
    domainNameConfiguration: {
      certificateArn: "arn:aws:acm:eu-west-1:111122223333:certificate/0b5e9d6c-6d3c-4a53-9f9c-1f2e3d4c5b6a",
      endpointType: "REGIONAL",
      securityPolicy,
    },
  });

/** Host names by their least version of TLS. */
export const fixtures: Fixtures = {
  rule: requireHttpDomainTls,
  compliant: { "TLS 1.2": { properties: httpDomain } },
  violating: {
    "TLS 1.0": {
      properties: withPolicy("TLS_1_0"),
      faults: ["The host name takes versions of TLS older than 1.2 (TLS_1_0)."],
    },
  },
  unknown: { "the policy": { properties: withPolicy(UNKNOWN), path: "domainNameConfiguration.securityPolicy" } },
};
