import type { Existing, InputRule, Properties, ResourceModel } from "../../core/resource.ts";
import { addressOf, givenInputs, ownId } from "../given-inputs.ts";
import { defineResource } from "../inputs.ts";
import type { Reader } from "../inputs.ts";
import { resourcePath } from "./rest-api.ts";
import type { ApiResource, RestApi } from "./rest-api.ts";
import { apiOf, badRequest, conflict, newId, notFound } from "./state.ts";
import type { ApiGatewayState } from "./state.ts";

/** An API, and the tree of paths below it. Nothing of them shows before a deployment. */
export function createRestApiResources(state: ApiGatewayState): readonly ResourceModel[] {
  return [restApiModel(state), resourceModel(state)];
}

const restApiInputs: Readonly<Record<string, InputRule>> = {
  name: { autoName: { lengthMax: 255 } },
  binaryMediaTypes: { computed: true },
  description: { computed: true },
  disableExecuteApiEndpoint: { default: false },
  endpointAccessMode: { computed: true },
  endpointConfiguration: { computed: true },
  failOnWarnings: { default: false },
  minimumCompressionSize: { computed: true },
  policy: { computed: true, json: true },
  securityPolicy: { computed: true },
};

function restApiModel({ kernel, apis, domains }: ApiGatewayState): ResourceModel {
  return defineResource({
    type: "aws:apigateway/restApi:RestApi",
    inputs: restApiInputs,
    create(inputs, { region, accountId }) {
      const id = newId(kernel);
      const rootResourceId = newId(kernel);
      const api: RestApi = {
        id,
        region,
        rootResourceId,
        createdMs: kernel.now(),
        given: inputs.properties,
        resources: new Map([[rootResourceId, { id: rootResourceId, parentId: undefined, pathPart: "" }]]),
        methods: new Map(),
        integrations: new Map(),
        deployments: new Map(),
        stages: new Map(),
        validators: new Map(),
        responses: new Map(),
        policy: undefined,
      };
      apis.set(id, api);
      return { id, outputs: outputsOf(api, accountId) };
    },
    read({ id, region, accountId }) {
      const api = apis.get(id);
      return api?.region === region ? outputsOf(api, accountId) : undefined;
    },
    update(inputs, { id, accountId }) {
      const api = apis.get(id);
      if (api === undefined) throw notFound(`Invalid API identifier specified ${id}`);
      api.given = inputs.properties;
      return outputsOf(api, accountId);
    },
    delete({ id }) {
      const mapped = [...domains.values()].filter(({ mappings }) => mappings.some(({ apiId }) => apiId === id));
      if (apis.has(id) && mapped.length > 0) {
        const names = mapped.map(({ name }) => name).join(", ");
        throw badRequest(`Please remove all base path mappings related to the RestApi in your domains: ${names}`);
      }
      apis.delete(id);
    },
  });
}

function outputsOf(api: RestApi, accountId: string): Properties {
  const { id, region, rootResourceId, createdMs, given } = api;
  return {
    ...givenInputs(restApiInputs, given),
    arn: `arn:aws:apigateway:${region}::/restapis/${id}`,
    executionArn: `arn:aws:execute-api:${region}:${accountId}:${id}`,
    rootResourceId,
    createdDate: new Date(createdMs).toISOString(),
    tagsAll: given["tags"] ?? {},
  };
}

function resourceModel({ kernel, apis }: ApiGatewayState): ResourceModel {
  const find = (existing: Existing) => {
    const [address = ""] = addressOf(existing, ["restApi"]) ?? [];
    // An import names the API before the resource: "a1b2c3/d4e5f6".
    const [apiId = "", id = existing.id] = address.split("/");
    const api = apis.get(apiId);
    return { api, resource: api?.resources.get(id) };
  };
  const live = (api: RestApi, { id, parentId, pathPart }: ApiResource): Properties => ({
    restApi: api.id,
    parentId,
    pathPart,
    path: resourcePath(api.resources, id),
  });
  return defineResource({
    type: "aws:apigateway/resource:Resource",
    inputs: {
      parentId: { required: true },
      pathPart: { required: true },
      restApi: { required: true, replaces: true },
    },
    recomputed: ["path"],
    create(inputs) {
      const api = apiOf(apis, inputs);
      const resource = { id: newId(kernel), ...placeOf(api, inputs) };
      api.resources.set(resource.id, resource);
      return { id: resource.id, outputs: live(api, resource) };
    },
    read(existing) {
      const { api, resource } = find(existing);
      if (api === undefined || resource === undefined) return undefined;
      return { ...live(api, resource), ...ownId(existing, resource.id) };
    },
    update(inputs, existing) {
      const { api, resource } = find(existing);
      if (api === undefined || resource === undefined) throw notFound("Invalid Resource identifier specified");
      const moved = { id: resource.id, ...placeOf(api, inputs, resource.id) };
      api.resources.set(moved.id, moved);
      return live(api, moved);
    },
    delete(existing) {
      const { api, resource } = find(existing);
      if (api === undefined || resource === undefined) return;
      for (const id of branch(api, resource.id)) {
        api.resources.delete(id);
        for (const key of [...api.methods.keys()].filter((one) => one.startsWith(`${id} `))) {
          api.methods.delete(key);
          api.integrations.delete(key);
        }
      }
    },
  });
}

/** Where a resource is to stand. Throws where it cannot. */
function placeOf(api: RestApi, inputs: Reader, own?: string): Pick<ApiResource, "parentId" | "pathPart"> {
  const parentId = inputs.requiredText("parentId");
  const pathPart = inputs.requiredText("pathPart");
  if (!api.resources.has(parentId)) throw notFound("Invalid Resource identifier specified");
  if (own !== undefined && branch(api, own).includes(parentId)) {
    throw badRequest("Cannot move a resource below itself.");
  }
  if (!/^(\{[\w:.-]+\+?\}|[\w.:~$-]+)$/.test(pathPart)) {
    throw badRequest(
      "Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable " +
        "and curly braces at the beginning and the end.",
    );
  }
  for (const sibling of api.resources.values()) {
    if (sibling.parentId !== parentId || sibling.pathPart !== pathPart || sibling.id === own) continue;
    throw conflict(`Another resource with the same parent already has this name: ${pathPart}`);
  }
  return { parentId, pathPart };
}

/** A resource and all below it. */
function branch(api: RestApi, id: string): readonly string[] {
  const children = [...api.resources.values()].filter(({ parentId }) => parentId === id);
  return [id, ...children.flatMap((child) => branch(api, child.id))];
}
