import type { Companion, Properties } from "../../core/fixtures.ts";

const logGroup = "arn:aws:logs:eu-west-1:111122223333:log-group:/orders/access";

/** A REST API that every rule of the pack is content with. */
export const restApi: Properties = {
  name: "orders",
  endpointConfiguration: { types: "REGIONAL" },
  disableExecuteApiEndpoint: true,
};

/** The API as another resource of the stack. */
export const api: Companion = { type: "aws:apigateway/restApi:RestApi", name: "api", properties: restApi };

/** A stage of a REST API. */
export const restStage: Properties = {
  restApi: "orders",
  deployment: "d1e2f3",
  stageName: "live",
  accessLogSettings: { destinationArn: logGroup, format: "$context.requestId $context.status" },
  xrayTracingEnabled: true,
};

/** What holds for all methods of a stage. */
export const methodSettings: Properties = {
  restApi: "orders",
  stageName: "live",
  methodPath: "*/*",
  settings: {
    metricsEnabled: true,
    loggingLevel: "ERROR",
    dataTraceEnabled: false,
    cachingEnabled: true,
    cacheDataEncrypted: true,
    throttlingRateLimit: 100,
    throttlingBurstLimit: 200,
  },
};

/** The settings as another resource of the stack. */
export const stageSettings: Companion = {
  type: "aws:apigateway/methodSettings:MethodSettings",
  name: "settings",
  properties: methodSettings,
};

/** The firewall before the stage, as another resource of the stack. */
export const firewall: Companion = {
  type: "aws:wafv2/webAclAssociation:WebAclAssociation",
  name: "firewall",
  properties: {
    resourceArn: "arn:aws:apigateway:eu-west-1::/restapis/a1b2c3d4e5/stages/live",
    webAclArn: "arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/orders/0b5e9d6c-6d3c-4a53-9f9c-1f2e3d4c5b6a",
  },
};

/** A method for callers with a token. */
export const method: Properties = {
  restApi: "orders",
  resourceId: "r1",
  httpMethod: "POST",
  authorization: "COGNITO_USER_POOLS",
  authorizerId: "au1",
  requestValidatorId: "v1",
  requestModels: { "application/json": "Order" },
};

/** Hands requests of a method on to a server. */
export const restIntegration: Properties = {
  restApi: "orders",
  resourceId: "r1",
  httpMethod: "POST",
  type: "HTTP_PROXY",
  integrationHttpMethod: "POST",
  uri: "https://backend.example.com/orders",
};

/** A host name of REST APIs. */
export const restDomain: Properties = {
  domainName: "api.example.com",
  regionalCertificateArn: "arn:aws:acm:eu-west-1:111122223333:certificate/0b5e9d6c-6d3c-4a53-9f9c-1f2e3d4c5b6a",
  endpointConfiguration: { types: "REGIONAL" },
  securityPolicy: "TLS_1_2",
};

/** What holders of a key may ask for. */
export const usagePlan: Properties = {
  name: "partners",
  apiStages: [{ apiId: "a1b2c3d4e5", stage: "live" }],
  quotaSettings: { limit: 100_000, period: "DAY" },
  throttleSettings: { rateLimit: 20, burstLimit: 40 },
};

/** An HTTP API. */
export const httpApi: Properties = {
  name: "orders",
  protocolType: "HTTP",
  disableExecuteApiEndpoint: true,
  corsConfiguration: { allowOrigins: ["https://shop.example.com"], allowMethods: ["GET", "POST"] },
};

/** A WebSocket API as another resource of the stack. */
export const socketApi: Companion = {
  type: "aws:apigatewayv2/api:Api",
  name: "sockets",
  properties: { name: "sockets", protocolType: "WEBSOCKET", routeSelectionExpression: "$request.body.action" },
};

/** A stage of an HTTP API. */
export const httpStage: Properties = {
  apiId: "h1i2j3",
  name: "$default",
  autoDeploy: true,
  accessLogSettings: { destinationArn: logGroup, format: "$context.requestId $context.status" },
  defaultRouteSettings: { throttlingRateLimit: 100, throttlingBurstLimit: 200, detailedMetricsEnabled: true },
};

/** A stage of a WebSocket API. */
export const socketStage: Properties = {
  ...httpStage,
  apiId: "sockets",
  name: "live",
  defaultRouteSettings: { throttlingRateLimit: 100, throttlingBurstLimit: 200, loggingLevel: "ERROR" },
};

/** A route for callers with a token. */
export const route: Properties = {
  apiId: "h1i2j3",
  routeKey: "POST /orders",
  target: "integrations/i1",
  authorizationType: "JWT",
  authorizerId: "au1",
};

/** Hands requests on to a load balancer in a VPC. */
export const httpIntegration: Properties = {
  apiId: "h1i2j3",
  integrationType: "HTTP_PROXY",
  integrationMethod: "ANY",
  connectionType: "VPC_LINK",
  connectionId: "vl1",
  integrationUri:
    "arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener/app/orders/50dc6c495c0c9188/f2f7dc8efc522ab2",
  tlsConfig: { serverNameToVerify: "orders.internal.example.com" },
};

/** A host name of HTTP APIs. */
export const httpDomain: Properties = {
  domainName: "api.example.com",
  domainNameConfiguration: {
    certificateArn: "arn:aws:acm:eu-west-1:111122223333:certificate/0b5e9d6c-6d3c-4a53-9f9c-1f2e3d4c5b6a",
    endpointType: "REGIONAL",
    securityPolicy: "TLS_1_2",
  },
};

/** Takes tokens of one user pool, meant for one client. */
export const authorizer: Properties = {
  apiId: "h1i2j3",
  authorizerType: "JWT",
  identitySources: ["$request.header.Authorization"],
  jwtConfiguration: {
    issuer: "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEf123",
    audiences: ["3n4b5urk1ft4fl3mg5e62d9ado"],
  },
};

/** How API Gateway names a function to call. */
export const lambdaUri =
  "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/" +
  "arn:aws:lambda:eu-west-1:111122223333:function:orders/invocations";
