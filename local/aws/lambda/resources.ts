import { AwsError, notImplemented } from "../../core/errors.ts";
import { randomHex, type Kernel } from "../../core/kernel.ts";
import type { Created, ResourceModel } from "../../core/resource.ts";
import { autoName } from "../auto-name.ts";
import { defineResource, type Reader } from "../inputs.ts";
import type { EnvironmentPool } from "./environment-pool.ts";
import { mappingInputs, parseMapping, type MappingConfig } from "./event-sources/mapping.ts";
import { functionEchoes, functionInputs, parseFunction, type FunctionConfig } from "./function-config.ts";
import { defaultEventInvoke, type FunctionDirectory, type LambdaFunction } from "./function-directory.ts";
import { uuid } from "../uuid.ts";

/** What the resource models ask of the rest of the model. */
export interface LambdaResourceParts {
  readonly kernel: Kernel;
  readonly directory: FunctionDirectory;
  openPool(config: FunctionConfig): EnvironmentPool;
  startMapping(fn: LambdaFunction, functionArn: string, config: MappingConfig, enabled: boolean): void;
}

/** The resource types of `aws:lambda/*` that the local cloud knows. */
export function createLambdaResources(parts: LambdaResourceParts): readonly ResourceModel[] {
  return [
    functionModel(parts),
    permissionModel(parts),
    aliasModel(parts),
    eventInvokeModel(parts),
    mappingModel(parts),
    defineResource({
      type: "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig",
      standing: "declared-only",
      honoured: [],
      echoed: ["functionName", "provisionedConcurrentExecutions", "qualifier", "skipDestroy"],
      create: (inputs) => {
        const id = `${inputs.requiredText("functionName")},${inputs.requiredText("qualifier")}`;
        return { id, outputs: {} };
      },
    }),
  ];
}

function functionModel({ kernel, directory, openPool }: LambdaResourceParts): ResourceModel {
  return defineResource({
    type: "aws:lambda/function:Function",
    honoured: functionInputs,
    echoed: functionEchoes,
    create(inputs, registration) {
      const { region, accountId } = registration;
      const name = inputs.text("name") ?? autoName(kernel, registration);
      const config = parseFunction(inputs, name, region, accountId);
      const published = inputs.flag("publish") ?? false;
      directory.add({
        config,
        pool: openPool(config),
        published,
        aliases: new Map(),
        permissions: [],
        eventInvoke: defaultEventInvoke,
      });
      return { id: name, outputs: functionOutputs(config, published, kernel.now()) };
    },
  });
}

function functionOutputs(config: FunctionConfig, published: boolean, nowMs: number): Created["outputs"] {
  const version = published ? "1" : "$LATEST";
  const invokeArn = (arn: string) =>
    `arn:aws:apigateway:${config.region}:lambda:path/2015-03-31/functions/${arn}/invocations`;
  return {
    name: config.name,
    arn: config.arn,
    invokeArn: invokeArn(config.arn),
    qualifiedArn: `${config.arn}:${version}`,
    qualifiedInvokeArn: invokeArn(`${config.arn}:${version}`),
    version,
    timeout: config.timeoutSeconds,
    memorySize: config.memoryMb,
    lastModified: new Date(nowMs).toISOString(),
    loggingConfig: { logFormat: config.jsonLogs ? "JSON" : "Text", logGroup: config.logGroup },
  };
}

function permissionModel({ kernel, directory }: LambdaResourceParts): ResourceModel {
  return defineResource({
    type: "aws:lambda/permission:Permission",
    honoured: [
      "action",
      "function",
      "principal",
      "qualifier",
      "sourceAccount",
      "sourceArn",
      "statementId",
      "statementIdPrefix",
    ],
    create(inputs, { region }) {
      const { fn } = directory.find(inputs.requiredText("function"), region);
      const generated = `${inputs.text("statementIdPrefix") ?? "terraform-"}${randomHex(kernel, 13)}`;
      const statementId = inputs.text("statementId") ?? generated;
      if (fn.permissions.some((permission) => permission.statementId === statementId)) {
        const message = `The statement id (${statementId}) provided already exists.`;
        throw new AwsError("ResourceConflictException", message, 409);
      }
      fn.permissions.push({
        statementId,
        action: inputs.requiredText("action"),
        principal: inputs.requiredText("principal"),
        sourceArn: inputs.text("sourceArn"),
        sourceAccount: inputs.text("sourceAccount"),
      });
      return { id: statementId, outputs: { statementId } };
    },
  });
}

function aliasModel({ directory }: LambdaResourceParts): ResourceModel {
  return defineResource({
    type: "aws:lambda/alias:Alias",
    honoured: ["functionName", "functionVersion", "name"],
    echoed: ["description"],
    create(inputs, { region }) {
      const { fn } = directory.find(inputs.requiredText("functionName"), region);
      const version = inputs.requiredText("functionVersion");
      directory.find(`${fn.config.arn}:${version}`, region);
      const alias = inputs.requiredText("name");
      fn.aliases.set(alias, version);
      const arn = `${fn.config.arn}:${alias}`;
      const invokeArn = `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${arn}/invocations`;
      return { id: arn, outputs: { arn, invokeArn } };
    },
  });
}

function eventInvokeModel({ directory }: LambdaResourceParts): ResourceModel {
  return defineResource({
    type: "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",
    honoured: ["destinationConfig", "functionName", "maximumEventAgeInSeconds", "maximumRetryAttempts", "qualifier"],
    create(inputs, { region }) {
      const reference = inputs.requiredText("functionName");
      const { fn } = directory.find(reference, region);
      const destinations = inputs.child("destinationConfig");
      fn.eventInvoke = {
        maximumRetryAttempts: inputs.number("maximumRetryAttempts") ?? defaultEventInvoke.maximumRetryAttempts,
        maximumEventAgeSeconds: inputs.number("maximumEventAgeInSeconds") ?? defaultEventInvoke.maximumEventAgeSeconds,
        onSuccessArn: queueDestination(destinations?.child("onSuccess")),
        onFailureArn: queueDestination(destinations?.child("onFailure")),
      };
      const qualifier = inputs.text("qualifier");
      return { id: qualifier === undefined ? reference : `${reference}:${qualifier}`, outputs: {} };
    },
  });
}

function queueDestination(side: Reader | undefined): string | undefined {
  const arn = side?.requiredText("destination");
  if (side !== undefined && !arn?.startsWith("arn:aws:sqs:")) throw notImplemented(`${side.what}.destination ${arn}`);
  return arn;
}

function mappingModel({ kernel, directory, startMapping }: LambdaResourceParts): ResourceModel {
  return defineResource({
    type: "aws:lambda/eventSourceMapping:EventSourceMapping",
    honoured: mappingInputs,
    echoed: ["kmsKeyArn", "metricsConfig", "useResourceTimeoutForPropagation"],
    create(inputs, { region, accountId }) {
      const reference = inputs.requiredText("functionName");
      const { fn, qualifier } = directory.find(reference, region);
      const functionArn = qualifier === undefined ? fn.config.arn : `${fn.config.arn}:${qualifier}`;
      const config = parseMapping(inputs, uuid(kernel), region);
      const enabled = inputs.flag("enabled") ?? true;
      startMapping(fn, functionArn, config, enabled);
      const outputs = {
        arn: `arn:aws:lambda:${region}:${accountId}:event-source-mapping:${config.uuid}`,
        uuid: config.uuid,
        functionArn,
        batchSize: config.batchSize,
        state: enabled ? "Enabled" : "Disabled",
        stateTransitionReason: "USER_INITIATED",
        lastProcessingResult: "No records processed",
      };
      return { id: config.uuid, outputs };
    },
  });
}
