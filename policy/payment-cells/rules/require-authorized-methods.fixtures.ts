import { changed, UNKNOWN, type Companion, type Fixtures } from "../../core/fixtures.ts";
import { requireAuthorizedMethods } from "./require-authorized-methods.ts";

const route = "aws:apigatewayv2/route:Route";
const arn = "arn:aws:lambda:eu-west-1:111122223333:function:prod-eu-payments-api";
const place = { restApi: "a1b2c3", resourceId: "r1", httpMethod: "ANY" };
const method = { ...place, authorization: "NONE" };
const integration: Companion = {
  type: "aws:apigateway/integration:Integration",
  name: "integration",
  properties: {
    ...place,
    type: "AWS_PROXY",
    uri: `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${arn}/invocations`,
  },
};
const httpIntegration: Companion = {
  type: "aws:apigatewayv2/integration:Integration",
  name: "proxy",
  properties: { apiId: "a1b2c3", integrationType: "AWS_PROXY", integrationUri: arn },
};
const settings = { verifiedFunctions: ["prod-eu-payments-api"] };
const nobody = ["Anyone may call the method, and no function that verifies tokens is behind it."];
const unproven = [
  "Anyone may call the method, and prod-eu-payments-api is not proven to verify tokens on every route.",
];

/** Methods with an authorizer, with a proxy that verifies, and with neither. */
export const fixtures: Fixtures = {
  rule: requireAuthorizedMethods,
  compliant: {
    "an authorizer": { properties: changed(method, { authorization: "COGNITO_USER_POOLS" }) },
    "a proxy that verifies": { properties: method, companions: [integration], settings },
    "a route with an authorizer": { type: route, properties: { authorizationType: "JWT", target: "integrations/x" } },
    "a route to a proxy that verifies": {
      type: route,
      properties: { target: "integrations/proxy" },
      companions: [httpIntegration],
      settings,
    },
  },
  violating: {
    "a proxy that nobody proved": { properties: method, companions: [integration], faults: unproven },
    "no integration": { properties: method, settings, faults: nobody },
    "an integration that is no proxy": {
      properties: method,
      companions: [{ ...integration, properties: changed(integration.properties, { type: "MOCK" }) }],
      settings,
      faults: nobody,
    },
    "a route without": { type: route, properties: { target: "integrations/y" }, settings, faults: nobody },
  },
  unknown: {
    authorization: { properties: changed(method, { authorization: UNKNOWN }), path: "authorization" },
    uri: {
      properties: method,
      companions: [{ ...integration, properties: changed(integration.properties, { uri: UNKNOWN }) }],
      settings,
      path: "uri",
    },
  },
};
