import type { Properties, ResourceModel } from "../../../../../local/core/resource.ts";
import { accountId } from "../account.ts";
import { describeLives } from "../whole-life.ts";
import { certificateArn, deployed, hostname, uri } from "./harness.ts";

const missing = (name: string): [Properties, string] => [
  { [name]: undefined },
  `${name}: Missing required argument. The argument "${name}" is required, but no definition was found.`,
];
const notModelled = (type: string, input: string, value: unknown): [Properties, string] => [
  { [input]: value },
  `${input}: NotImplemented: The local cloud does not model aws:apigateway/${type}.${input}; ` +
    "see docs/local-differences.md.",
];
const verbs = `"ANY" "DELETE" "GET" "HEAD" "OPTIONS" "PATCH" "POST" "PUT"`;
const roleArn = `arn:aws:iam::${accountId}:role/logs`;

type Standing = Awaited<ReturnType<typeof deployed>>;

/** A stage of the row: the deployed API, and the inputs that follow from it. */
function on(inputsOf: (standing: Standing) => Properties | Promise<Properties>) {
  return async (): Promise<{ models: readonly ResourceModel[]; inputs: Properties }> => {
    const standing = await deployed();
    return { models: standing.models, inputs: await inputsOf(standing) };
  };
}

const within = (outputs: Properties, id: string): string => `${String(outputs["restApi"])}/${id}`;
const method = ({ restApi, rootId }: Standing) => ({ restApi, resourceId: rootId, httpMethod: "GET" });
const idOfMethod = ({ restApi, resourceId, httpMethod }: Properties): string =>
  [restApi, resourceId, httpMethod].map(String).join("/");

describeLives([
  {
    type: "aws:apigateway/restApi:RestApi",
    stage: on(() => ({
      name: "payments",
      endpointConfiguration: { types: "REGIONAL" },
      disableExecuteApiEndpoint: true,
      tags: { cell: "eu" },
    })),
    replaces: { region: "us-east-1" },
    updates: { name: "paying", description: "pays", binaryMediaTypes: ["application/pdf"], tags: { cell: "us" } },
    refusals: [
      [{ policy: "{" }, "policy: contains an invalid JSON policy: Expected property name or '}' in JSON at position 1"],
      notModelled("restApi:RestApi", "body", "{}"),
    ],
  },
  {
    type: "aws:apigateway/resource:Resource",
    stage: on(({ restApi, rootId }) => ({ restApi, parentId: rootId, pathPart: "health" })),
    importId: within,
    replaces: { restApi: "a1b2c3" },
    updates: { pathPart: "healthz" },
    refusals: [missing("restApi"), missing("parentId"), missing("pathPart")],
  },
  {
    type: "aws:apigateway/method:Method",
    stage: on((standing) => ({ ...method(standing), authorization: "NONE" })),
    importId: idOfMethod,
    replaces: { restApi: "a1b2c3", resourceId: "d4e5f6", httpMethod: "PUT" },
    updates: { operationName: "read" },
    refusals: [
      missing("authorization"),
      [{ httpMethod: "BREW" }, `httpMethod: expected it to be one of [${verbs}], got BREW`],
      [
        { authorization: "MAGIC" },
        `authorization: expected it to be one of ["NONE" "AWS_IAM" "CUSTOM" "COGNITO_USER_POOLS"], got MAGIC`,
      ],
      notModelled("method:Method", "apiKeyRequired", true),
    ],
  },
  {
    type: "aws:apigateway/integration:Integration",
    stage: on(async (standing) => {
      await standing.make("method:Method", { ...method(standing), authorization: "NONE" });
      return { ...method(standing), type: "AWS_PROXY", integrationHttpMethod: "POST", uri };
    }),
    importId: idOfMethod,
    replaces: { restApi: "a1b2c3", httpMethod: "PUT", type: "MOCK", integrationHttpMethod: "GET" },
    updates: { uri: uri.replace("/invocations", ":live/invocations"), timeoutMilliseconds: 1000 },
    refusals: [
      missing("type"),
      [{ timeoutMilliseconds: 49 }, "timeoutMilliseconds: expected it to be in the range (50 - 300000), got 49"],
      [{ type: "PIPE" }, `type: expected it to be one of ["HTTP" "AWS" "MOCK" "HTTP_PROXY" "AWS_PROXY"], got PIPE`],
    ],
  },
  {
    type: "aws:apigateway/deployment:Deployment",
    stage: on(({ restApi }) => ({ restApi, description: "first", triggers: { integration: uri } })),
    importId: within,
    replaces: { restApi: "a1b2c3", triggers: { integration: "another" } },
    updates: { description: "the first" },
    refusals: [missing("restApi"), notModelled("deployment:Deployment", "variables", { a: "b" })],
  },
  {
    type: "aws:apigateway/stage:Stage",
    stage: on(({ restApi, deployment }) => ({ restApi, deployment, stageName: "v2", tags: { cell: "eu" } })),
    importId: ({ restApi, stageName }) => `${String(restApi)}/${String(stageName)}`,
    replaces: { restApi: "a1b2c3", stageName: "v3" },
    updates: { description: "second", variables: { a: "b" }, xrayTracingEnabled: true, tags: { cell: "us" } },
    refusals: [missing("deployment"), missing("stageName"), notModelled("stage:Stage", "cacheClusterEnabled", true)],
  },
  {
    type: "aws:apigateway/methodSettings:MethodSettings",
    stage: on(({ restApi }) => ({
      restApi,
      stageName: "v1",
      methodPath: "*/*",
      settings: { metricsEnabled: true, throttlingRateLimit: 10, throttlingBurstLimit: 20 },
    })),
    importId: ({ restApi, stageName, methodPath }) => [restApi, stageName, methodPath].map(String).join("/"),
    replaces: { restApi: "a1b2c3", stageName: "v2", methodPath: "a/GET" },
    updates: { settings: { metricsEnabled: true, throttlingRateLimit: 1, throttlingBurstLimit: 2 } },
    refusals: [missing("settings"), missing("methodPath")],
  },
  {
    type: "aws:apigateway/domainName:DomainName",
    stage: on(() => ({
      domainName: hostname,
      regionalCertificateArn: certificateArn,
      endpointConfiguration: { types: "REGIONAL" },
      securityPolicy: "TLS_1_2",
    })),
    replaces: { domainName: "us.origin.pay.example.com" },
    updates: { securityPolicy: "TLS_1_0", tags: { cell: "eu" } },
    refusals: [
      missing("domainName"),
      [
        { regionalCertificateArn: "c" },
        "regionalCertificateArn: (c) is an invalid ARN: arn: invalid prefix or not enough sections",
      ],
      [{ certificateArn }, `certificateArn: "certificate_arn": conflicts with regional_certificate_arn`],
      notModelled("domainName:DomainName", "mutualTlsAuthentication", { truststoreUri: "s3://a/b" }),
    ],
  },
  {
    type: "aws:apigateway/basePathMapping:BasePathMapping",
    stage: on(async ({ make, restApi }) => {
      await make("domainName:DomainName", { domainName: hostname, regionalCertificateArn: certificateArn });
      return { domainName: hostname, restApi, stageName: "v1" };
    }),
    replaces: { domainName: "us.origin.pay.example.com" },
    updates: { basePath: "pay" },
    refusals: [missing("domainName"), missing("restApi")],
  },
  {
    type: "aws:apigateway/account:Account",
    stage: on(() => ({ cloudwatchRoleArn: roleArn })),
    replaces: { region: "us-east-1" },
    updates: { cloudwatchRoleArn: `${roleArn}-2` },
    refusals: [
      [
        { cloudwatchRoleArn: "logs" },
        "cloudwatchRoleArn: (logs) is an invalid ARN: arn: invalid prefix or not enough sections",
      ],
    ],
    lasts: true,
  },
  {
    type: "aws:apigateway/usagePlan:UsagePlan",
    stage: on(({ restApi }) => ({ name: "tenants", apiStages: [{ apiId: restApi, stage: "v1" }] })),
    replaces: {},
    updates: { name: "all tenants", description: "all", quotaSettings: { limit: 5, period: "DAY" } },
    refusals: [notModelled("usagePlan:UsagePlan", "keys", ["k"])],
  },
  {
    type: "aws:apigateway/requestValidator:RequestValidator",
    stage: on(({ restApi }) => ({ restApi, name: "body", validateRequestBody: true })),
    importId: within,
    replaces: { restApi: "a1b2c3" },
    updates: { name: "bodies", validateRequestParameters: true },
    refusals: [missing("restApi")],
  },
  {
    type: "aws:apigateway/response:Response",
    stage: on(({ restApi }) => ({ restApiId: restApi, responseType: "THROTTLED", statusCode: "429" })),
    importId: ({ restApiId, responseType }) => `${String(restApiId)}/${String(responseType)}`,
    replaces: { restApiId: "a1b2c3", responseType: "UNAUTHORIZED" },
    updates: { statusCode: "503", responseTemplates: { "application/json": "{}" } },
    refusals: [
      missing("responseType"),
      [{ statusCode: "soon" }, "statusCode: invalid value (a status code has three digits), got soon"],
    ],
  },
  {
    type: "aws:apigateway/restApiPolicy:RestApiPolicy",
    stage: on(({ restApi }) => ({ restApiId: restApi, policy: `{"Version":"2012-10-17","Statement":[]}` })),
    replaces: { restApiId: "a1b2c3" },
    updates: { policy: `{"Version":"2012-10-17","Statement":[{"Effect":"Deny"}]}` },
    refusals: [missing("policy"), missing("restApiId")],
  },
]);
