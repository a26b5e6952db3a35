/** Who makes a call. */
export type Caller =
  | { readonly kind: "root"; readonly arn: string; readonly accountId: string }
  | {
      readonly kind: "role";
      readonly arn: string;
      readonly accountId: string;
      readonly roleArn: string;
      readonly sessionName: string;
    }
  | { readonly kind: "service"; readonly arn: string; readonly accountId: string; readonly principal: string };

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
}

/** One question to IAM: may the caller do `action` on `resource` in this context? Context keys as IAM names them. */
export interface AuthorizationRequest {
  /** "dynamodb:PutItem" */
  readonly action: string;
  /** A full ARN, or "*" where the action has no resource. */
  readonly resource: string;
  /** "dynamodb:LeadingKeys" → ["eu#acct#acc_eu_1"]; a key that is absent from the call is absent here. */
  readonly context: Readonly<Record<string, readonly string[]>>;
}

/** One AWS service of the local cloud. */
export interface ServiceModel {
  /** The signing name. */
  readonly name: string;
  /** The output with the AWS field names. Throws `AwsError`; an action that is not modelled throws `notImplemented`. */
  handle(call: Call): Promise<Readonly<Record<string, unknown>>> | Readonly<Record<string, unknown>>;
  /** What IAM has to judge before `handle` runs; an empty list where the service is not judged. */
  authorizations(call: Call): readonly AuthorizationRequest[];
}
