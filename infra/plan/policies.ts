/** Conditions of a statement: operator → context key → values. */
type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** One permission, or one prohibition, of a role. */
export interface Grant {
  readonly sid: string;
  /** Left out: "Allow". */
  readonly effect?: "Allow" | "Deny";
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: Conditions;
}

/** A statement of a resource's own policy: a grant that says to whom. */
export interface ResourceGrant extends Grant {
  /** "*", or a kind of principal ("Service", "AWS") with its names. */
  readonly principal: "*" | Readonly<Record<string, readonly string[]>>;
}

/** A policy document as AWS reads it, as JSON text: plain data, so that it is known at preview. */
export function policyDocument(statements: readonly (Grant | ResourceGrant)[]): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: statements.map((statement) => ({
      Sid: statement.sid,
      Effect: statement.effect ?? "Allow",
      ...("principal" in statement ? { Principal: statement.principal } : {}),
      Action: statement.actions,
      Resource: statement.resources,
      ...(statement.conditions === undefined ? {} : { Condition: statement.conditions }),
    })),
  });
}

/** The trust policy of a role that one AWS service may take on, for this account's own resources as far as it tells. */
export function serviceTrust(service: string, account: string): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: service },
        Action: "sts:AssumeRole",
        // Of those used here, these say for whose resource they take a role on.
        ...([
          "scheduler.amazonaws.com",
          "fis.amazonaws.com",
          "vpc-flow-logs.amazonaws.com",
          "states.amazonaws.com",
          "firehose.amazonaws.com",
        ].includes(service)
          ? { Condition: { StringEquals: { "aws:SourceAccount": account } } }
          : {}),
      },
    ],
  });
}

/** The trust policy of a role for people of this account, whom their own policies let take it on by a second factor. */
export function accountTrust(account: string): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${account}:root` },
        Action: "sts:AssumeRole",
        Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } },
      },
    ],
  });
}

/** The policy of a key: the account's own policies decide who uses it, and these services may as far as named. */
export function keyPolicy(account: string, services: readonly ResourceGrant[] = []): string {
  return policyDocument([
    {
      sid: "AccountPoliciesDecide",
      principal: { AWS: [`arn:aws:iam::${account}:root`] },
      actions: ["kms:*"],
      resources: ["*"],
    },
    ...services,
  ]);
}
