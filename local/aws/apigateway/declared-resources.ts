import { randomHex, type Kernel } from "../../core/kernel.ts";
import type { ResourceModel } from "../../core/resource.ts";
import { defineResource } from "../inputs.ts";

/** Resource types of `aws:apigateway/*` that are checked and echoed, and act on AWS alone. */
export function createDeclaredResources(kernel: Kernel): readonly ResourceModel[] {
  const standing = "declared-only" as const;
  return [
    defineResource({
      type: "aws:apigateway/account:Account",
      standing,
      honoured: [],
      echoed: ["cloudwatchRoleArn"],
      create: () => ({ id: "api-gateway-account", outputs: { apiKeyVersion: "4", features: ["UsagePlans"] } }),
    }),
    defineResource({
      type: "aws:apigateway/usagePlan:UsagePlan",
      standing,
      honoured: [],
      echoed: ["apiStages", "description", "name", "productCode", "quotaSettings", "throttleSettings"],
      create(inputs, { region, name }) {
        const id = randomHex(kernel, 3);
        return {
          id,
          outputs: { name: inputs.text("name") ?? name, arn: `arn:aws:apigateway:${region}::/usageplans/${id}` },
        };
      },
    }),
    defineResource({
      type: "aws:apigateway/requestValidator:RequestValidator",
      standing,
      honoured: [],
      echoed: ["name", "restApi", "validateRequestBody", "validateRequestParameters"],
      create: () => ({ id: randomHex(kernel, 3), outputs: {} }),
    }),
    defineResource({
      type: "aws:apigateway/response:Response",
      standing,
      honoured: [],
      echoed: ["responseParameters", "responseTemplates", "responseType", "restApiId", "statusCode"],
      create: (inputs) => ({
        id: `aggr-${inputs.requiredText("restApiId")}-${inputs.requiredText("responseType")}`,
        outputs: {},
      }),
    }),
    defineResource({
      type: "aws:apigateway/restApiPolicy:RestApiPolicy",
      standing,
      honoured: [],
      echoed: ["policy", "restApiId"],
      create: (inputs) => ({ id: inputs.requiredText("restApiId"), outputs: {} }),
    }),
  ];
}
