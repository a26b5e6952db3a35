import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { certificate } from "./compliant.ts";
import { disallowWildcardCertificate } from "./disallow-wildcard-certificate.ts";

/** Names of hosts and of domains. */
export const fixtures: Fixtures = {
  rule: disallowWildcardCertificate,
  compliant: { hosts: { properties: certificate } },
  violating: {
    "a domain": {
      properties: changed(certificate, { domainName: "*.shop.example" }),
      faults: ["The certificate speaks for *.shop.example."],
    },
    "another name": {
      properties: changed(certificate, { subjectAlternativeNames: ["*.api.shop.example"] }),
      faults: ["The certificate speaks for *.api.shop.example."],
    },
  },
  unknown: { name: { properties: changed(certificate, { domainName: UNKNOWN }), path: "domainName" } },
};
