import type { Machine } from "./asl/definition.ts";

/** What CloudWatch Logs is told of executions. */
export interface Logging {
  readonly level: "ALL" | "ERROR" | "FATAL" | "OFF";
  readonly includeExecutionData: boolean;
  /** The ARN of a log group, ":*" at its end. */
  readonly destination: string | undefined;
}

/** What a machine's data is encrypted with. */
export interface Encryption {
  readonly type: "AWS_OWNED_KEY" | "CUSTOMER_MANAGED_KMS_KEY";
  readonly keyId: string | undefined;
  readonly reuseSeconds: number | undefined;
}

/** A state machine as it stands; an execution keeps the one that it began with. */
export interface StateMachine {
  readonly name: string;
  readonly arn: string;
  readonly region: string;
  readonly type: "STANDARD" | "EXPRESS";
  readonly roleArn: string;
  /** As sent. */
  readonly definition: string;
  readonly machine: Machine;
  readonly logging: Logging;
  readonly tracing: boolean;
  readonly encryption: Encryption;
  readonly createdMs: number;
  /** Undefined until the first change. */
  readonly revisionId: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
}
