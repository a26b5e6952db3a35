import type { FunctionConfig } from "./function-config.ts";

/** What of an environment's variables differs from one environment to the next. */
export interface EnvironmentFacts {
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken: string;
  };
  readonly awsEndpoint: string;
  readonly logStream: string;
  readonly version: string;
}

/** Every variable that a function finds, as on Lambda, and `AWS_ENDPOINT_URL` so that SDKs find the local cloud. */
export function environmentVariables(config: FunctionConfig, facts: EnvironmentFacts): Record<string, string> {
  return {
    ...config.variables,
    AWS_ACCESS_KEY_ID: facts.credentials.accessKeyId,
    AWS_DEFAULT_REGION: config.region,
    AWS_ENDPOINT_URL: facts.awsEndpoint,
    AWS_EXECUTION_ENV: `AWS_Lambda_${config.runtime}`,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(config.memoryMb),
    AWS_LAMBDA_FUNCTION_NAME: config.name,
    AWS_LAMBDA_FUNCTION_VERSION: facts.version,
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
    AWS_LAMBDA_LOG_FORMAT: config.jsonLogs ? "JSON" : "Text",
    AWS_LAMBDA_LOG_GROUP_NAME: config.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: facts.logStream,
    AWS_REGION: config.region,
    // This machine's Node may be older than Lambda's; every log would begin with the SDK's warning of it.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    AWS_SECRET_ACCESS_KEY: facts.credentials.secretAccessKey,
    AWS_SESSION_TOKEN: facts.credentials.sessionToken,
    LAMBDA_TASK_ROOT: config.taskRoot,
    LANG: "en_US.UTF-8",
    TZ: ":UTC",
    _HANDLER: config.handler,
  };
}
