import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { certificate } from "./compliant.ts";
import { requireStrongCertificateKey } from "./require-strong-certificate-key.ts";

/** With and without it. */
export const fixtures: Fixtures = {
  rule: requireStrongCertificateKey,
  compliant: {
    "the default": { properties: certificate },
    "a curve": { properties: changed(certificate, { keyAlgorithm: "EC_prime256v1" }) },
    RSA: { properties: changed(certificate, { keyAlgorithm: "RSA_2048" }) },
  },
  violating: {
    short: {
      properties: changed(certificate, { keyAlgorithm: "RSA_1024" }),
      faults: ["The certificate has a key of 1024 bits."],
    },
  },
  unknown: { it: { properties: changed(certificate, { keyAlgorithm: UNKNOWN }), path: "keyAlgorithm" } },
};
