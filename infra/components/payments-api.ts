import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { arns } from "../plan/arns.ts";
import type { CellPlan } from "../plan/cell-plan.ts";
import { apiStageName, bodyTooLargeResponse, throttle } from "../plan/api.ts";
import { functionPlan } from "../plan/functions.ts";
import { ApiLogs } from "./api-logs.ts";
import { CellFunction, type FunctionSurroundings } from "./function.ts";
import { OriginGuard } from "./origin-guard.ts";
import { OriginName } from "./origin-name.ts";

/** What is decided about the cell's front door. */
export interface PaymentsApiArgs extends FunctionSurroundings {
  readonly cell: CellPlan;
  readonly originSecrets: readonly [string, string];
  readonly protect: boolean;
  /** Who hears banks. */
  readonly connector: CellFunction;
}

/** The cell's front door: a regional REST API before one function, behind a firewall that knows the edge. */
export class PaymentsApi extends pulumi.ComponentResource {
  constructor(name: string, args: PaymentsApiArgs, opts?: pulumi.ComponentResourceOptions) {
    super("payment-cells:infra:PaymentsApi", name, {}, opts);
    const { cell, protect, tags } = args;
    const { names } = cell;
    const physicalName = names.function("payments-api");
    const handler = new CellFunction(
      name,
      { ...args, plan: functionPlan(cell.functions, "payments-api") },
      { parent: this },
    );
    const api = new aws.apigateway.RestApi(
      name,
      {
        name: physicalName,
        endpointConfiguration: { types: "REGIONAL" },
        // The origin's own name is the only one: the firewall's secret is asked for on every way in.
        disableExecuteApiEndpoint: true,
        tags,
      },
      { parent: this },
    );
    this.permit(name, handler, pulumi.interpolate`${api.executionArn}/*/*`);
    this.permit(`${name}-banks`, args.connector, pulumi.interpolate`${api.executionArn}/*/POST/rails/*`);
    const { lambdaIntegration } = arns(cell.stage.account, cell.cell.region);
    const uris = {
      everything: lambdaIntegration(physicalName),
      banks: lambdaIntegration(names.function("bank-connector")),
    };
    const deployment = this.deployRoutes(name, api, uris, bodyTooLargeResponse(cell.cell.name));
    const logs = new ApiLogs(
      `${name}-access`,
      { logGroup: names.accessLogGroup, keyArn: args.logKeyArn, account: args.account, protect, tags },
      { parent: this },
    );
    const stage = new aws.apigateway.Stage(
      name,
      {
        restApi: api.id,
        deployment: deployment.id,
        stageName: apiStageName,
        accessLogSettings: logs.settings,
        xrayTracingEnabled: true,
        tags,
      },
      { parent: this, dependsOn: [logs] },
    );
    new aws.apigateway.MethodSettings(
      name,
      { restApi: api.id, stageName: stage.stageName, methodPath: "*/*", settings: methodSettings(cell) },
      { parent: this },
    );
    this.createOrigin(name, args, api, stage);
    this.registerOutputs();
  }

  /** Lets requests that match reach a function. */
  private permit(name: string, { functionName }: CellFunction, sourceArn: pulumi.Output<string>): void {
    new aws.lambda.Permission(
      name,
      { action: "lambda:InvokeFunction", function: functionName, principal: "apigateway.amazonaws.com", sourceArn },
      { parent: this },
    );
  }

  /** The way in: a name of the cell's own, and a firewall behind it that lets only the edge through. */
  private createOrigin(
    name: string,
    { cell, originSecrets, logKeyArn, tags }: PaymentsApiArgs,
    api: aws.apigateway.RestApi,
    stage: aws.apigateway.Stage,
  ): void {
    const { names } = cell;
    new OriginGuard(
      name,
      {
        aclName: `${names.prefix}-origin`,
        apiStageArn: stage.arn,
        secrets: originSecrets,
        logGroup: names.firewallLogGroup,
        logKeyArn,
        tags,
      },
      { parent: this },
    );
    new OriginName(
      name,
      { host: names.originHost, zoneId: cell.stage.zoneId, restApiId: api.id, stageName: stage.stageName, tags },
      { parent: this },
    );
  }

  /**
   * One route for everything: the app behind it knows its routes. What a bank says goes past it, to whoever has the
   * bank's key; its path names an account of the cell, by which the edge finds the home.
   */
  private deployRoutes(
    name: string,
    api: aws.apigateway.RestApi,
    uris: { readonly everything: string; readonly banks: string },
    tooLarge: ReturnType<typeof bodyTooLargeResponse>,
  ): aws.apigateway.Deployment {
    const rest = this.below(name, api, api.rootResourceId, "{proxy+}");
    const rails = this.below(`${name}-rails`, api, api.rootResourceId, "rails");
    const account = this.below(`${name}-rail`, api, rails.id, "{account}");
    const integrations = [
      this.route(name, api, rest, "ANY", uris.everything),
      this.route(`${name}-rail`, api, account, "POST", uris.banks),
    ];
    const refusal = new aws.apigateway.Response(
      `${name}-too-large`,
      { restApiId: api.id, ...tooLarge },
      { parent: this },
    );
    return new aws.apigateway.Deployment(
      name,
      // A deployment is a snapshot: other integrations and other answers need another one.
      {
        restApi: api.id,
        triggers: { integration: uris.everything, banks: uris.banks, tooLarge: JSON.stringify(tooLarge) },
      },
      { parent: this, dependsOn: [...integrations, refusal] },
    );
  }

  private below(
    name: string,
    api: aws.apigateway.RestApi,
    parentId: pulumi.Input<string>,
    pathPart: string,
  ): aws.apigateway.Resource {
    return new aws.apigateway.Resource(name, { restApi: api.id, parentId, pathPart }, { parent: this });
  }

  private route(
    name: string,
    api: aws.apigateway.RestApi,
    { id: resourceId }: aws.apigateway.Resource,
    httpMethod: string,
    uri: string,
  ): aws.apigateway.Integration {
    const restApi = api.id;
    const method = new aws.apigateway.Method(
      name,
      // Tokens are the app's to verify: it knows the issuers of all cells. A bank signs what it says.
      { restApi, resourceId, httpMethod, authorization: "NONE" },
      { parent: this },
    );
    return new aws.apigateway.Integration(
      name,
      { restApi, resourceId, httpMethod: method.httpMethod, type: "AWS_PROXY", integrationHttpMethod: "POST", uri },
      { parent: this },
    );
  }
}

function methodSettings(cell: CellPlan): aws.types.input.apigateway.MethodSettingsSettings {
  const { ratePerSecond, burst } = throttle(cell.size);
  return {
    metricsEnabled: true,
    loggingLevel: "ERROR",
    // Bodies are never logged: they name people.
    dataTraceEnabled: false,
    throttlingRateLimit: ratePerSecond,
    throttlingBurstLimit: burst,
  };
}
