import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { restIntegration, lambdaUri } from "./compliant.ts";
import { requireRestIntegrationTls } from "./require-rest-integration-tls.ts";

/** Backends with and without TLS. */
export const fixtures: Fixtures = {
  rule: requireRestIntegrationTls,
  compliant: {
    TLS: { properties: restIntegration },
    "a function": { properties: changed(restIntegration, { type: "AWS_PROXY", uri: lambdaUri }) },
    "an answer without a backend": { properties: changed(restIntegration, { type: "MOCK", uri: undefined }) },
  },
  violating: {
    plain: {
      properties: changed(restIntegration, { uri: "http://backend.example.com/orders" }),
      faults: ["The API calls its backend over plain HTTP."],
    },
    "plain, in a VPC": {
      properties: changed(restIntegration, {
        type: "HTTP",
        connectionType: "VPC_LINK",
        connectionId: "vl1",
        uri: "http://orders.internal.example.com/",
      }),
      faults: ["The API calls its backend over plain HTTP."],
    },
  },
  unknown: { "the address": { properties: changed(restIntegration, { uri: UNKNOWN }), path: "uri" } },
};
