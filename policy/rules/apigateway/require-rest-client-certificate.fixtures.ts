import { changed, UNKNOWN, type Fixtures, type Properties, type Companion } from "../../core/fixtures.ts";
import { api, restStage, stageSettings, firewall, restIntegration } from "./compliant.ts";
import { requireRestClientCertificate } from "./require-rest-client-certificate.ts";

const backend = (change: Properties): Companion => ({
  type: "aws:apigateway/integration:Integration",
  name: "backend",
  properties: changed(restIntegration, change),
});

const about = { companions: [api, stageSettings, firewall, backend({})] };

/** Stages by what they call. */
export const fixtures: Fixtures = {
  rule: requireRestClientCertificate,
  compliant: {
    "a certificate": { ...about, properties: changed(restStage, { clientCertificateId: "cc1" }) },
    "a function behind it": {
      properties: restStage,
      companions: [api, stageSettings, firewall, backend({ type: "AWS_PROXY" })],
    },
    "a backend in a VPC": {
      properties: restStage,
      companions: [api, stageSettings, firewall, backend({ connectionType: "VPC_LINK", connectionId: "vl1" })],
    },
  },
  violating: {
    none: {
      ...about,
      properties: restStage,
      faults: ["The stage calls HTTP backends that cannot tell it from anyone else."],
    },
  },
  unknown: {
    "the certificate": {
      ...about,
      properties: changed(restStage, { clientCertificateId: UNKNOWN }),
      path: "clientCertificateId",
    },
  },
};
