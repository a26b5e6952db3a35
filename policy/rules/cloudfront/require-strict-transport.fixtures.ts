import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { headers } from "./compliant.ts";
import { requireStrictTransport } from "./require-strict-transport.ts";

const lasting = (accessControlMaxAgeSec: unknown): object => ({
  strictTransportSecurity: { accessControlMaxAgeSec, includeSubdomains: true, override: true },
});

/** Policies with and without strict transport. */
export const fixtures: Fixtures = {
  rule: requireStrictTransport,
  compliant: {
    "two years": { properties: headers },
    "a year": { properties: changed(headers, { securityHeadersConfig: lasting(31_536_000) }) },
  },
  violating: {
    "other headers": {
      properties: changed(headers, { securityHeadersConfig: { contentTypeOptions: { override: true } } }),
      faults: ["The policy does not tell browsers to use HTTPS."],
    },
    absent: {
      properties: changed(headers, { securityHeadersConfig: undefined }),
      faults: ["The policy does not tell browsers to use HTTPS."],
    },
    "five minutes": {
      properties: changed(headers, { securityHeadersConfig: lasting(300) }),
      faults: ["The policy tells browsers to use HTTPS for 300 seconds only."],
    },
  },
  unknown: {
    "the time": {
      properties: changed(headers, { securityHeadersConfig: lasting(UNKNOWN) }),
      path: "securityHeadersConfig.strictTransportSecurity.accessControlMaxAgeSec",
    },
  },
};
