import { notImplemented } from "../../core/errors.ts";
import type { Existing, InputRule, Properties, ResourceModel } from "../../core/resource.ts";
import { addressOf, givenInputs, ownId } from "../given-inputs.ts";
import { defineResource } from "../inputs.ts";
import type { Reader } from "../inputs.ts";
import { between, oneOf } from "../rules.ts";
import { methodKey } from "./rest-api.ts";
import type { RestApi } from "./rest-api.ts";
import { apiOf, badRequest, conflict, notFound } from "./state.ts";
import type { ApiGatewayState } from "./state.ts";

/** What answers at a path: methods and their integrations. */
export function createMethodResources(state: ApiGatewayState): readonly ResourceModel[] {
  return [methodModel(state), integrationModel(state)];
}

const httpMethod = oneOf("ANY", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT");

const addressInputs: Readonly<Record<string, InputRule>> = {
  restApi: { required: true, replaces: true },
  resourceId: { required: true, replaces: true },
  httpMethod: { required: true, replaces: true, ...httpMethod },
};

/** Where a method stands. */
interface Place {
  readonly api: RestApi | undefined;
  readonly key: string;
  readonly address: Properties;
  /** "a1b2c3-d4e5f6-GET" */
  readonly idEnd: string;
}

function placeOf(state: ApiGatewayState, existing: Existing): Place {
  const [restApi = "", resourceId = "", verb = ""] = addressOf(existing, ["restApi", "resourceId", "httpMethod"]) ?? [];
  return {
    api: state.apis.get(restApi),
    key: methodKey(resourceId, verb),
    address: { restApi, resourceId, httpMethod: verb },
    idEnd: `${restApi}-${resourceId}-${verb}`,
  };
}

function methodModel(state: ApiGatewayState): ResourceModel {
  const inputs: Readonly<Record<string, InputRule>> = {
    ...addressInputs,
    authorization: { required: true, ...oneOf("NONE", "AWS_IAM", "CUSTOM", "COGNITO_USER_POOLS") },
    operationName: {},
    requestModels: {},
    requestParameters: {},
    requestValidatorId: {},
  };
  return defineResource({
    type: "aws:apigateway/method:Method",
    inputs,
    create(reader) {
      const api = apiOf(state.apis, reader);
      refuseAuthorizers(reader);
      const resourceId = reader.requiredText("resourceId");
      const verb = reader.requiredText("httpMethod");
      const key = methodKey(resourceId, verb);
      if (!api.resources.has(resourceId)) throw notFound("Invalid Resource identifier specified");
      if (api.methods.has(key)) throw conflict("Method already exists for this resource");
      requireValidator(api, reader);
      api.methods.set(key, reader.properties);
      return { id: `agm-${api.id}-${resourceId}-${verb}`, outputs: {} };
    },
    read(existing) {
      const { api, key, address, idEnd } = placeOf(state, existing);
      const given = api?.methods.get(key);
      if (given === undefined) return undefined;
      return { ...givenInputs(inputs, given), ...address, ...ownId(existing, `agm-${idEnd}`) };
    },
    update(reader, existing) {
      const { api, key } = placeOf(state, existing);
      refuseAuthorizers(reader);
      if (api?.methods.has(key) !== true) throw notFound("Invalid Method identifier specified");
      requireValidator(api, reader);
      api.methods.set(key, reader.properties);
      return givenInputs(inputs, reader.properties);
    },
    delete(existing) {
      const { api, key } = placeOf(state, existing);
      api?.methods.delete(key);
      api?.integrations.delete(key);
    },
  });
}

function refuseAuthorizers(reader: Reader): void {
  const authorization = reader.requiredText("authorization");
  if (authorization !== "NONE") throw notImplemented(`${reader.what}.authorization ${authorization}`);
}

function requireValidator(api: RestApi, reader: Reader): void {
  const id = reader.text("requestValidatorId");
  if (id !== undefined && !api.validators.has(id)) throw badRequest("Invalid Request Validator identifier specified");
}

const integrationInputs: Readonly<Record<string, InputRule>> = {
  ...addressInputs,
  integrationHttpMethod: { replaces: true, ...httpMethod },
  passthroughBehavior: {
    computed: true,
    replaces: true,
    ...oneOf("WHEN_NO_MATCH", "WHEN_NO_TEMPLATES", "NEVER"),
  },
  timeoutMilliseconds: { default: 29_000, ...between(50, 300_000) },
  type: { required: true, replaces: true, ...oneOf("HTTP", "AWS", "MOCK", "HTTP_PROXY", "AWS_PROXY") },
  uri: {},
};

function integrationModel(state: ApiGatewayState): ResourceModel {
  const outputsOf = (given: Properties): Properties => ({
    ...givenInputs(integrationInputs, given),
    passthroughBehavior: given["passthroughBehavior"] ?? "WHEN_NO_MATCH",
  });
  return defineResource({
    type: "aws:apigateway/integration:Integration",
    inputs: integrationInputs,
    create(reader) {
      const api = apiOf(state.apis, reader);
      const integration = parseIntegration(reader);
      const key = methodKey(reader.requiredText("resourceId"), reader.requiredText("httpMethod"));
      if (!api.methods.has(key)) throw notFound("Invalid Method identifier specified");
      api.integrations.set(key, { ...integration, given: reader.properties });
      return { id: `agi-${api.id}-${key.replace(" ", "-")}`, outputs: outputsOf(reader.properties) };
    },
    read(existing) {
      const { api, key, address, idEnd } = placeOf(state, existing);
      const found = api?.integrations.get(key);
      if (found === undefined) return undefined;
      return { ...outputsOf(found.given), ...address, ...ownId(existing, `agi-${idEnd}`) };
    },
    update(reader, existing) {
      const { api, key } = placeOf(state, existing);
      const integration = parseIntegration(reader);
      if (api?.integrations.has(key) !== true) throw notFound("Invalid Integration identifier specified");
      api.integrations.set(key, { ...integration, given: reader.properties });
      return outputsOf(reader.properties);
    },
    delete(existing) {
      const { api, key } = placeOf(state, existing);
      api?.integrations.delete(key);
    },
  });
}

function parseIntegration(reader: Reader) {
  const type = reader.requiredText("type");
  if (type !== "AWS_PROXY") throw notImplemented(`${reader.what}.type ${type}`);
  const uri = reader.requiredText("uri");
  const [, functionArn] = /:lambda:path\/2015-03-31\/functions\/(arn:aws:lambda:.+)\/invocations$/.exec(uri) ?? [];
  if (functionArn === undefined) throw notImplemented(`${reader.what}.uri ${uri}`);
  if (reader.text("integrationHttpMethod") !== "POST") {
    throw badRequest("A Lambda function is invoked by POST: set integrationHttpMethod.");
  }
  const timeoutMs = reader.number("timeoutMilliseconds") ?? 29_000;
  if (timeoutMs > 29_000) throw badRequest("Timeout should be between 50 ms and 29000 ms");
  return { functionArn, timeoutMs };
}
