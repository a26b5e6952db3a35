import path from "node:path";
import { AwsError, notImplemented } from "../../core/errors.ts";
import { isProperties, type Reader } from "../inputs.ts";

/** A function as its resource declares it, checked. */
export interface FunctionConfig {
  readonly name: string;
  /** "$LATEST", or the number of a published version. */
  readonly version: string;
  readonly region: string;
  /** Without qualifier. */
  readonly arn: string;
  readonly roleArn: string;
  readonly runtime: string;
  readonly handler: string;
  readonly taskRoot: string;
  /** SHA-256 of the code, base64; undefined where nobody told it. */
  readonly codeSha256: string | undefined;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  readonly variables: Readonly<Record<string, string>>;
  readonly reservedConcurrency: number | undefined;
  readonly deadLetterArn: string | undefined;
  readonly logGroup: string;
  readonly jsonLogs: boolean;
  /** Which of Lambda's own lines are written, where logs are JSON. */
  readonly systemLogLevel: string | undefined;
  readonly traced: boolean;
  /** The key under which its variables lie; undefined: AWS's own. */
  readonly kmsKeyArn: string | undefined;
  /** Where its code stands; empty outside of any network of the account. */
  readonly subnetIds: readonly string[];
}

/** Variables that Lambda sets itself and refuses from a function's configuration. */
const reservedVariables = new RegExp(
  `^(${[
    "_HANDLER",
    "_X_AMZN_TRACE_ID",
    "AWS_ACCESS_KEY(_ID)?",
    "AWS_DEFAULT_REGION",
    "AWS_EXECUTION_ENV",
    "AWS_LAMBDA_\\w+",
    "AWS_REGION",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "LAMBDA_RUNTIME_DIR",
    "LAMBDA_TASK_ROOT",
  ].join("|")})$`,
);

/** All variables together, bytes. */
const maxVariableBytes = 4096;

/** Parses the inputs of a function; the errors are those that AWS answers at creation. */
export function parseFunction(inputs: Reader, name: string, region: string, accountId: string): FunctionConfig {
  const packageType = inputs.text("packageType") ?? "Zip";
  if (packageType !== "Zip") throw notImplemented(`${inputs.what}.packageType ${packageType}`);
  const runtime = inputs.requiredText("runtime");
  if (!/^nodejs\d+\.x$/.test(runtime)) throw notImplemented(`${inputs.what}.runtime ${runtime}`);
  if (!/^[\w-]{1,64}$/.test(name)) throw invalid(`${inputs.what}: ${name} is no function name.`);
  const logging = inputs.child("loggingConfig");
  const [jsonLogs, systemLogLevel] = [logging?.text("logFormat") === "JSON", logging?.text("systemLogLevel")];
  if (systemLogLevel !== undefined && !jsonLogs) {
    throw invalid(`${inputs.what}: a log level needs the log format JSON.`);
  }
  const roleArn = inputs.requiredText("role");
  if (!/^arn:aws:iam::\d{12}:role\/.+$/.test(roleArn)) throw invalid(`${inputs.what}: role ${roleArn} is no role ARN.`);
  return {
    name,
    version: "$LATEST",
    region,
    arn: `arn:aws:lambda:${region}:${accountId}:function:${name}`,
    roleArn,
    runtime,
    handler: inputs.requiredText("handler"),
    taskRoot: parseCode(inputs),
    codeSha256: codeHash(inputs.properties["code"]),
    timeoutSeconds: within(inputs, "timeout", 1, 900) ?? 3,
    memoryMb: within(inputs, "memorySize", 128, 10_240) ?? 128,
    variables: parseVariables(inputs),
    reservedConcurrency: parseReserved(inputs),
    deadLetterArn: inputs.child("deadLetterConfig")?.text("targetArn"),
    logGroup: logging?.text("logGroup") ?? `/aws/lambda/${name}`,
    jsonLogs,
    systemLogLevel: systemLogLevel ?? (jsonLogs ? "INFO" : undefined),
    traced: inputs.child("tracingConfig")?.text("mode") === "Active",
    kmsKeyArn: inputs.text("kmsKeyArn"),
    subnetIds: inputs.child("vpcConfig")?.texts("subnetIds") ?? [],
  };
}

function parseReserved(inputs: Reader): number | undefined {
  const reserved = inputs.number("reservedConcurrentExecutions");
  return reserved === undefined || reserved < 0 ? undefined : reserved;
}

function parseVariables(inputs: Reader): Readonly<Record<string, string>> {
  const variables = inputs.child("environment")?.strings("variables") ?? {};
  const reserved = Object.keys(variables).filter((name) => reservedVariables.test(name));
  if (reserved.length > 0) {
    throw invalid(
      "Lambda was unable to configure your environment variables because the environment variables you have provided " +
        "contains reserved keys that are currently not supported for modification. " +
        `Reserved keys used in this request: ${reserved.join(", ")}`,
    );
  }
  const bytes = Buffer.byteLength(JSON.stringify(variables));
  if (bytes > maxVariableBytes) throw invalid(`${inputs.what}: environment variables of ${bytes} bytes exceed 4 KB.`);
  return variables;
}

/** A directory as archive, or an archive of file assets that all lie in one directory under their own names. */
function parseCode(inputs: Reader): string {
  const code = inputs.properties["code"];
  const archive = assetPath(code, "archive");
  if (archive !== undefined) {
    if (/\.(zip|jar|tgz|tar|gz)$/.test(archive))
      throw notImplemented(`${inputs.what}.code as the packed file ${archive}`);
    return path.resolve(archive);
  }
  if (!isProperties(code)) throw invalid(`${inputs.what}: code must be an archive.`);
  const files = Object.entries(code).map(([name, asset]) => ({ name, file: assetPath(asset, "asset") }));
  const roots = new Set(
    files.map(({ name, file }) => (file?.endsWith(name) ? file.slice(0, -name.length) : undefined)),
  );
  const [root] = roots;
  if (roots.size !== 1 || root === undefined) {
    throw notImplemented(`${inputs.what}.code with files from several directories or under other names`);
  }
  return path.resolve(root);
}

function codeHash(code: unknown): string | undefined {
  const hash = isProperties(code) ? code["hash"] : undefined;
  return typeof hash === "string" ? Buffer.from(hash, "hex").toString("base64") : undefined;
}

function assetPath(value: unknown, kind: "archive" | "asset"): string | undefined {
  if (!isProperties(value) || value["kind"] !== kind) return undefined;
  return typeof value["path"] === "string" ? value["path"] : undefined;
}

function within(inputs: Reader, key: string, least: number, most: number): number | undefined {
  const value = inputs.number(key);
  if (value !== undefined && (value < least || value > most || !Number.isInteger(value))) {
    throw invalid(`${inputs.what}: ${key} must be a whole number from ${least} to ${most}, not ${value}.`);
  }
  return value;
}

function invalid(message: string): AwsError {
  return new AwsError("InvalidParameterValueException", message);
}
