import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { restApi, httpApi } from "./compliant.ts";
import { requireDefinitionAuthorization } from "./require-definition-authorization.ts";

const signed = { "x-amazon-apigateway-authorizer": { type: "cognito_user_pools" } };

const definitionOf = (operation: object, more: object = {}, verb = "get"): string =>
  JSON.stringify({
    openapi: "3.0.1",
    info: { title: "orders", version: "1" },
    paths: { "/orders": { [verb]: operation, options: {} } },
    components: {
      securitySchemes: {
        pool: { type: "apiKey", name: "Authorization", in: "header", ...signed },
        key: { type: "apiKey", name: "x-api-key", in: "header" },
      },
    },
    ...more,
  });

const inYaml = `
swagger: "2.0"
paths:
  /orders:
    post:
      x-amazon-apigateway-integration: { type: aws_proxy }
`;

const made = changed(restApi, { body: definitionOf({ security: [{ pool: [] }] }) });

/** Definitions whose operations ask who calls, and whose do not. */
export const fixtures: Fixtures = {
  rule: requireDefinitionAuthorization,
  compliant: {
    "an operation that asks": { properties: made },
    "all operations at once": { properties: changed(made, { body: definitionOf({}, { security: [{ pool: [] }] }) }) },
    credentials: {
      properties: changed(made, { body: definitionOf({ "x-amazon-apigateway-auth": { type: "AWS_IAM" } }) }),
    },
    "no definition": { properties: changed(made, { body: undefined }) },
    "a private API": {
      properties: changed(made, {
        body: definitionOf({}),
        endpointConfiguration: { types: "PRIVATE" },
        policy: JSON.stringify({ Version: "2012-10-17", Statement: [] }),
      }),
    },
    "an HTTP API": {
      type: "aws:apigatewayv2/api:Api",
      properties: changed(httpApi, { body: definitionOf({ security: [{ pool: [] }] }) }),
    },
  },
  violating: {
    "nobody is asked": {
      properties: changed(made, { body: definitionOf({}) }),
      faults: ["Anyone who reaches the API can call GET /orders."],
    },
    "a key alone": {
      properties: changed(made, { body: definitionOf({ security: [{ key: [] }] }) }),
      faults: ["Anyone who reaches the API can call GET /orders."],
    },
    "whoever wants to": {
      properties: changed(made, {
        body: definitionOf({ security: [] }, { security: [{ pool: [] }] }, "x-amazon-apigateway-any-method"),
      }),
      faults: ["Anyone who reaches the API can call ANY /orders."],
    },
    "in YAML": {
      properties: changed(made, { body: inYaml }),
      faults: ["Anyone who reaches the API can call POST /orders."],
    },
    "no definition at all": {
      properties: changed(made, { body: "[" }),
      faults: ["body is not an OpenAPI definition: it is neither JSON nor YAML."],
    },
  },
  unknown: { "the definition": { properties: changed(made, { body: UNKNOWN }), path: "body" } },
};
