import { createApiGateway } from "../../../../../local/aws/apigateway/index.ts";
import type { Properties } from "../../../../../local/core/resource.ts";
import { accountId, register } from "../account.ts";
import { functionArn } from "../lambda/harness.ts";
import { createPatientKernel } from "../patient-kernel.ts";

/** A certificate of the region of the test's names. */
export const certificateArn = `arn:aws:acm:eu-west-1:${accountId}:certificate/origin`;

/** The host name that the certificate covers. */
export const hostname = "eu.origin.pay.example.com";

/** The integration of a function that answers with its path. */
export const uri = `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${functionArn}/invocations`;

/** API Gateway with an API that has a path, a method and its integration, but no deployment. */
export async function undeployed() {
  const gateway = createApiGateway({
    kernel: createPatientKernel(1),
    accountId,
    certificate: (arn) =>
      arn.startsWith("arn:aws:acm:") && arn.endsWith("/origin")
        ? { names: ["*.origin.pay.example.com"], status: "ISSUED" }
        : undefined,
    lambda: {
      mayInvoke: () => true,
      invoke: ({ payload }) =>
        Promise.resolve({ payload: JSON.stringify({ statusCode: 200, body: JSON.stringify(payload) }) }),
    },
  });
  const models = gateway.resources;
  const make = (kind: string, inputs: Properties) => register(models, `aws:apigateway/${kind}`, inputs);
  const api = await make("restApi:RestApi", { name: "payments" });
  const restApi = api.id;
  const rootId = api.outputs["rootResourceId"];
  const resource = await make("resource:Resource", { restApi, parentId: rootId, pathPart: "{proxy+}" });
  const method = { restApi, resourceId: resource.id, httpMethod: "ANY" };
  await make("method:Method", { ...method, authorization: "NONE" });
  await make("integration:Integration", { ...method, type: "AWS_PROXY", integrationHttpMethod: "POST", uri });
  return { gateway, models, make, restApi, rootId, resourceId: resource.id };
}

/** The same, deployed to the stage "v1". */
export async function deployed() {
  const standing = await undeployed();
  const { gateway, make, restApi } = standing;
  const { id: deployment } = await make("deployment:Deployment", { restApi });
  await make("stage:Stage", { restApi, deployment, stageName: "v1" });
  const own = `${restApi}.execute-api.eu-west-1.amazonaws.com`;
  const status = async (path: string, method = "GET") =>
    (await gateway.handle(own, new Request(`https://${own}/v1${path}`, { method }))).status;
  return { ...standing, deployment, status };
}
