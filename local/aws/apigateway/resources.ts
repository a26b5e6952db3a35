import { AwsError, notImplemented } from "../../core/errors.ts";
import { randomHex, type Kernel } from "../../core/kernel.ts";
import type { ResourceModel } from "../../core/resource.ts";
import { defineResource, refuseUnknown, type Reader } from "../inputs.ts";
import { createDeclaredResources } from "./declared-resources.ts";
import { methodKey, resourcePath, type RestApi } from "./rest-api.ts";

/** One path below a custom domain name, and the stage it leads to. */
export interface BasePathMapping {
  /** "" for the domain's root. */
  readonly basePath: string;
  readonly apiId: string;
  readonly stageName: string;
}

/** The state that the resource models build up. */
export interface ApiGatewayState {
  readonly kernel: Kernel;
  readonly apis: Map<string, RestApi>;
  /** By custom domain name. */
  readonly domains: Map<string, BasePathMapping[]>;
}

/** Ids of API Gateway have ten characters. */
function newId(kernel: Kernel): string {
  return randomHex(kernel, 5);
}

/** The resource types of `aws:apigateway/*` that the local cloud knows. */
export function createApiGatewayResources(state: ApiGatewayState): readonly ResourceModel[] {
  return [
    restApiModel(state),
    resourceModel(state),
    methodModel(state),
    integrationModel(state),
    deploymentModel(state),
    stageModel(state),
    methodSettingsModel(state),
    domainNameModel(state),
    basePathMappingModel(state),
    ...createDeclaredResources(state.kernel),
  ];
}

function restApiModel({ kernel, apis }: ApiGatewayState): ResourceModel {
  return defineResource({
    type: "aws:apigateway/restApi:RestApi",
    honoured: ["binaryMediaTypes", "disableExecuteApiEndpoint", "name"],
    echoed: ["description", "endpointConfiguration", "endpointAccessMode", "failOnWarnings", "minimumCompressionSize", "policy", "securityPolicy"],
    create(inputs, { name: logicalName, region, accountId }) {
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
        name: inputs.text("name") ?? `${logicalName}-${randomHex(kernel, 4).slice(0, 7)}`,
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
      if (!api.resources.has(parentId)) throw new AwsError("NotFoundException", "Invalid Resource identifier specified", 404);
      if (!/^(\{[\w:.-]+\+?\}|[\w.:~$-]+)$/.test(pathPart)) {
        const rule =
          "Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly braces at the beginning and the end";
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
      if (!api.resources.has(resourceId)) throw new AwsError("NotFoundException", "Invalid Resource identifier specified", 404);
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

function deploymentModel({ kernel, apis }: ApiGatewayState): ResourceModel {
  return defineResource({
    type: "aws:apigateway/deployment:Deployment",
    honoured: ["restApi"],
    echoed: ["description", "triggers"],
    create(inputs) {
      const api = apiOf(apis, inputs);
      if (api.methods.size === 0) throw new AwsError("BadRequestException", "The REST API doesn't contain any methods");
      for (const method of api.methods) {
        if (!api.integrations.has(method)) {
          throw new AwsError("BadRequestException", "No integration defined for method");
        }
      }
      const id = newId(kernel).slice(0, 6);
      api.deployments.set(id, {
        resources: new Map(api.resources),
        methods: new Set(api.methods),
        integrations: new Map(api.integrations),
      });
      return { id, outputs: { createdDate: new Date(kernel.now()).toISOString() } };
    },
  });
}

function stageModel({ apis }: ApiGatewayState): ResourceModel {
  return defineResource({
    type: "aws:apigateway/stage:Stage",
    honoured: ["deployment", "restApi", "stageName", "variables"],
    echoed: ["accessLogSettings", "clientCertificateId", "description", "documentationVersion", "xrayTracingEnabled"],
    create(inputs, { region, accountId }) {
      const api = apiOf(apis, inputs);
      const name = inputs.requiredText("stageName");
      const deploymentId = inputs.requiredText("deployment");
      if (!api.deployments.has(deploymentId)) {
        throw new AwsError("NotFoundException", "Invalid Deployment identifier specified", 404);
      }
      if (api.stages.has(name)) throw new AwsError("ConflictException", "Stage already exists", 409);
      const arn = `arn:aws:apigateway:${region}::/restapis/${api.id}/stages/${name}`;
      api.stages.set(name, { name, arn, deploymentId, variables: inputs.strings("variables"), throttles: new Map() });
      const outputs = {
        arn,
        invokeUrl: `https://${api.id}.execute-api.${region}.amazonaws.com/${name}`,
        executionArn: `arn:aws:execute-api:${region}:${accountId}:${api.id}/${name}`,
      };
      return { id: `ags-${api.id}-${name}`, outputs };
    },
  });
}

function methodSettingsModel({ apis }: ApiGatewayState): ResourceModel {
  const watching = ["dataTraceEnabled", "loggingLevel", "metricsEnabled"];
  return defineResource({
    type: "aws:apigateway/methodSettings:MethodSettings",
    honoured: ["methodPath", "restApi", "settings", "stageName"],
    create(inputs) {
      const api = apiOf(apis, inputs);
      const stageName = inputs.requiredText("stageName");
      const stage = api.stages.get(stageName);
      if (stage === undefined) throw new AwsError("NotFoundException", "Invalid stage identifier specified", 404);
      const methodPath = inputs.requiredText("methodPath").replaceAll("~1", "/");
      const settings = inputs.child("settings");
      if (settings !== undefined) refuseUnknown(settings, [...watching, "throttlingBurstLimit", "throttlingRateLimit"]);
      const ratePerSecond = settings?.number("throttlingRateLimit") ?? -1;
      const burst = settings?.number("throttlingBurstLimit") ?? -1;
      if (ratePerSecond >= 0 && burst >= 0) stage.throttles.set(methodPath, { ratePerSecond, burst });
      return { id: `${api.id}-${stageName}-${methodPath}`, outputs: {} };
    },
  });
}

function domainNameModel({ kernel, domains }: ApiGatewayState): ResourceModel {
  return defineResource({
    type: "aws:apigateway/domainName:DomainName",
    honoured: ["domainName"],
    echoed: ["certificateArn", "endpointAccessMode", "endpointConfiguration", "ownershipVerificationCertificateArn", "regionalCertificateArn", "securityPolicy"],
    create(inputs, { region, accountId }) {
      const domainName = inputs.requiredText("domainName");
      if (domains.has(domainName)) {
        throw new AwsError("BadRequestException", "The domain name you provided already exists.");
      }
      domains.set(domainName, []);
      const outputs = {
        arn: `arn:aws:apigateway:${region}::/domainnames/${domainName}`,
        domainNameId: newId(kernel),
        regionalDomainName: `d-${newId(kernel)}.execute-api.${region}.amazonaws.com`,
        regionalZoneId: `Z${accountId}LOCAL`,
      };
      return { id: domainName, outputs };
    },
  });
}

function basePathMappingModel({ apis, domains }: ApiGatewayState): ResourceModel {
  return defineResource({
    type: "aws:apigateway/basePathMapping:BasePathMapping",
    honoured: ["basePath", "domainName", "restApi", "stageName"],
    create(inputs) {
      const api = apiOf(apis, inputs);
      const domainName = inputs.requiredText("domainName");
      const mappings = domains.get(domainName);
      if (mappings === undefined) throw new AwsError("NotFoundException", "Invalid domain name identifier specified", 404);
      const basePath = inputs.text("basePath") ?? "";
      const stageName = inputs.requiredText("stageName");
      if (!api.stages.has(stageName)) throw new AwsError("BadRequestException", `Invalid stage identifier specified`);
      mappings.push({ basePath, apiId: api.id, stageName });
      return { id: `${domainName}/${basePath}`, outputs: {} };
    },
  });
}

function apiOf(apis: ReadonlyMap<string, RestApi>, inputs: Reader): RestApi {
  const id = inputs.requiredText("restApi");
  const api = apis.get(id);
  if (api === undefined) throw new AwsError("NotFoundException", `Invalid API identifier specified ${id}`, 404);
  return api;
}
