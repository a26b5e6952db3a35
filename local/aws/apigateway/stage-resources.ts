import { AwsError } from "../../core/errors.ts";
import type { ResourceModel } from "../../core/resource.ts";
import { defineResource, refuseUnknown } from "../inputs.ts";
import { apiOf, newId, type ApiGatewayState } from "./state.ts";

/** What shows an API to the world: deployments, stages and their settings, domain names. */
export function createStageResources(state: ApiGatewayState): readonly ResourceModel[] {
  return [
    deploymentModel(state),
    stageModel(state),
    methodSettingsModel(state),
    domainNameModel(state),
    basePathMappingModel(state),
  ];
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
    echoed: [
      "certificateArn",
      "endpointAccessMode",
      "endpointConfiguration",
      "ownershipVerificationCertificateArn",
      "regionalCertificateArn",
      "securityPolicy",
    ],
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
      if (mappings === undefined)
        throw new AwsError("NotFoundException", "Invalid domain name identifier specified", 404);
      const basePath = inputs.text("basePath") ?? "";
      const stageName = inputs.requiredText("stageName");
      if (!api.stages.has(stageName)) throw new AwsError("BadRequestException", `Invalid stage identifier specified`);
      mappings.push({ basePath, apiId: api.id, stageName });
      return { id: `${domainName}/${basePath}`, outputs: {} };
    },
  });
}
