import type { ServiceModel } from "../../core/call.ts";
import { AwsError, notImplemented } from "../../core/errors.ts";
import { readerOf } from "../inputs.ts";
import { accessOperations } from "./access-operations.ts";
import { lambdaAuthorizations } from "./authorizations.ts";
import { functionOperations } from "./function-operations.ts";
import { mappingOperations } from "./mapping-operations.ts";
import { target, type LambdaHandler, type LambdaOperation, type LambdaServiceParts, type Output } from "./operation.ts";

/** Payloads of synchronous invocations, bytes; asynchronous ones may have 1 MiB. */
const maxPayloadBytes = { RequestResponse: 6_291_456, Event: 1_048_576 };

const operations: Readonly<Record<string, LambdaHandler>> = {
  Invoke: invoke,
  ...functionOperations,
  ...accessOperations,
  ...mappingOperations,
};

/** Lambda's API. Source: the Lambda API reference. */
export function createLambdaService(parts: LambdaServiceParts): ServiceModel {
  return {
    name: "lambda",
    async handle(call) {
      const operation = operations[call.action];
      if (operation === undefined) throw notImplemented(`lambda:${call.action}`);
      return operation({ ...parts, call, input: readerOf(call.action, call.input) });
    },
    authorizations: (call) => lambdaAuthorizations(() => parts.directory.all(), parts.accountId, call),
  };
}

async function invoke(operation: LambdaOperation): Promise<Output> {
  const { input, call, enqueue } = operation;
  const { runnable, arn } = target(operation);
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
      const request = { requestId: call.requestId, functionArn: arn, payload, traceHeader: call.traceHeader };
      const wantsLogTail = input.text("LogType") === "Tail";
      if (kind === "Event") {
        enqueue(request);
        return { StatusCode: 202 };
      }
      const result = await runnable.pool.invoke({ ...request, wantsLogTail });
      return {
        StatusCode: 200,
        Payload: result.payload,
        ExecutedVersion: runnable.config.version,
        ...(result.functionError === undefined ? {} : { FunctionError: result.functionError }),
        ...(result.logTail === undefined ? {} : { LogResult: Buffer.from(result.logTail).toString("base64") }),
      };
    }
    default:
      throw new AwsError("InvalidParameterValueException", `Unknown InvocationType ${kind}`);
  }
}
