import type { Existing, InputRule, Properties, ResourceModel } from "../../core/resource.ts";
import { addressOf, givenInputs, ownId } from "../given-inputs.ts";
import { defineResource } from "../inputs.ts";
import type { Reader } from "../inputs.ts";
import { arn, matching, oneOf } from "../rules.ts";
import { requireGiven } from "./gateway-response.ts";
import type { RestApi } from "./rest-api.ts";
import { apiOf, newId, notFound } from "./state.ts";
import type { ApiGatewayState } from "./state.ts";

/** Resource types of `aws:apigateway/*` that are checked and kept, and act on AWS alone. */
export function createDeclaredResources(state: ApiGatewayState): readonly ResourceModel[] {
  return [
    accountModel(state),
    usagePlanModel(state),
    requestValidatorModel(state),
    responseModel(state),
    restApiPolicyModel(state),
  ];
}

const standing = "declared-only" as const;

/** The account's settings in a region: always there, and empty again once the resource is gone. */
function accountModel({ accounts }: ApiGatewayState): ResourceModel {
  const inputs: Readonly<Record<string, InputRule>> = { cloudwatchRoleArn: { computed: true, ...arn } };
  const outputsOf = (given: Properties = {}): Properties => ({
    cloudwatchRoleArn: given["cloudwatchRoleArn"] ?? "",
    apiKeyVersion: "4",
    features: ["UsagePlans"],
  });
  return defineResource({
    type: "aws:apigateway/account:Account",
    standing,
    inputs,
    create({ properties }, { region, accountId }) {
      accounts.set(region, properties);
      return { id: accountId, outputs: outputsOf(properties) };
    },
    read: ({ region }) => outputsOf(accounts.get(region)),
    update({ properties }, { region }) {
      accounts.set(region, properties);
      return outputsOf(properties);
    },
    delete: ({ region }) => void accounts.delete(region),
  });
}

function usagePlanModel({ kernel, apis, usagePlans }: ApiGatewayState): ResourceModel {
  const inputs: Readonly<Record<string, InputRule>> = {
    name: { autoName: { lengthMax: 255 } },
    apiStages: { unordered: true },
    description: {},
    productCode: {},
    quotaSettings: {},
    throttleSettings: {},
  };
  const requireStages = (reader: Reader): void => {
    for (const one of reader.children("apiStages")) {
      const api = apiOf(apis, one, "apiId");
      if (!api.stages.has(one.requiredText("stage"))) throw notFound("Invalid stage identifier specified");
    }
  };
  const outputsOf = (id: string, region: string, given: Properties): Properties => ({
    ...givenInputs(inputs, given),
    arn: `arn:aws:apigateway:${region}::/usageplans/${id}`,
    tagsAll: given["tags"] ?? {},
  });
  return defineResource({
    type: "aws:apigateway/usagePlan:UsagePlan",
    standing,
    inputs,
    create(reader, { region }) {
      requireStages(reader);
      const id = newId(kernel).slice(0, 6);
      usagePlans.set(id, reader.properties);
      return { id, outputs: outputsOf(id, region, reader.properties) };
    },
    read({ id, region }) {
      const given = usagePlans.get(id);
      return given === undefined ? undefined : outputsOf(id, region, given);
    },
    update(reader, { id, region }) {
      if (!usagePlans.has(id)) throw notFound("Invalid Usage Plan ID specified");
      requireStages(reader);
      usagePlans.set(id, reader.properties);
      return outputsOf(id, region, reader.properties);
    },
    delete: ({ id }) => void usagePlans.delete(id),
  });
}

function requestValidatorModel({ kernel, apis }: ApiGatewayState): ResourceModel {
  const inputs: Readonly<Record<string, InputRule>> = {
    name: { autoName: { lengthMax: 255 } },
    restApi: { required: true, replaces: true },
    validateRequestBody: { default: false },
    validateRequestParameters: { default: false },
  };
  const find = (existing: Existing) => {
    const [address = ""] = addressOf(existing, ["restApi"]) ?? [];
    const [apiId = "", id = existing.id] = address.split("/");
    return { apiId, id, validators: apis.get(apiId)?.validators };
  };
  return defineResource({
    type: "aws:apigateway/requestValidator:RequestValidator",
    standing,
    inputs,
    create(reader) {
      const id = newId(kernel).slice(0, 6);
      apiOf(apis, reader).validators.set(id, reader.properties);
      return { id, outputs: {} };
    },
    read(existing) {
      const { apiId, id, validators } = find(existing);
      const given = validators?.get(id);
      if (given === undefined) return undefined;
      return { ...givenInputs(inputs, given), restApi: apiId, ...ownId(existing, id) };
    },
    update(reader, existing) {
      const { id, validators } = find(existing);
      if (validators?.has(id) !== true) throw notFound("Invalid Request Validator identifier specified");
      validators.set(id, reader.properties);
      return givenInputs(inputs, reader.properties);
    },
    delete(existing) {
      const { id, validators } = find(existing);
      validators?.delete(id);
    },
  });
}

/** Types of gateway responses. Source: API Gateway's API reference. */
const responseTypes = [
  "DEFAULT_4XX",
  "DEFAULT_5XX",
  "RESOURCE_NOT_FOUND",
  "UNAUTHORIZED",
  "INVALID_API_KEY",
  "ACCESS_DENIED",
  "AUTHORIZER_FAILURE",
  "AUTHORIZER_CONFIGURATION_ERROR",
  "INVALID_SIGNATURE",
  "EXPIRED_TOKEN",
  "MISSING_AUTHENTICATION_TOKEN",
  "INTEGRATION_FAILURE",
  "INTEGRATION_TIMEOUT",
  "API_CONFIGURATION_ERROR",
  "UNSUPPORTED_MEDIA_TYPE",
  "BAD_REQUEST_PARAMETERS",
  "BAD_REQUEST_BODY",
  "REQUEST_TOO_LARGE",
  "THROTTLED",
  "QUOTA_EXCEEDED",
  "WAF_FILTERED",
];

function responseModel({ apis }: ApiGatewayState): ResourceModel {
  const inputs: Readonly<Record<string, InputRule>> = {
    restApiId: { required: true, replaces: true },
    responseType: { required: true, replaces: true, ...oneOf(...responseTypes) },
    responseParameters: {},
    responseTemplates: {},
    statusCode: matching(/^\d{3}$/, "a status code has three digits"),
  };
  const find = (existing: Existing) => {
    const [restApiId = "", responseType = ""] = addressOf(existing, ["restApiId", "responseType"]) ?? [];
    return { restApiId, responseType, responses: apis.get(restApiId)?.responses };
  };
  const put = (reader: Reader): RestApi => {
    const api = apiOf(apis, reader, "restApiId");
    requireGiven(reader);
    api.responses.set(reader.requiredText("responseType"), reader.properties);
    return api;
  };
  return defineResource({
    type: "aws:apigateway/response:Response",
    standing,
    inputs,
    create: (reader) => ({ id: `aggr-${put(reader).id}-${reader.requiredText("responseType")}`, outputs: {} }),
    read(existing) {
      const { restApiId, responseType, responses } = find(existing);
      const given = responses?.get(responseType);
      if (given === undefined) return undefined;
      return { ...givenInputs(inputs, given), ...ownId(existing, `aggr-${restApiId}-${responseType}`) };
    },
    update(reader) {
      put(reader);
      return givenInputs(inputs, reader.properties);
    },
    delete(existing) {
      const { responseType, responses } = find(existing);
      responses?.delete(responseType);
    },
  });
}

function restApiPolicyModel({ apis }: ApiGatewayState): ResourceModel {
  const put = (reader: Reader): RestApi => {
    const api = apiOf(apis, reader, "restApiId");
    api.policy = reader.properties;
    return api;
  };
  return defineResource({
    type: "aws:apigateway/restApiPolicy:RestApiPolicy",
    standing,
    inputs: { policy: { required: true, json: true }, restApiId: { required: true, replaces: true } },
    create: (reader) => ({ id: put(reader).id, outputs: {} }),
    read({ id }) {
      const given = apis.get(id)?.policy;
      return given === undefined ? undefined : { restApiId: id, policy: given["policy"] };
    },
    update(reader) {
      put(reader);
      return {};
    },
    delete({ id }) {
      const api = apis.get(id);
      if (api !== undefined) api.policy = undefined;
    },
  });
}
