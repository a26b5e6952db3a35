import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { httpIntegration } from "./compliant.ts";
import { requireHttpIntegrationTls } from "./require-http-integration-tls.ts";

/** Backends with and without TLS. */
export const fixtures: Fixtures = {
  rule: requireHttpIntegrationTls,
  compliant: {
    "a private backend with a name to check": { properties: httpIntegration },
    "an address with TLS": {
      properties: changed(httpIntegration, {
        connectionType: "INTERNET",
        connectionId: undefined,
        tlsConfig: undefined,
        integrationUri: "https://backend.example.com",
      }),
    },
    "a function": {
      properties: changed(httpIntegration, {
        integrationType: "AWS_PROXY",
        connectionType: undefined,
        connectionId: undefined,
        tlsConfig: undefined,
        integrationUri: "arn:aws:lambda:eu-west-1:111122223333:function:orders",
      }),
    },
  },
  violating: {
    "a private backend": {
      properties: changed(httpIntegration, { tlsConfig: undefined }),
      faults: ["The API calls its private backend over plain HTTP."],
    },
    "an address without TLS": {
      properties: changed(httpIntegration, {
        connectionType: undefined,
        connectionId: undefined,
        tlsConfig: undefined,
        integrationUri: "http://backend.example.com",
      }),
      faults: ["The API calls its backend over plain HTTP."],
    },
  },
  unknown: { TLS: { properties: changed(httpIntegration, { tlsConfig: UNKNOWN }), path: "tlsConfig" } },
};
