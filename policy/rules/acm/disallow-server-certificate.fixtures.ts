import { type Fixtures } from "../../core/fixtures.ts";
import { certificate } from "./compliant.ts";
import { disallowServerCertificate } from "./disallow-server-certificate.ts";

/** Certificates in both places. */
export const fixtures: Fixtures = {
  rule: disallowServerCertificate,
  compliant: { "in ACM": { type: "aws:acm/certificate:Certificate", properties: certificate } },
  violating: {
    "in IAM": {
      properties: {
        name: "shop",
        certificateBody: "-----BEGIN CERTIFICATE-----",
        privateKey: "-----BEGIN PRIVATE KEY-----",
      },
      faults: ["The certificate is kept in IAM, which does not renew it."],
    },
  },
  unknown: {},
};
