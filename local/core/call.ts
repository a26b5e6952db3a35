/** Who makes a call. */
export type Caller =
  | { readonly kind: "root"; readonly arn: string; readonly accountId: string }
  | {
      readonly kind: "role";
      readonly arn: string;
      readonly accountId: string;
      readonly roleArn: string;
      readonly sessionName: string;
      /** What the session has beyond its role; left out where that is nothing. */
      readonly session?: SessionFacts;
    }
  | {
      readonly kind: "service";
      /** "apigateway.amazonaws.com", as its principal. */
      readonly arn: string;
      readonly accountId: string;
      readonly principal: string;
      /** The resource of the account on whose behalf the service acts. */
      readonly sourceArn?: string;
    };

/** What a role's session has beyond its role. */
export interface SessionFacts {
  /** Milliseconds since the epoch. */
  readonly issuedMs: number;
  /** Session policies: all of the role's rights that none of them allows are gone. Documents as text. */
  readonly policies: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  /** Tags that a session keeps when it assumes another role. */
  readonly transitiveTagKeys: readonly string[];
  readonly sourceIdentity?: string;
  /** The function whose code runs in the session. */
  readonly functionArn?: string;
  /** Where that function stands; empty outside of any network of the account. */
  readonly subnetIds: readonly string[];
}

/** One call of an AWS service, decoded from its wire form: `input` has the AWS field names. */
export interface Call {
  /** The signing name: "dynamodb", "sqs", "kms", … */
  readonly service: string;
  /** The API action: "PutItem", "SendMessage", … */
  readonly action: string;
  readonly region: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly caller: Caller;
  readonly requestId: string;
  /** Who sent it over HTTP; left out where a service of the local cloud makes the call. */
  readonly client?: Client;
  /** X-Ray's header, where the request has one. */
  readonly traceHeader?: string;
}

/** Where a call over HTTP came from. */
export interface Client {
  readonly sourceIp: string;
  readonly userAgent: string | undefined;
}

/** One question to IAM: may the caller do `action` on `resource` in this context? Context keys as IAM names them. */
export interface AuthorizationRequest {
  /** "dynamodb:PutItem" */
  readonly action: string;
  /** A full ARN, or "*" where the action has no resource. */
  readonly resource: string;
  /** "dynamodb:LeadingKeys" → ["eu#acct#acc_eu_1"]; a key that is absent from the call is absent here. */
  readonly context: Readonly<Record<string, readonly string[]>>;
  /** The tags of the resource. */
  readonly resourceTags?: Readonly<Record<string, string>>;
  /** The policy on the resource itself, for services whose resources can have one. */
  readonly resourcePolicy?: ResourcePolicyText;
  /** The service that asks in the caller's name for what it needs itself: "sqs.eu-west-1.amazonaws.com". */
  readonly via?: string;
}

/** A resource's own policy. A key's and a role's trust policy have the last word, others add to the caller's own. */
export interface ResourcePolicyText {
  readonly kind: "resource" | "key" | "trust";
  /** Undefined where the resource has none. */
  readonly text: string | undefined;
}

/** One AWS service of the local cloud. */
export interface ServiceModel {
  /** The signing name. */
  readonly name: string;
  /** The output with the AWS field names. Throws `AwsError`; an action that is not modelled throws `notImplemented`. */
  handle(call: Call): Promise<Readonly<Record<string, unknown>>> | Readonly<Record<string, unknown>>;
  /** What IAM has to judge before `handle` runs; empty for nothing but an action that IAM never judges. */
  authorizations(call: Call): readonly AuthorizationRequest[];
}
