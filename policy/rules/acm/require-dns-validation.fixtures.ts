import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { certificate } from "./compliant.ts";
import { requireDnsValidation } from "./require-dns-validation.ts";

/** With and without it. */
export const fixtures: Fixtures = {
  rule: requireDnsValidation,
  compliant: {
    DNS: { properties: certificate },
    HTTP: { properties: changed(certificate, { validationMethod: "HTTP" }) },
    "of a private authority": {
      properties: changed(certificate, {
        validationMethod: undefined,
        certificateAuthorityArn: "arn:aws:acm-pca:eu-west-1:111122223333:certificate-authority/0b5e9d6c",
      }),
    },
  },
  violating: {
    mail: {
      properties: changed(certificate, { validationMethod: "EMAIL" }),
      faults: ["The certificate is validated by mail."],
    },
  },
  unknown: { it: { properties: changed(certificate, { validationMethod: UNKNOWN }), path: "validationMethod" } },
};
