import { rule } from "../../core/rule.ts";
import { referenceAt } from "../../core/reference.ts";
import { restApiOf } from "./endpoint.ts";

/** A backend on the internet can tell the API from anyone else. */
export const requireRestClientCertificate = rule({
  name: "require-rest-client-certificate",
  description: "REST APIs with HTTP backends show them a client certificate.",
  types: ["aws:apigateway/stage:Stage"],
  property: "apigateway.Stage.clientCertificateId",
  severity: "medium",
  level: "advisory",
  scope: "stack",
  reason:
    "A backend that is reached over HTTP cannot tell calls that went through the API's checks from calls around it.",
  remediation:
    "Set `clientCertificateId` to the id of an aws.apigateway.ClientCertificate, and have the backend ask for it.",
  controls: {
    "pci-dss-4.0.1": ["4.2.1", "8.3.1"],
    soc2: ["CC6.6", "CC6.7"],
    psd2: ["RTS 30.1"],
    "aws-fsbp": ["APIGateway.2"],
  },
  judge: (given) => {
    const { resource, stack } = given;
    const certificate = referenceAt(
      given,
      given.read,
      "clientCertificateId",
      "aws:apigateway/clientCertificate:ClientCertificate",
    );
    if (certificate !== undefined && certificate !== "") return undefined;
    const api = restApiOf(resource, stack);
    if (api === undefined) return undefined;
    const calls = stack.referringTo(api, "restApi", "aws:apigateway/integration:Integration");
    const open = calls.some(
      (one) => (one.read.text("type") ?? "").startsWith("HTTP") && one.read.text("connectionType") !== "VPC_LINK",
    );
    return open ? "The stage calls HTTP backends that cannot tell it from anyone else." : undefined;
  },
});
