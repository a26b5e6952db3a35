import type { Call, ServiceModel } from "../../core/call.ts";
import { AwsError, notImplemented } from "../../core/errors.ts";
import { readerOf } from "../inputs.ts";
import type { FunctionConfig } from "./function-config.ts";
import type { FunctionDirectory, LambdaFunction } from "./function-directory.ts";

/** What the service asks of the rest of the model. */
export interface LambdaServiceParts {
  readonly directory: FunctionDirectory;
  invoke(
    fn: LambdaFunction,
    functionArn: string,
    payload: string,
    call: Call,
  ): Promise<Readonly<Record<string, unknown>>>;
  enqueue(fn: LambdaFunction, functionArn: string, payload: string, call: Call): void;
  eventSourceMappings(region: string): readonly Readonly<Record<string, unknown>>[];
}

/** Payloads of synchronous invocations, bytes; asynchronous ones may have 1 MiB. */
const maxPayloadBytes = { RequestResponse: 6_291_456, Event: 1_048_576 };

/** Lambda's API: invoking, and reading what there is. */
export function createLambdaService(parts: LambdaServiceParts): ServiceModel {
  return {
    name: "lambda",
    async handle(call) {
      switch (call.action) {
        case "Invoke":
          return invoke(parts, call);
        case "GetFunction": {
          const { fn } = target(parts.directory, call);
          return { Configuration: describe(fn.config), Tags: {} };
        }
        case "GetFunctionConfiguration":
          return describe(target(parts.directory, call).fn.config);
        case "ListFunctions": {
          const own = parts.directory.all().filter((fn) => fn.config.region === call.region);
          return { Functions: own.map((fn) => describe(fn.config)) };
        }
        case "ListEventSourceMappings":
          return { EventSourceMappings: listMappings(parts, call) };
        default:
          throw notImplemented(`lambda:${call.action}`);
      }
    },
    authorizations(call) {
      const action = call.action === "Invoke" ? "lambda:InvokeFunction" : `lambda:${call.action}`;
      if (call.input["FunctionName"] === undefined) return [{ action, resource: "*", context: {} }];
      return [{ action, resource: target(parts.directory, call).arn, context: {} }];
    },
  };
}

function listMappings(parts: LambdaServiceParts, call: Call) {
  const input = readerOf("ListEventSourceMappings", call.input);
  const source = input.text("EventSourceArn");
  const name = input.text("FunctionName");
  const arn = name === undefined ? undefined : target(parts.directory, call).fn.config.arn;
  return parts
    .eventSourceMappings(call.region)
    .filter((mapping) => source === undefined || mapping["EventSourceArn"] === source)
    .filter((mapping) => arn === undefined || mapping["FunctionArn"] === arn);
}

async function invoke(parts: LambdaServiceParts, call: Call) {
  const input = readerOf("Invoke", call.input);
  const { fn, arn } = target(parts.directory, call);
  const payload = input.text("Payload") || "{}";
  try {
    JSON.parse(payload);
  } catch {
    const message = "Could not parse request body into json: Could not parse payload into json";
    throw new AwsError("InvalidRequestContentException", message, 400, { Type: "User" });
  }
  const kind = input.text("InvocationType") ?? "RequestResponse";
  switch (kind) {
    case "DryRun":
      return { StatusCode: 204 };
    case "Event":
    case "RequestResponse": {
      const most = maxPayloadBytes[kind];
      if (Buffer.byteLength(payload) > most) {
        const message = `Request must be smaller than ${most} bytes for the InvokeFunction operation`;
        throw new AwsError("RequestTooLargeException", message, 413);
      }
      if (kind === "RequestResponse") return parts.invoke(fn, arn, payload, call);
      parts.enqueue(fn, arn, payload, call);
      return { StatusCode: 202 };
    }
    default:
      throw new AwsError("InvalidParameterValueException", `Unknown InvocationType ${kind}`);
  }
}

function target(directory: FunctionDirectory, call: Call) {
  const input = readerOf(call.action, call.input);
  const { fn, qualifier } = directory.find(input.requiredText("FunctionName"), call.region);
  const asked = qualifier ?? input.text("Qualifier");
  // A qualifier given apart has to exist as well.
  if (asked !== undefined) directory.find(`${fn.config.arn}:${asked}`, call.region);
  return { fn, arn: asked === undefined ? fn.config.arn : `${fn.config.arn}:${asked}` };
}

function describe(config: FunctionConfig): Readonly<Record<string, unknown>> {
  return {
    FunctionName: config.name,
    FunctionArn: config.arn,
    Runtime: config.runtime,
    Role: config.roleArn,
    Handler: config.handler,
    Timeout: config.timeoutSeconds,
    MemorySize: config.memoryMb,
    Environment: { Variables: config.variables },
    TracingConfig: { Mode: config.traced ? "Active" : "PassThrough" },
    PackageType: "Zip",
    Version: "$LATEST",
    State: "Active",
    LastUpdateStatus: "Successful",
    LoggingConfig: { LogFormat: config.jsonLogs ? "JSON" : "Text", LogGroup: config.logGroup },
  };
}
