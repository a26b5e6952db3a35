import { notImplemented } from "../../core/errors.ts";

/** Condition keys that requests here carry, or never do because the account has no users, organisation or MFA. */
const KEYS: readonly string[] = [
  "aws:CalledVia",
  "aws:CalledViaFirst",
  "aws:CalledViaLast",
  "aws:CurrentTime",
  "aws:EpochTime",
  "aws:FederatedProvider",
  "aws:MultiFactorAuthAge",
  "aws:MultiFactorAuthPresent",
  "aws:PrincipalAccount",
  "aws:PrincipalArn",
  "aws:PrincipalIsAWSService",
  "aws:PrincipalOrgID",
  "aws:PrincipalOrgPaths",
  "aws:PrincipalServiceName",
  "aws:PrincipalType",
  "aws:RequestedRegion",
  "aws:ResourceAccount",
  "aws:ResourceOrgID",
  "aws:SecureTransport",
  "aws:SourceAccount",
  "aws:SourceArn",
  "aws:SourceIdentity",
  "aws:SourceIp",
  "aws:SourceOrgID",
  "aws:SourceOrgPaths",
  "aws:SourceVpc",
  "aws:SourceVpce",
  "aws:TagKeys",
  "aws:TokenIssueTime",
  "aws:UserAgent",
  "aws:ViaAWSService",
  "aws:VpcSourceIp",
  "aws:userid",
  "aws:username",
  "dynamodb:Attributes",
  "dynamodb:EnclosingOperation",
  "dynamodb:FullTableScan",
  "dynamodb:LeadingKeys",
  "dynamodb:ReturnValues",
  "dynamodb:Select",
  "iam:PassedToService",
  "iam:PermissionsBoundary",
  "iam:PolicyARN",
  "kms:CallerAccount",
  "kms:EncryptionAlgorithm",
  "kms:EncryptionContextKeys",
  "kms:KeyOrigin",
  "kms:KeySpec",
  "kms:KeyUsage",
  "kms:MacAlgorithm",
  "kms:MessageType",
  "kms:MultiRegion",
  "kms:MultiRegionKeyType",
  "kms:RequestAlias",
  "kms:ResourceAliases",
  "kms:SigningAlgorithm",
  "kms:ViaService",
  "lambda:FunctionArn",
  "lambda:SourceFunctionArn",
  "s3:ResourceAccount",
  "s3:RequestObjectTagKeys",
  "s3:TlsVersion",
  "s3:delimiter",
  "s3:if-match",
  "s3:if-none-match",
  "s3:max-keys",
  "s3:object-lock-legal-hold",
  "s3:object-lock-mode",
  "s3:object-lock-remaining-retention-days",
  "s3:object-lock-retain-until-date",
  "s3:prefix",
  "s3:signatureversion",
  "s3:versionid",
  "s3:x-amz-acl",
  "s3:x-amz-server-side-encryption",
  "s3:x-amz-server-side-encryption-aws-kms-key-id",
  "s3:x-amz-storage-class",
  "sts:ExternalId",
  "sts:RoleSessionName",
  "sts:SourceIdentity",
  "sts:TransitiveTagKeys",
];

/** Keys that go on with a name of the program's own. */
const FAMILIES: readonly string[] = [
  "aws:PrincipalTag/",
  "aws:RequestTag/",
  "aws:ResourceTag/",
  "iam:ResourceTag/",
  "kms:EncryptionContext:",
  "s3:RequestObjectTag/",
];

/** Services whose calls are judged here: a key of theirs that is never filled in would be a silent difference. */
const JUDGED: ReadonlySet<string> = new Set([
  "aws",
  "cloudfront-keyvaluestore",
  "cognito-idp",
  "dynamodb",
  "iam",
  "kinesis",
  "kms",
  "lambda",
  "logs",
  "s3",
  "scheduler",
  "sqs",
  "sts",
]);

const known: ReadonlySet<string> = new Set(KEYS.map((key) => key.toLowerCase()));
const families = FAMILIES.map((family) => family.toLowerCase());

/** Whether the local cloud knows what a request has under a condition key, or that it has nothing. */
export function isKnownKey(key: string): boolean {
  const lowered = key.toLowerCase();
  return known.has(lowered) || families.some((family) => lowered.startsWith(family));
}

/** Refuses by name a condition key of a judged service that no request would ever carry. */
export function checkConditionKey(key: string): void {
  const service = key.slice(0, key.indexOf(":")).toLowerCase();
  if (JUDGED.has(service) && !isKnownKey(key)) throw notImplemented(`the condition key "${key}"`);
}
