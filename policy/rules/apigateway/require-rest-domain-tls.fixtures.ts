import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { restDomain } from "./compliant.ts";
import { requireRestDomainTls } from "./require-rest-domain-tls.ts";

/** Host names by their least version of TLS. */
export const fixtures: Fixtures = {
  rule: requireRestDomainTls,
  compliant: {
    "TLS 1.2": { properties: restDomain },
    "TLS 1.3": {
      properties: changed(restDomain, {
        securityPolicy: "SecurityPolicy_TLS13_1_3_2025_09",
        endpointAccessMode: "STRICT",
      }),
    },
    "TLS 1.2 and 1.3": {
      properties: changed(restDomain, {
        securityPolicy: "SecurityPolicy_TLS13_1_2_2021_06",
        endpointAccessMode: "STRICT",
      }),
    },
  },
  violating: {
    "TLS 1.0": {
      properties: changed(restDomain, { securityPolicy: "TLS_1_0" }),
      faults: ["The host name takes versions of TLS older than 1.2 (TLS_1_0)."],
    },
    absent: {
      properties: changed(restDomain, { securityPolicy: undefined }),
      faults: ["The host name's least version of TLS is not written down."],
    },
  },
  unknown: { "the policy": { properties: changed(restDomain, { securityPolicy: UNKNOWN }), path: "securityPolicy" } },
};
