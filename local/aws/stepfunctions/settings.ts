import { AwsError, notImplemented } from "../../core/errors.ts";
import type { Reader } from "../inputs.ts";
import type { Encryption, Logging } from "./state-machine.ts";

const LEVELS = ["ALL", "ERROR", "FATAL", "OFF"] as const;

/** Nothing is logged. */
const noLogging: Logging = { level: "OFF", includeExecutionData: false, destination: undefined };

/** AWS's own key. */
const ownedKey: Encryption = { type: "AWS_OWNED_KEY", keyId: undefined, reuseSeconds: undefined };

/** A logging configuration in the API's words or in the provider's. Throws `InvalidLoggingConfiguration`. */
export function parseLogging(given: Reader | undefined): Logging {
  if (given === undefined) return noLogging;
  const level = LEVELS.find((one) => one === (given.text("level") ?? "OFF"));
  if (level === undefined) throw invalidLogging("Level must be one of [ALL, ERROR, FATAL, OFF]");
  const [first, second] = given.children("destinations");
  if (second !== undefined) throw invalidLogging("Only one Log Destination is allowed");
  const destination = given.text("logDestination") ?? first?.child("cloudWatchLogsLogGroup")?.text("logGroupArn");
  if (level !== "OFF" && destination === undefined) throw invalidLogging("Must specify a Log Destination");
  if (destination !== undefined && !/^arn:aws:logs:[\w-]+:\d{12}:log-group:[^:]+:\*$/.test(destination)) {
    throw invalidLogging("Log Destination is not a log group's ARN that ends with ':*'");
  }
  return { level, includeExecutionData: given.flag("includeExecutionData") ?? false, destination };
}

/** An encryption configuration, in the same words by both. Throws `InvalidEncryptionConfiguration`. */
export function parseEncryption(given: Reader | undefined): Encryption {
  if (given === undefined) return ownedKey;
  const keyId = given.text("kmsKeyId");
  const type = given.text("type") ?? (keyId === undefined ? "AWS_OWNED_KEY" : "CUSTOMER_MANAGED_KMS_KEY");
  if (type !== "AWS_OWNED_KEY" && type !== "CUSTOMER_MANAGED_KMS_KEY") throw notImplemented(`the encryption ${type}`);
  if ((type === "CUSTOMER_MANAGED_KMS_KEY") !== (keyId !== undefined)) {
    const sentence = "Invalid Encryption Configuration: kmsKeyId belongs to CUSTOMER_MANAGED_KMS_KEY alone";
    throw new AwsError("InvalidEncryptionConfiguration", sentence);
  }
  return { type, keyId, reuseSeconds: given.number("kmsDataKeyReusePeriodSeconds") };
}

/** As the API describes it. */
export function describeLogging({
  level,
  includeExecutionData,
  destination,
}: Logging): Readonly<Record<string, unknown>> {
  const group = { cloudWatchLogsLogGroup: { logGroupArn: destination } };
  return { level, includeExecutionData, ...(destination !== undefined && { destinations: [group] }) };
}

/** As the API describes it; nothing of a key of AWS's own. */
export function describeEncryption({ type, keyId, reuseSeconds }: Encryption): Readonly<Record<string, unknown>> {
  if (type === "AWS_OWNED_KEY") return { type };
  return { type, kmsKeyId: keyId, kmsDataKeyReusePeriodSeconds: reuseSeconds ?? 300 };
}

function invalidLogging(why: string): AwsError {
  return new AwsError("InvalidLoggingConfiguration", `Invalid Logging Configuration: ${why}.`);
}
