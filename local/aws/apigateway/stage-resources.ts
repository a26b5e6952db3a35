import type { Existing, InputRule, Properties, ResourceModel } from "../../core/resource.ts";
import { addressOf, givenInputs, ownId } from "../given-inputs.ts";
import { defineResource, refuseUnknown } from "../inputs.ts";
import type { Reader } from "../inputs.ts";
import type { ApiStage, Deployment, RestApi } from "./rest-api.ts";
import { apiOf, badRequest, conflict, newId, notFound, requireLogRole } from "./state.ts";
import type { ApiGatewayState } from "./state.ts";

/** What shows an API to the world: deployments, stages and their settings. */
export function createStageResources(state: ApiGatewayState): readonly ResourceModel[] {
  return [deploymentModel(state), stageModel(state), methodSettingsModel(state)];
}

const deploymentInputs: Readonly<Record<string, InputRule>> = {
  restApi: { required: true, replaces: true },
  description: {},
  triggers: { replaces: true },
};

function deploymentModel({ kernel, apis }: ApiGatewayState): ResourceModel {
  const find = (existing: Existing) => {
    const [address = ""] = addressOf(existing, ["restApi"]) ?? [];
    const [apiId = "", id = existing.id] = address.split("/");
    const api = apis.get(apiId);
    return { api, id, deployment: api?.deployments.get(id) };
  };
  const outputsOf = ({ given, createdMs }: Deployment): Properties => ({
    ...givenInputs(deploymentInputs, given),
    createdDate: new Date(createdMs).toISOString(),
  });
  return defineResource({
    type: "aws:apigateway/deployment:Deployment",
    inputs: deploymentInputs,
    create(inputs) {
      const api = apiOf(apis, inputs);
      if (api.methods.size === 0) throw badRequest("The REST API doesn't contain any methods");
      for (const method of api.methods.keys()) {
        if (!api.integrations.has(method)) throw badRequest("No integration defined for method");
      }
      const id = newId(kernel).slice(0, 6);
      const deployment = { snapshot: snapshotOf(api), createdMs: kernel.now(), given: inputs.properties };
      api.deployments.set(id, deployment);
      return { id, outputs: outputsOf(deployment) };
    },
    read(existing) {
      const { api, id, deployment } = find(existing);
      if (api === undefined || deployment === undefined) return undefined;
      return { ...outputsOf(deployment), restApi: api.id, ...ownId(existing, id) };
    },
    // All that can change of a snapshot is what it is called.
    update(inputs, existing) {
      const { deployment } = find(existing);
      if (deployment === undefined) throw notFound("Invalid Deployment identifier specified");
      deployment.given = inputs.properties;
      return outputsOf(deployment);
    },
    delete(existing) {
      const { api, id } = find(existing);
      if ([...(api?.stages.values() ?? [])].some(({ deploymentId }) => deploymentId === id)) {
        throw badRequest("Active stages pointing to this deployment must be moved or deleted");
      }
      api?.deployments.delete(id);
    },
  });
}

function snapshotOf(api: RestApi): Deployment["snapshot"] {
  const { given } = api;
  const binary = Array.isArray(given["binaryMediaTypes"]) ? given["binaryMediaTypes"].map(String) : [];
  return {
    resources: new Map(api.resources),
    integrations: new Map(api.integrations),
    executeApiDisabled: given["disableExecuteApiEndpoint"] === true,
    binaryMediaTypes: binary,
    responses: new Map(api.responses),
  };
}

const stageInputs: Readonly<Record<string, InputRule>> = {
  restApi: { required: true, replaces: true },
  stageName: { required: true, replaces: true },
  deployment: { required: true },
  accessLogSettings: {},
  clientCertificateId: {},
  description: {},
  documentationVersion: {},
  variables: {},
  xrayTracingEnabled: { default: false },
};

const stageAddress = ["restApi", "stageName"];

function stageModel(state: ApiGatewayState): ResourceModel {
  const { apis, domains } = state;
  const find = (existing: Existing) => {
    const [apiId = "", name = ""] = addressOf(existing, stageAddress) ?? [];
    const api = apis.get(apiId);
    return { api, stage: api?.stages.get(name) };
  };
  return defineResource({
    type: "aws:apigateway/stage:Stage",
    inputs: stageInputs,
    create(inputs, { region, accountId }) {
      const api = apiOf(apis, inputs);
      const name = inputs.requiredText("stageName");
      const content = stageContent(state, api, inputs);
      if (api.stages.has(name)) throw conflict("Stage already exists");
      const arn = `arn:aws:apigateway:${region}::/restapis/${api.id}/stages/${name}`;
      const stage: ApiStage = { name, arn, ...content, throttles: new Map(), settings: new Map() };
      api.stages.set(name, stage);
      return { id: `ags-${api.id}-${name}`, outputs: stageOutputs(api, stage, accountId) };
    },
    read(existing) {
      const { api, stage } = find(existing);
      if (api === undefined || stage === undefined) return undefined;
      return { ...stageOutputs(api, stage, existing.accountId), ...ownId(existing, `ags-${api.id}-${stage.name}`) };
    },
    update(inputs, existing) {
      const { api, stage } = find(existing);
      if (api === undefined || stage === undefined) throw notFound("Invalid stage identifier specified");
      Object.assign(stage, stageContent(state, api, inputs));
      return stageOutputs(api, stage, existing.accountId);
    },
    delete(existing) {
      const { api, stage } = find(existing);
      if (api === undefined || stage === undefined) return;
      const mapped = [...domains.values()].filter(({ mappings }) =>
        mappings.some(({ apiId, stageName }) => apiId === api.id && stageName === stage.name),
      );
      if (mapped.length > 0) {
        const names = mapped.map(({ name }) => name).join(", ");
        throw badRequest(`Please remove all base path mappings related to the stage in your domains: ${names}`);
      }
      api.stages.delete(stage.name);
    },
  });
}

/** What of a stage an update changes. Throws what API Gateway would refuse. */
function stageContent(state: ApiGatewayState, api: RestApi, inputs: Reader) {
  const deploymentId = inputs.requiredText("deployment");
  if (!api.deployments.has(deploymentId)) throw notFound("Invalid Deployment identifier specified");
  if (inputs.child("accessLogSettings") !== undefined) requireLogRole(state, api.region);
  return { deploymentId, variables: inputs.strings("variables"), given: inputs.properties };
}

function stageOutputs(api: RestApi, { name, arn, deploymentId, given }: ApiStage, accountId: string): Properties {
  return {
    ...givenInputs(stageInputs, given),
    restApi: api.id,
    stageName: name,
    deployment: deploymentId,
    arn,
    invokeUrl: `https://${api.id}.execute-api.${api.region}.amazonaws.com/${name}`,
    executionArn: `arn:aws:execute-api:${api.region}:${accountId}:${api.id}/${name}`,
    tagsAll: given["tags"] ?? {},
  };
}

const watching = ["dataTraceEnabled", "loggingLevel", "metricsEnabled"];

function methodSettingsModel(state: ApiGatewayState): ResourceModel {
  const find = (existing: Existing) => {
    const [apiId = "", stageName = "", path = ""] = addressOf(existing, [...stageAddress, "methodPath"]) ?? [];
    const stage = state.apis.get(apiId)?.stages.get(stageName);
    const idOf = `${apiId}-${stageName}-${path}`;
    return { stage, settings: stage?.settings.get(path), path, idOf, address: { restApi: apiId, stageName } };
  };
  const put = (api: RestApi, inputs: Reader): void => {
    const stage = api.stages.get(inputs.requiredText("stageName"));
    if (stage === undefined) throw notFound("Invalid stage identifier specified");
    const settings = inputs.child("settings");
    if (settings !== undefined) refuseUnknown(settings, [...watching, "throttlingBurstLimit", "throttlingRateLimit"]);
    if ((settings?.text("loggingLevel") ?? "OFF") !== "OFF") requireLogRole(state, api.region);
    const path = inputs.requiredText("methodPath");
    const ratePerSecond = settings?.number("throttlingRateLimit") ?? -1;
    const burst = settings?.number("throttlingBurstLimit") ?? -1;
    stage.settings.set(path, inputs.properties);
    stage.throttles.delete(throttleKey(path));
    if (ratePerSecond >= 0 && burst >= 0) stage.throttles.set(throttleKey(path), { ratePerSecond, burst });
  };
  return defineResource({
    type: "aws:apigateway/methodSettings:MethodSettings",
    inputs: {
      restApi: { required: true, replaces: true },
      stageName: { required: true, replaces: true },
      methodPath: { required: true, replaces: true },
      settings: { required: true },
    },
    create(inputs) {
      const api = apiOf(state.apis, inputs);
      put(api, inputs);
      return { id: `${api.id}-${inputs.requiredText("stageName")}-${inputs.requiredText("methodPath")}`, outputs: {} };
    },
    read(existing) {
      const { settings, path, idOf, address } = find(existing);
      if (settings === undefined) return undefined;
      return { ...address, methodPath: path, settings: settings["settings"], ...ownId(existing, idOf) };
    },
    update(inputs) {
      put(apiOf(state.apis, inputs), inputs);
      return {};
    },
    delete(existing) {
      const { stage, path } = find(existing);
      stage?.settings.delete(path);
      stage?.throttles.delete(throttleKey(path));
    },
  });
}

/** A path in a JSON pointer has its slashes escaped. */
function throttleKey(methodPath: string): string {
  return methodPath.replaceAll("~1", "/");
}
