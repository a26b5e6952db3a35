import { crc32 } from "node:zlib";
import { AwsError, notImplemented } from "../core/errors.ts";
import type { Reply } from "./reply.ts";

/** An operation of the AWS JSON protocols, as `X-Amz-Target` names it. */
export interface JsonTarget {
  readonly service: string;
  readonly action: string;
  /** What stands before an error's name in `__type`; "" where the service sends the bare name. */
  readonly errorNamespace: string;
}

const SERVICES: Readonly<Record<string, Omit<JsonTarget, "action">>> = {
  DynamoDB_20120810: { service: "dynamodb", errorNamespace: "com.amazonaws.dynamodb.v20120810#" },
  DynamoDBStreams_20120810: { service: "dynamodb", errorNamespace: "com.amazonaws.dynamodb.v20120810#" },
  AmazonSQS: { service: "sqs", errorNamespace: "com.amazonaws.sqs#" },
  Kinesis_20131202: { service: "kinesis", errorNamespace: "" },
  TrentService: { service: "kms", errorNamespace: "" },
  AWSCognitoIdentityProviderService: { service: "cognito-idp", errorNamespace: "" },
  GraniteServiceVersion20100801: { service: "monitoring", errorNamespace: "com.amazonaws.cloudwatch.v2010_08_01#" },
  Firehose_20150804: { service: "firehose", errorNamespace: "" },
  Logs_20140328: { service: "logs", errorNamespace: "" },
  AWSStepFunctions: { service: "states", errorNamespace: "com.amazonaws.swf.service.v2.model#" },
  secretsmanager: { service: "secretsmanager", errorNamespace: "" },
  ServiceQuotasV20190624: { service: "servicequotas", errorNamespace: "" },
};

/** What end users ask a user pool for, without a signature; there are none here. Source: the Cognito API reference. */
const UNSIGNED: ReadonlySet<string> = new Set([
  "ChangePassword",
  "ConfirmForgotPassword",
  "ConfirmSignUp",
  "ForgotPassword",
  "GetTokensFromRefreshToken",
  "GetUser",
  "GlobalSignOut",
  "InitiateAuth",
  "ResendConfirmationCode",
  "RespondToAuthChallenge",
  "RevokeToken",
  "SignUp",
]);

/** Errors that AWS's front end answers before a service sees the request; they carry the front end's namespace. */
const FRONT_END_ERRORS: ReadonlySet<string> = new Set([
  "AccessDeniedException",
  "ExpiredTokenException",
  "IncompleteSignatureException",
  "InvalidSignatureException",
  "MissingAuthenticationTokenException",
  "SerializationException",
  "UnknownOperationException",
  "UnrecognizedClientException",
]);

/** SQS tells its old error names too, for clients that still speak the query protocol. */
const SQS_QUERY_NAMES: Readonly<Record<string, string>> = {
  AccessDeniedException: "AccessDenied",
  KmsAccessDenied: "KMS.AccessDeniedException",
  KmsDisabled: "KMS.DisabledException",
  KmsInvalidState: "KMS.InvalidStateException",
  KmsNotFound: "KMS.NotFoundException",
  QueueDoesNotExist: "AWS.SimpleQueueService.NonExistentQueue",
  QueueNameExists: "QueueAlreadyExists",
  QueueDeletedRecently: "AWS.SimpleQueueService.QueueDeletedRecently",
  EmptyBatchRequest: "AWS.SimpleQueueService.EmptyBatchRequest",
  TooManyEntriesInBatchRequest: "AWS.SimpleQueueService.TooManyEntriesInBatchRequest",
  BatchEntryIdsNotDistinct: "AWS.SimpleQueueService.BatchEntryIdsNotDistinct",
  BatchRequestTooLong: "AWS.SimpleQueueService.BatchRequestTooLong",
  UnsupportedOperation: "AWS.SimpleQueueService.UnsupportedOperation",
};

/** Reads `X-Amz-Target`; throws `NotImplemented` for a service that the local cloud does not speak. */
export function parseTarget(target: string): JsonTarget {
  const dot = target.lastIndexOf(".");
  const service = SERVICES[target.slice(0, dot)];
  if (dot < 0 || service === undefined) throw notImplemented(`the operation "${target}"`);
  const action = target.slice(dot + 1);
  if (service.service === "cognito-idp" && UNSIGNED.has(action)) throw notImplemented(`cognito-idp:${action}`);
  return { ...service, action };
}

/** Parses a JSON body into an operation's input; throws `SerializationException`. */
export function parseJsonInput(body: string): Readonly<Record<string, unknown>> {
  if (body === "") return {};
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    throw new AwsError("SerializationException", "Start of structure or map found where not expected.");
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) {
    throw new AwsError("SerializationException", "Start of structure or map found where not expected.");
  }
  // Just checked to be a JSON object.
  return parsed as Readonly<Record<string, unknown>>;
}

/** An operation's output on the wire. */
export function jsonReply(
  service: string,
  contentType: string,
  requestId: string,
  output: Readonly<Record<string, unknown>>,
): Reply {
  return respond(service, 200, contentType, requestId, JSON.stringify(output), {});
}

/** An error on the wire; the front end's own errors are answered with 400 by every JSON service. */
export function jsonFault(
  target: Pick<JsonTarget, "service" | "errorNamespace">,
  contentType: string,
  requestId: string,
  error: AwsError,
): Reply {
  const frontEnd = FRONT_END_ERRORS.has(error.code);
  const namespace = frontEnd && target.errorNamespace !== "" ? "com.amazon.coral.service#" : target.errorNamespace;
  const body = JSON.stringify({ ...error.details, __type: `${namespace}${error.code}`, message: error.message });
  const headers: Record<string, string> =
    target.service === "sqs" ? { "x-amzn-query-error": `${SQS_QUERY_NAMES[error.code] ?? error.code};Sender` } : {};
  return respond(target.service, frontEnd ? 400 : error.status, contentType, requestId, body, headers);
}

function respond(
  service: string,
  status: number,
  contentType: string,
  requestId: string,
  body: string,
  more: Readonly<Record<string, string>>,
): Reply {
  const headers: Record<string, string> = { "content-type": contentType, "x-amzn-requestid": requestId, ...more };
  if (service === "dynamodb") headers["x-amz-crc32"] = String(crc32(body));
  return { status, headers, body };
}
