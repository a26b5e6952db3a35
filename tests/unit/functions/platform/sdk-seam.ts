import {
  ConditionalCheckFailedException,
  TransactionCanceledException,
  type AttributeValue,
  type CancellationReason,
  type DynamoDBClient,
} from "@aws-sdk/client-dynamodb";
import type { KMSClient } from "@aws-sdk/client-kms";
import { AwsError } from "../../../../local/core/errors.ts";
import type { ServiceModel } from "../../../../local/core/call.ts";
import { root } from "../../local/aws/account.ts";

/** An SDK client whose commands go straight to the local model of DynamoDB, below the command and above the wire. */
export function dynamoDbSeam(service: ServiceModel, region: string, onCall: (action: string) => void = () => {}) {
  const send = async (command: { readonly input: Readonly<Record<string, unknown>> }) => {
    const action = command.constructor.name.replace(/Command$/, "");
    onCall(action);
    try {
      return await service.handle({
        service: "dynamodb",
        action,
        region,
        input: command.input,
        caller: root,
        requestId: "r",
      });
    } catch (fault) {
      throw fault instanceof AwsError ? sdkError(fault) : fault;
    }
  };
  // The overloads of `send` cannot be written for a seam; stores use it by one command and its output at a time.
  return { send } as unknown as Pick<DynamoDBClient, "send">;
}

/** The same for KMS, whose blobs are base64 below the command. */
export function kmsSeam(service: ServiceModel, region: string, onCall: (action: string) => void = () => {}) {
  const send = async (command: { readonly input: Readonly<Record<string, unknown>> }) => {
    const action = command.constructor.name.replace(/Command$/, "");
    onCall(action);
    const input = Object.fromEntries(
      Object.entries(command.input).map(([name, value]) =>
        value instanceof Uint8Array ? [name, Buffer.from(value).toString("base64")] : [name, value],
      ),
    );
    const reply = await service.handle({ service: "kms", action, region, input, caller: root, requestId: "r" });
    return Object.fromEntries(
      Object.entries(reply).map(([name, value]) =>
        BLOBS.has(name) ? [name, Buffer.from(String(value), "base64")] : [name, value],
      ),
    );
  };
  // As above.
  return { send } as unknown as Pick<KMSClient, "send">;
}

const BLOBS = new Set(["Plaintext", "CiphertextBlob", "Signature", "PublicKey"]);

function sdkError({ code, message, details, status }: AwsError): Error {
  const $metadata = { httpStatusCode: status };
  if (code === "TransactionCanceledException") {
    // What the model answers is what the wire carries.
    const CancellationReasons = details["CancellationReasons"] as CancellationReason[];
    return new TransactionCanceledException({ message, $metadata, CancellationReasons });
  }
  if (code === "ConditionalCheckFailedException") {
    // As above.
    const Item = details["Item"] as Record<string, AttributeValue> | undefined;
    return new ConditionalCheckFailedException({ message, $metadata, ...(Item === undefined ? {} : { Item }) });
  }
  return Object.assign(new Error(message), { name: code, $metadata });
}
