/** One way in which the local cloud behaves unlike AWS, known and accepted. */
export interface Difference {
  readonly service: string;
  /** What holds locally, and where it helps what AWS does instead. */
  readonly local: string;
}

/** Every known difference in behaviour, kept by hand beside the models. */
export const differences: readonly Difference[] = [
  {
    service: "Account and regions",
    local: "One account. Regions are names: a region that nobody uses costs nothing, and none is ever far away.",
  },
  {
    service: "Account and regions",
    local: "Every region has three availability zones, named `a`, `b` and `c`.",
  },
  {
    service: "Pulumi",
    local: "A deployment only creates, and all of it is in memory: no update, no deletion, no state file.",
  },
  {
    service: "Pulumi",
    local: "Encrypted configuration cannot be read; a value made from its place in the file stands in for it.",
  },
  {
    service: "Pulumi",
    local: "Resources that the program did not create are not read (`Type.get`), stack references excepted.",
  },
  {
    service: "Endpoint",
    local:
      "Plain HTTP counts as `aws:SecureTransport`. Presigned URLs are not accepted, SQS's Query protocol is " +
      "refused by name.",
  },
  {
    service: "IAM",
    local: "Root's access key is `local`, its secret `local`. Every other caller is judged by its identity policies.",
  },
  {
    service: "IAM",
    local:
      "Services that call on their own behalf are not judged. Resource-based policies of queues and keys are " +
      "not either, but a key policy has to delegate to the account.",
  },
  {
    service: "IAM",
    local:
      "`${aws:PrincipalAccount}` is the only policy variable; `IpAddress`, `BinaryEquals` and `NotPrincipal` " +
      "are refused by name. Of AWS's managed policies three are known, those of Lambda's log, network and " +
      "tracing rights.",
  },
  {
    service: "STS",
    local: "Root may assume a role whose trust policy names the account; AWS forbids that to root.",
  },
  {
    service: "DynamoDB",
    local:
      "Tables are active at once, and a new replica is filled at once, without stream records. Replication " +
      "takes `replication.lagMs` plus a drawn part of `jitterMs`, item by item.",
  },
  {
    service: "DynamoDB",
    local: "No throttling and no transaction conflicts: one process writes one item after another.",
  },
  {
    service: "DynamoDB",
    local:
      "Expired items go up to a minute after their time, in whichever region gets to them first, as on AWS; AWS " +
      "may take days.",
  },
  {
    service: "DynamoDB",
    local:
      "A client token is compared by the request's JSON text, so the same request with its keys in another " +
      "order is another one.",
  },
  {
    service: "DynamoDB",
    local: "Local secondary indexes, PartiQL, backups, restores and legacy parameters are refused by name.",
  },
  {
    service: "SQS",
    local:
      "Version 1 of the AWS CLI sends SQS calls to AWS whatever `AWS_ENDPOINT_URL` says: " +
      "give it `--endpoint-url` too. SDK clients need `useQueueUrlAsEndpoint: false`, as the relay has it.",
  },
  {
    service: "SQS",
    local: "Queue policies are kept and not judged.",
  },
  {
    service: "Lambda",
    local:
      "A function has at most four execution environments at a time; what comes on top waits its turn. " +
      "Functions find the local cloud by `AWS_ENDPOINT_URL`, which AWS does not set.",
  },
  {
    service: "Lambda",
    local:
      "Idle environments are not frozen. Response streaming, layers, SnapStart and packed archives are refused " +
      "by name.",
  },
  {
    service: "Cognito",
    local:
      "The token endpoint is `POST /_aws/cognito/{domain prefix}/oauth2/token` on the AWS endpoint; " +
      "on AWS the prefix is part of the host name.",
  },
  {
    service: "Cognito",
    local: "Machine clients only. A domain prefix is unique across regions.",
  },
  {
    service: "CloudFront",
    local: "Nothing is cached. A lone distribution answers to every host name.",
  },
  {
    service: "CloudFront",
    local:
      "Viewers are taken to be in Germany; the headers `x-local-viewer-country` and `x-local-viewer-time-zone` " +
      "put one elsewhere.",
  },
  {
    service: "CloudFront",
    local:
      "A function may take 30 turns of its interpreter and 25 ms; QuickJS accepts more of the language than " +
      "CloudFront does. Values put into a KeyValueStore show at once.",
  },
  {
    service: "CloudFront",
    local: "Web ACLs of a distribution are not judged; those of an API stage are.",
  },
  {
    service: "Network",
    local: "Nothing is routed or filtered: functions reach the local endpoint from any subnet and security group.",
  },
  {
    service: "Names and certificates",
    local: "No DNS is asked and no certificate presented: both servers speak plain HTTP on the loopback interface.",
  },
  {
    service: "Names and certificates",
    local: "`aws.route53.getZone` finds every zone that it is asked for.",
  },
  {
    service: "WAF",
    local:
      "Rules on one header (byte match, `or`, `and`, `not`, no text transformation) decide as on AWS. " +
      "Managed groups, rates, places and counts never match; `GET /_local/status` lists such rules.",
  },
  {
    service: "S3 and CloudTrail",
    local: "Buckets and trails exist as names; nothing is delivered, and S3 does not answer.",
  },
  {
    service: "CloudWatch",
    local: "Logs are kept; no metric is, so no alarm rings and no dashboard shows anything.",
  },
  {
    service: "KMS",
    local: "Ciphertexts have a form of their own. Keys are never rotated or deleted; `kms:ViaService` is never set.",
  },
  {
    service: "Logs",
    local: "A group keeps its newest 20,000 events and 8 million characters. Filter patterns take plain terms.",
  },
  {
    service: "API Gateway",
    local:
      "Only proxy integrations answer. Validators, gateway responses, usage plans and resource policies are " +
      "declared-only; authorizers are refused by name.",
  },
];
