import type { AuthorizationRequest, Call } from "../../core/call.ts";
import { AwsError } from "../../core/errors.ts";
import { readerOf } from "../inputs.ts";
import type { KeyUses } from "../kms/key-use.ts";
import { namedArn } from "./context.ts";
import { iteratorStream } from "./read-actions.ts";
import type { State, Stream } from "./stream.ts";

/** What the caller has to be allowed with the key of an encrypted stream. Source: Kinesis Developer Guide, KMS. */
const keyActions: Readonly<Record<string, readonly string[]>> = {
  GetRecords: ["kms:Decrypt"],
  PutRecord: ["kms:GenerateDataKey"],
  PutRecords: ["kms:GenerateDataKey"],
};

/** What is wrong with a key has names of Kinesis's own. */
const keyErrors: Readonly<Record<string, string>> = {
  DisabledException: "KMSDisabledException",
  KMSInvalidStateException: "KMSInvalidStateException",
  NotFoundException: "KMSNotFoundException",
};

/** What IAM is asked about a call of Kinesis: the stream's tags have a say, and its key. */
export function kinesisAuthorizations(
  state: State,
  keys: KeyUses | undefined,
  call: Call,
): readonly AuthorizationRequest[] {
  const { action } = call;
  const arn = judgedResource(state, call);
  const stream = state.streams.get(arn);
  const request = { action: `kinesis:${action}`, resource: arn, context: {}, resourceTags: stream?.tags ?? {} };
  return [request, ...(stream === undefined ? [] : keyRequests(keys, action, stream))];
}

function judgedResource(state: State, { action, region, input: given }: Call): string {
  if (action === "ListStreams") return "*";
  const input = readerOf(action, given);
  const named = namedArn(state, region, input) ?? input.text("ResourceARN");
  if (named !== undefined) return named;
  const iterator = input.text("ShardIterator");
  const listed = input.text("NextToken")?.split("|")[0];
  return (iterator === undefined ? listed : iteratorStream(iterator)) ?? "*";
}

function keyRequests(keys: KeyUses | undefined, action: string, stream: Stream): readonly AuthorizationRequest[] {
  const { key, region, arn } = stream;
  const actions = keyActions[action];
  if (keys === undefined || key === undefined || actions === undefined) return [];
  try {
    return keys({ region, key, actions, service: "kinesis", encryptionContext: { "aws:kinesis:arn": arn } });
  } catch (fault) {
    const code = fault instanceof AwsError ? keyErrors[fault.code] : undefined;
    if (code === undefined || !(fault instanceof AwsError)) throw fault;
    throw new AwsError(code, fault.message);
  }
}
