import type { Call, Caller } from "../../core/call.ts";
import type { Counts } from "../../core/counts.ts";
import type { Cancel, Kernel } from "../../core/kernel.ts";
import type { Regions } from "../../faults/regions.ts";
import type { Iam } from "../iam/index.ts";
import type { KeyUses } from "../kms/key-use.ts";
import type { MetricSink } from "../cloudwatch/index.ts";
import type { StreamListener } from "../stream-bell.ts";
import type { TraceSink } from "../xray/segment.ts";
import type { FunctionHost } from "./function-host.ts";

/** A function's role and its temporary credentials. Both throw `AccessDenied` where the role does not trust Lambda. */
interface CredentialsIssuer {
  issueForRole(
    roleArn: string,
    sessionName: string,
    session: { readonly service: string; readonly functionArn: string; readonly subnetIds: readonly string[] },
  ): {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken: string;
    /** Milliseconds since the epoch. */
    readonly expiresAt: number;
  };
  /** Who Lambda itself is when it acts in a role's name. */
  assume(roleArn: string, sessionName: string, by: { readonly service: string }): Caller;
}

/** Throws where IAM does not allow one of the requests to the caller. */
export type Judge = Iam["judge"];

/** Where functions' output goes. */
interface LogSink {
  append(region: string, logGroup: string, logStream: string, lines: readonly string[]): void;
}

/** One AWS call, judged by the caller's policies and then handled: the endpoint's seam without codecs. */
export type AwsCall = (call: Call) => Promise<Readonly<Record<string, unknown>>>;

/** What wakes event source mappings, so that none has to poll. */
export interface EventSources {
  onMessages(queueArn: string, listener: () => void): Cancel;
  onStreamRecords(streamArn: string, listener: StreamListener): Cancel;
}

/** Limits of this machine, not of AWS. */
export interface LambdaLimits {
  /** Environments of one function at a time; what comes on top waits its turn. */
  readonly maxEnvironments: number;
  /** After so long without an invocation an environment ends. Milliseconds. */
  readonly idleMs: number;
  /** Batches that a queue's mapping has in flight at a time, unless it says otherwise. */
  readonly pollers: number;
}

/** Everything the model of Lambda is given. */
export interface LambdaDependencies {
  readonly kernel: Kernel;
  readonly accountId: string;
  readonly sts: CredentialsIssuer;
  readonly logs: LogSink;
  /** The local endpoint's URL, asked when an environment starts. */
  readonly awsEndpoint: () => string;
  readonly hosts: FunctionHost;
  readonly call: AwsCall;
  readonly judge: Judge;
  /** What the use of a function's key is judged by; without it no key is asked. */
  readonly keys?: KeyUses;
  readonly sources: EventSources;
  /** Hears of every invocation, as it is billed. */
  readonly counts?: Pick<Counts, "add">;
  /** Where CloudWatch keeps what Lambda measures; without it nobody does. */
  readonly metrics?: MetricSink;
  /** Where X-Ray keeps what functions and their code record; without it nobody does. */
  readonly traces?: TraceSink;
  /** Which regions are gone; without it all are there. */
  readonly regions?: Pick<Regions, "isLost" | "onTurn">;
  readonly limits?: Partial<LambdaLimits>;
}
