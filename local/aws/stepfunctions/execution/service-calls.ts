import { AwsError } from "../../../core/errors.ts";
import { isUnreachable } from "../../../faults/regions.ts";
import { isProperties } from "../../inputs.ts";
import type { Integration } from "../asl/definition.ts";
import { StateFailure } from "./failure.ts";

type Fields = Readonly<Record<string, unknown>>;

/** The call of a service that a Task's arguments come to. */
export function requestOf(
  { service, action }: Integration,
  given: Fields,
): { readonly service: string; readonly action: string; readonly input: Fields } {
  switch (service) {
    case "lambda": {
      const { Payload, ...rest } = given;
      const input = { ...rest, ...(Payload !== undefined && { Payload: JSON.stringify(Payload) }) };
      return { service, action: "Invoke", input };
    }
    case "sqs":
      return { service, action: "SendMessage", input: { ...given, ...asText(given, "MessageBody") } };
    case "events": {
      const { Entries } = given;
      const entries = Array.isArray(Entries) ? Entries.map((entry: unknown) => withDetail(entry)) : Entries;
      return { service, action: "PutEvents", input: { ...given, Entries: entries } };
    }
    case "states": {
      const { StateMachineArn, Name, ...rest } = given;
      const { Input } = asText(rest, "Input");
      const input = {
        stateMachineArn: StateMachineArn,
        ...(Name !== undefined && { name: Name }),
        ...(Input !== undefined && { input: Input }),
      };
      return { service, action: "StartExecution", input };
    }
    case "dynamodb":
      return { service, action: `${action.slice(0, 1).toUpperCase()}${action.slice(1)}`, input: given };
  }
}

/** What a Task has for its result. Throws a `StateFailure` where the answer is a failure. */
export function resultOf({ service }: Integration, answer: Fields, requestId: string): Fields {
  const metadata = { SdkHttpMetadata: { HttpStatusCode: 200 }, SdkResponseMetadata: { RequestId: requestId } };
  switch (service) {
    case "lambda":
      return { ...invocationOf(answer), ...metadata };
    case "events":
      if (Number(answer["FailedEntryCount"] ?? 0) > 0) {
        throw new StateFailure("EventBridge.FailedEntry", JSON.stringify(answer));
      }
      return { ...answer, ...metadata };
    case "states": {
      const { executionArn, startDate } = answer;
      return { ExecutionArn: executionArn, ...metadata, StartDate: startDate };
    }
    case "dynamodb":
    case "sqs":
      return { ...answer, ...metadata };
  }
}

function withDetail(entry: unknown): unknown {
  return isProperties(entry) ? { ...entry, ...asText(entry, "Detail") } : entry;
}

/** A field that the API wants as text and a definition has as JSON. */
function asText(fields: Fields, name: string): Readonly<Record<string, string>> {
  const value = fields[name] ?? undefined;
  if (value === undefined) return {};
  return { [name]: typeof value === "string" ? value : JSON.stringify(value) };
}

function invocationOf(answer: Fields): Fields {
  const { Payload, FunctionError, ...rest } = answer;
  const text = typeof Payload === "string" ? Payload : "";
  const payload = parsed(text);
  if (FunctionError !== undefined) {
    const type = isProperties(payload) ? payload["errorType"] : undefined;
    throw new StateFailure(typeof type === "string" ? type : "Error", text);
  }
  return { ...rest, ...(text !== "" && { Payload: payload }) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** How a service is called in the errors of its integration: the prefix, AWS's client, and its own error class. */
const CLIENTS: Readonly<Record<Integration["service"], { prefix: string; client: string; base: string }>> = {
  lambda: { prefix: "Lambda", client: "AWSLambda", base: "AWSLambdaException" },
  dynamodb: { prefix: "DynamoDB", client: "AmazonDynamoDBv2", base: "AmazonDynamoDBException" },
  sqs: { prefix: "SQS", client: "AmazonSQS", base: "AmazonSQSException" },
  events: { prefix: "EventBridge", client: "AmazonEventBridge", base: "AmazonEventBridgeException" },
  states: { prefix: "StepFunctions", client: "AWSStepFunctions", base: "AWSStepFunctionsException" },
};

/** Errors that no service has a class for: they go by the service's base class. */
const BASE_ERRORS: ReadonlySet<string> = new Set([
  "AccessDenied",
  "AccessDeniedException",
  "InternalFailure",
  "InvalidParameterValue",
  "MissingParameter",
  "NotImplemented",
  "SerializationException",
  "ThrottlingException",
  "ValidationException",
]);

/** How a Task is told of a call that failed. Source: executions recorded on AWS, and the guide's pages. */
export function failureOf({ service }: Integration, fault: unknown, requestId: string): StateFailure {
  if (fault instanceof StateFailure) return fault;
  if (!(fault instanceof AwsError)) throw fault;
  const { prefix, client, base } = CLIENTS[service];
  if (isUnreachable(fault)) {
    return new StateFailure(`${prefix}.SdkClientException`, `Unable to execute HTTP request: ${fault.message}`);
  }
  const { code, status, message } = fault;
  const named = BASE_ERRORS.has(code) ? base : code.endsWith("Exception") ? code : `${code}Exception`;
  const about = `Service: ${client}; Status Code: ${status}; Error Code: ${code}`;
  return new StateFailure(`${prefix}.${named}`, `${message} (${about}; Request ID: ${requestId}; Proxy: null)`);
}
