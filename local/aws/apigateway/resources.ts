import { AwsError, notImplemented } from "../../core/errors.ts";
import type { ResourceModel } from "../../core/resource.ts";
import { autoName } from "../auto-name.ts";
import { defineResource } from "../inputs.ts";
import { createDeclaredResources } from "./declared-resources.ts";
import { methodKey, resourcePath } from "./rest-api.ts";
import { createStageResources } from "./stage-resources.ts";
import { apiOf, newId, type ApiGatewayState } from "./state.ts";

/** The resource types of `aws:apigateway/*` that the local cloud knows. */
export function createApiGatewayResources(state: ApiGatewayState): readonly ResourceModel[] {
  return [
    restApiModel(state),
    resourceModel(state),
    methodModel(state),
    integrationModel(state),
    ...createStageResources(state),
    ...createDeclaredResources(state.kernel),
  ];
}

function restApiModel({ kernel, apis }: ApiGatewayState): ResourceModel {
  return defineResource({
    type: "aws:apigateway/restApi:RestApi",
    honoured: ["binaryMediaTypes", "disableExecuteApiEndpoint", "name"],
    echoed: [
      "description",
      "endpointConfiguration",
      "endpointAccessMode",
      "failOnWarnings",
      "minimumCompressionSize",
      "policy",
      "securityPolicy",
    ],
    create(inputs, registration) {
      const { region, accountId } = registration;
      const id = newId(kernel);
      const rootResourceId = newId(kernel);
      apis.set(id, {
        id,
        region,
        rootResourceId,
        executeApiDisabled: inputs.flag("disableExecuteApiEndpoint") ?? false,
        binaryMediaTypes: inputs.texts("binaryMediaTypes"),
        resources: new Map([[rootResourceId, { id: rootResourceId, parentId: undefined, pathPart: "" }]]),
        methods: new Set(),
        integrations: new Map(),
        deployments: new Map(),
        stages: new Map(),
      });
      const outputs = {
        name: inputs.text("name") ?? autoName(kernel, registration),
        arn: `arn:aws:apigateway:${region}::/restapis/${id}`,
        executionArn: `arn:aws:execute-api:${region}:${accountId}:${id}`,
        rootResourceId,
        createdDate: new Date(kernel.now()).toISOString(),
      };
      return { id, outputs };
    },
  });
}

function resourceModel({ kernel, apis }: ApiGatewayState): ResourceModel {
  return defineResource({
    type: "aws:apigateway/resource:Resource",
    honoured: ["parentId", "pathPart", "restApi"],
    create(inputs) {
      const api = apiOf(apis, inputs);
      const parentId = inputs.requiredText("parentId");
      const pathPart = inputs.requiredText("pathPart");
      if (!api.resources.has(parentId))
        throw new AwsError("NotFoundException", "Invalid Resource identifier specified", 404);
      if (!/^(\{[\w:.-]+\+?\}|[\w.:~$-]+)$/.test(pathPart)) {
        const rule =
          "Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable " +
          "and curly braces at the beginning and the end";
        throw new AwsError("BadRequestException", `${rule}.`);
      }
      for (const sibling of api.resources.values()) {
        if (sibling.parentId !== parentId || sibling.pathPart !== pathPart) continue;
        const message = `Another resource with the same parent already has this name: ${pathPart}`;
        throw new AwsError("ConflictException", message, 409);
      }
      const id = newId(kernel);
      api.resources.set(id, { id, parentId, pathPart });
      return { id, outputs: { path: resourcePath(api.resources, id) } };
    },
  });
}

function methodModel({ apis }: ApiGatewayState): ResourceModel {
  return defineResource({
    type: "aws:apigateway/method:Method",
    honoured: ["authorization", "httpMethod", "resourceId", "restApi"],
    echoed: ["operationName", "requestModels", "requestParameters", "requestValidatorId"],
    create(inputs) {
      const api = apiOf(apis, inputs);
      const authorization = inputs.requiredText("authorization");
      if (authorization !== "NONE") throw notImplemented(`${inputs.what}.authorization ${authorization}`);
      const resourceId = inputs.requiredText("resourceId");
      const httpMethod = inputs.requiredText("httpMethod");
      if (!api.resources.has(resourceId))
        throw new AwsError("NotFoundException", "Invalid Resource identifier specified", 404);
      api.methods.add(methodKey(resourceId, httpMethod));
      return { id: `agm-${api.id}-${resourceId}-${httpMethod}`, outputs: {} };
    },
  });
}

function integrationModel({ apis }: ApiGatewayState): ResourceModel {
  return defineResource({
    type: "aws:apigateway/integration:Integration",
    honoured: ["httpMethod", "integrationHttpMethod", "resourceId", "restApi", "timeoutMilliseconds", "type", "uri"],
    echoed: ["passthroughBehavior"],
    create(inputs) {
      const api = apiOf(apis, inputs);
      const type = inputs.requiredText("type");
      if (type !== "AWS_PROXY") throw notImplemented(`${inputs.what}.type ${type}`);
      const uri = inputs.requiredText("uri");
      const [, functionArn] = /:lambda:path\/2015-03-31\/functions\/(arn:aws:lambda:.+)\/invocations$/.exec(uri) ?? [];
      if (functionArn === undefined) throw notImplemented(`${inputs.what}.uri ${uri}`);
      if (inputs.text("integrationHttpMethod") !== "POST") {
        throw new AwsError("BadRequestException", "A Lambda function is invoked by POST: set integrationHttpMethod.");
      }
      const key = methodKey(inputs.requiredText("resourceId"), inputs.requiredText("httpMethod"));
      if (!api.methods.has(key)) throw new AwsError("NotFoundException", "Invalid Method identifier specified", 404);
      const timeoutMs = inputs.number("timeoutMilliseconds") ?? 29_000;
      if (timeoutMs < 50 || timeoutMs > 29_000) {
        throw new AwsError("BadRequestException", "Timeout should be between 50 ms and 29000 ms");
      }
      api.integrations.set(key, { functionArn, timeoutMs });
      return { id: `agi-${api.id}-${key.replace(" ", "-")}`, outputs: { passthroughBehavior: "WHEN_NO_MATCH" } };
    },
  });
}
