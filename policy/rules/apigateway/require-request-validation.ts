import { rule } from "../../core/rule.ts";
import { referenceAt } from "../../core/reference.ts";

/** A declared model is more than a comment. */
export const requireRequestValidation = rule({
  name: "require-request-validation",
  description: "Methods that declare what a request must look like have it checked.",
  types: ["aws:apigateway/method:Method"],
  property: "apigateway.Method.requestValidatorId",
  severity: "low",
  level: "advisory",
  scope: "stack",
  reason: "Without a validator nobody checks the declared models and parameters, and bad requests reach the backend.",
  remediation: "Set `requestValidatorId` to the id of an aws.apigateway.RequestValidator.",
  controls: { "pci-dss-4.0.1": ["6.2.4"], soc2: ["PI1.3"] },
  judge: (given) => {
    const { read } = given;
    const declares = read.map("requestModels").size > 0 || [...read.map("requestParameters").values()].includes("true");
    if (!declares) return undefined;
    const validator = referenceAt(
      given,
      read,
      "requestValidatorId",
      "aws:apigateway/requestValidator:RequestValidator",
    );
    if (validator !== undefined && validator !== "") return undefined;
    return "The method declares what a request must look like, and nobody checks it.";
  },
});
