import type { Resource } from "../core/rule.ts";
import { documentAt, type Statement } from "./document.ts";

/** The properties that hold the policy of a resource, by type. */
const PROPERTIES: Readonly<Record<string, string>> = {
  "aws:sqs/queuePolicy:QueuePolicy": "policy",
  "aws:sqs/queue:Queue": "policy",
  "aws:sns/topicPolicy:TopicPolicy": "policy",
  "aws:sns/topic:Topic": "policy",
  "aws:s3/bucketPolicy:BucketPolicy": "policy",
  "aws:s3/bucket:Bucket": "policy",
  "aws:s3/bucketV2:BucketV2": "policy",
  "aws:kms/keyPolicy:KeyPolicy": "policy",
  "aws:kms/key:Key": "policy",
  "aws:kms/replicaKey:ReplicaKey": "policy",
  "aws:secretsmanager/secretPolicy:SecretPolicy": "policy",
  "aws:secretsmanager/secret:Secret": "policy",
  "aws:apigateway/restApiPolicy:RestApiPolicy": "policy",
  "aws:cloudwatch/eventBusPolicy:EventBusPolicy": "policy",
  "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": "policyDocument",
  "aws:cloudwatch/logDestinationPolicy:LogDestinationPolicy": "accessPolicy",
  "aws:dynamodb/resourcePolicy:ResourcePolicy": "policy",
  "aws:kinesis/resourcePolicy:ResourcePolicy": "policy",
  "aws:ecr/repositoryPolicy:RepositoryPolicy": "policy",
  "aws:efs/fileSystemPolicy:FileSystemPolicy": "policy",
  "aws:opensearch/domainPolicy:DomainPolicy": "accessPolicies",
  "aws:backup/vaultPolicy:VaultPolicy": "policy",
  "aws:glue/resourcePolicy:ResourcePolicy": "policy",
  "aws:acmpca/policy:Policy": "policy",
};

/** The types that carry a policy of a resource. */
export const RESOURCE_POLICY_TYPES: readonly string[] = Object.keys(PROPERTIES);

/** The statements of a resource's own policy. */
export function resourceStatements({ type, read }: Resource): readonly Statement[] {
  return documentAt(read, PROPERTIES[type] ?? "policy")?.statements ?? [];
}

/** Whether this type's policy is of a key, where the account's root stands for the policies of its identities. */
export function isOfKey(type: string): boolean {
  return type.startsWith("aws:kms/");
}
