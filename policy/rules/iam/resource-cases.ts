import { UNKNOWN, type Companion, type Fixtures, type Properties } from "../../core/fixtures.ts";
import type { Rule } from "../../core/rule.ts";
import { key as customerKey, replicaKey } from "../kms/compliant.ts";
import { blocked, inlineBucket, inlineBucketV2 } from "../s3/compliant.ts";
import { rotated, secret } from "../secretsmanager/compliant.ts";
import { topic } from "../sns/compliant.ts";
import { queue } from "../sqs/compliant.ts";
import { document, type Written } from "./compliant.ts";

const key = "arn:aws:kms:eu-west-1:111122223333:key/0b5e9d6c-6d3c-4a53-9f9c-1f2e3d4c5b6a";

/** The account's root, as each key's policy begins. */
const accountDecides: Written = {
  Sid: "AccountPoliciesDecide",
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::111122223333:root" },
  Action: "kms:*",
  Resource: "*",
};

/** What a policy of S3, SQS, SNS and others begins with. */
function tlsOnly(action: string, resource: unknown): Written {
  return {
    Sid: "TlsOnly",
    Effect: "Deny",
    Principal: "*",
    Action: action,
    Resource: resource,
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
}

interface Form {
  readonly type: string;
  readonly property: string;
  readonly arn: string;
  readonly action: string;
  /** With the policy in JSON, as an object, and not known at all. */
  readonly of: (statement: Written) => Properties;
  readonly ofObject: (statement: Written) => Properties;
  readonly unknown: Properties;
  readonly companions?: readonly Companion[];
}

function form(type: string, action: string, arn: string, properties: Properties, start?: Written): Form {
  const property = Object.keys(properties).find((one) => properties[one] === POLICY) ?? "policy";
  const all = action.replace(/:.*/, ":*");
  const first = start ?? tlsOnly(all, arn.startsWith("arn:aws:s3") ? [arn, `${arn}/*`] : arn);
  return {
    type,
    property,
    arn,
    action,
    of: (statement) => ({ ...properties, [property]: JSON.stringify(document(first, statement)) }),
    ofObject: (statement) => ({ ...properties, [property]: document(first, statement) }),
    unknown: { ...properties, [property]: UNKNOWN },
  };
}

const POLICY = "where the policy stands";

const FORMS: readonly Form[] = [
  form("aws:sqs/queuePolicy:QueuePolicy", "sqs:SendMessage", "arn:aws:sqs:eu-west-1:111122223333:orders", {
    queueUrl: "https://sqs.eu-west-1.amazonaws.com/111122223333/orders",
    policy: POLICY,
  }),
  form("aws:sns/topicPolicy:TopicPolicy", "sns:Publish", "arn:aws:sns:eu-west-1:111122223333:orders", {
    arn: "arn:aws:sns:eu-west-1:111122223333:orders",
    policy: POLICY,
  }),
  form("aws:sqs/queue:Queue", "sqs:SendMessage", "arn:aws:sqs:eu-west-1:111122223333:orders", {
    ...queue,
    policy: POLICY,
  }),
  form("aws:sns/topic:Topic", "sns:Publish", "arn:aws:sns:eu-west-1:111122223333:orders", { ...topic, policy: POLICY }),
  form("aws:kms/replicaKey:ReplicaKey", "kms:Decrypt", "*", { ...replicaKey, policy: POLICY }, accountDecides),
  {
    ...form("aws:s3/bucket:Bucket", "s3:ListBucket", "arn:aws:s3:::orders", { ...inlineBucket, policy: POLICY }),
    companions: blocked,
  },
  {
    ...form("aws:s3/bucketV2:BucketV2", "s3:ListBucket", "arn:aws:s3:::orders", { ...inlineBucketV2, policy: POLICY }),
    companions: blocked,
  },
  {
    ...form("aws:secretsmanager/secret:Secret", "secretsmanager:GetSecretValue", "*", { ...secret, policy: POLICY }),
    companions: rotated,
  },
  form("aws:apigateway/restApiPolicy:RestApiPolicy", "execute-api:Invoke", "execute-api:/*", {
    restApiId: "a1b2c3d4e5",
    policy: POLICY,
  }),
  form("aws:kms/key:Key", "kms:Decrypt", "*", { ...customerKey, policy: POLICY }, accountDecides),
  form("aws:s3/bucketPolicy:BucketPolicy", "s3:ListBucket", "arn:aws:s3:::orders", {
    bucket: "orders",
    policy: POLICY,
  }),
  form("aws:kms/keyPolicy:KeyPolicy", "kms:Decrypt", "*", { keyId: key, policy: POLICY }, accountDecides),
  form("aws:secretsmanager/secretPolicy:SecretPolicy", "secretsmanager:GetSecretValue", "*", {
    secretArn: "arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders-AbCdEf",
    blockPublicPolicy: true,
    policy: POLICY,
  }),
  form(
    "aws:cloudwatch/eventBusPolicy:EventBusPolicy",
    "events:PutEvents",
    "arn:aws:events:eu-west-1:111122223333:event-bus/orders",
    {
      eventBusName: "orders",
      policy: POLICY,
    },
  ),
  form(
    "aws:cloudwatch/logResourcePolicy:LogResourcePolicy",
    "logs:PutLogEvents",
    "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/route53/orders:*",
    { policyName: "orders", policyDocument: POLICY },
  ),
  form(
    "aws:cloudwatch/logDestinationPolicy:LogDestinationPolicy",
    "logs:PutSubscriptionFilter",
    "arn:aws:logs:eu-west-1:111122223333:destination:orders",
    { destinationName: "orders", accessPolicy: POLICY },
  ),
  form(
    "aws:dynamodb/resourcePolicy:ResourcePolicy",
    "dynamodb:GetItem",
    "arn:aws:dynamodb:eu-west-1:111122223333:table/orders",
    {
      resourceArn: "arn:aws:dynamodb:eu-west-1:111122223333:table/orders",
      policy: POLICY,
    },
  ),
  form(
    "aws:kinesis/resourcePolicy:ResourcePolicy",
    "kinesis:GetRecords",
    "arn:aws:kinesis:eu-west-1:111122223333:stream/orders",
    {
      resourceArn: "arn:aws:kinesis:eu-west-1:111122223333:stream/orders",
      policy: POLICY,
    },
  ),
  form("aws:ecr/repositoryPolicy:RepositoryPolicy", "ecr:BatchGetImage", "*", { repository: "orders", policy: POLICY }),
  form(
    "aws:efs/fileSystemPolicy:FileSystemPolicy",
    "elasticfilesystem:ClientMount",
    "arn:aws:elasticfilesystem:eu-west-1:111122223333:file-system/fs-1",
    { fileSystemId: "fs-1", policy: POLICY },
  ),
  form(
    "aws:opensearch/domainPolicy:DomainPolicy",
    "es:ESHttpGet",
    "arn:aws:es:eu-west-1:111122223333:domain/orders/*",
    {
      domainName: "orders",
      accessPolicies: POLICY,
    },
  ),
  form("aws:backup/vaultPolicy:VaultPolicy", "backup:CopyIntoBackupVault", "*", {
    backupVaultName: "orders",
    policy: POLICY,
  }),
  form("aws:glue/resourcePolicy:ResourcePolicy", "glue:GetTable", "arn:aws:glue:eu-west-1:111122223333:catalog", {
    policy: POLICY,
  }),
  form(
    "aws:acmpca/policy:Policy",
    "acm-pca:IssueCertificate",
    "arn:aws:acm-pca:eu-west-1:111122223333:certificate-authority/0b5e9d6c-6d3c-4a53-9f9c-1f2e3d4c5b6a",
    {
      resourceArn: "arn:aws:acm-pca:eu-west-1:111122223333:certificate-authority/0b5e9d6c-6d3c-4a53-9f9c-1f2e3d4c5b6a",
      policy: POLICY,
    },
  ),
];

/** Whom a statement of a resource's policy names, what it allows instead of one action, and on which condition. */
export interface Granted {
  readonly principal?: unknown;
  readonly notPrincipal?: unknown;
  /** Given the service: "sqs". */
  readonly action?: (service: string) => unknown;
  readonly condition?: unknown;
}

/** What a rule about the policies of resources is tried on, in each type that it names. */
export interface GrantedCases {
  readonly allowed: Readonly<Record<string, Granted>>;
  /** What is granted, and how the sentence ends that names it, given the service. */
  readonly refused: Readonly<Record<string, readonly [Granted, (service: string) => string]>>;
  /** Where the unknown is in its statement. */
  readonly unknown: Readonly<Record<string, readonly [Granted, string]>>;
}

const oneRole: Granted = { principal: { AWS: "arn:aws:iam::111122223333:role/orders" } };

/** The cases of a rule about the policies of resources. */
export function resourceFixtures(rule: Rule, { allowed, refused, unknown }: GrantedCases): Fixtures {
  const forms = FORMS.filter(({ type }) => rule.types.includes(type));
  const each = <V, T>(given: Readonly<Record<string, V>>, make: (form: Form, value: V) => T): Record<string, T> =>
    Object.fromEntries(
      forms.flatMap((form) =>
        Object.entries(given).map(([name, value]) => [`${name}, ${form.type}`, make(form, value)] as const),
      ),
    );
  const [first] = forms;
  return {
    rule,
    compliant: each({ "one role": oneRole, ...allowed }, (form, one) => ({
      ...about(form),
      properties: form.of(statementOf(form, one)),
    })),
    violating: each(refused, (form, [one, ending]) => ({
      ...about(form),
      properties: form.of(statementOf(form, one)),
      faults: [`${form.property}.Statement[1] ${ending(serviceOf(form))}`],
    })),
    unknown: {
      ...each(unknown, (form, [one, at]) => ({
        type: form.type,
        properties: form.ofObject(statementOf(form, one)),
        path: `${form.property}.Statement[1].${at}`,
      })),
      ...(first === undefined
        ? {}
        : { "a whole policy": { ...about(first), properties: first.unknown, path: first.property } }),
    },
  };
}

function about({ type, companions }: Form) {
  return { type, ...(companions === undefined ? {} : { companions }) };
}

function serviceOf({ action }: Form): string {
  return action.replace(/:.*/, "");
}

function statementOf(form: Form, { principal, notPrincipal, action, condition }: Granted): Written {
  return {
    Effect: "Allow",
    ...(principal === undefined ? {} : { Principal: principal }),
    ...(notPrincipal === undefined ? {} : { NotPrincipal: notPrincipal }),
    Action: action?.(serviceOf(form)) ?? form.action,
    Resource: form.arn,
    ...(condition === undefined ? {} : { Condition: condition }),
  };
}
