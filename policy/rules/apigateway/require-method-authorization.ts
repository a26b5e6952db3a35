import { rule } from "../../core/rule.ts";
import { isPrivate, restApiOf } from "./endpoint.ts";

/** Every method of a REST API knows its caller before anything runs. */
export const requireMethodAuthorization = rule({
  name: "require-method-authorization",
  description: "Methods of REST APIs ask who calls.",
  types: ["aws:apigateway/method:Method"],
  property: "apigateway.Method.authorization",
  severity: "high",
  level: "mandatory",
  scope: "stack",
  reason:
    "A method without authorization runs its backend for anyone on the internet; an API key is no proof of who calls.",
  remediation: 'Set `authorization` to "AWS_IAM", "COGNITO_USER_POOLS" or "CUSTOM" with an `authorizerId`.',
  controls: {
    "pci-dss-4.0.1": ["7.3.3", "8.3.1"],
    soc2: ["CC6.1", "CC6.6"],
    gdpr: ["32.1.b"],
    psd2: ["RTS 22", "RTS 30.1"],
  },
  judge: ({ resource, read, stack }) => {
    if (read.text("authorization") !== "NONE") return undefined;
    // Browsers send no credentials with the question whether they may ask.
    if (read.text("httpMethod") === "OPTIONS") return undefined;
    const api = restApiOf(resource, stack);
    // The policy of a private API tells who calls.
    if (api !== undefined && isPrivate(api)) return undefined;
    return "Anyone who reaches the API can call the method.";
  },
});
