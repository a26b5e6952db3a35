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
    local:
      "One account. Regions are names: a region that nobody uses costs nothing, and none is ever far away. Each has " +
      "three availability zones, named `a`, `b` and `c`.",
  },
  {
    service: "Account and regions",
    local:
      'A region can be taken away (`POST /_local/knobs {"regions": {"eu-west-1": "lost"}}`): its functions end, ' +
      "calls into it wait for 1.5 s and break off, the edge answers 504 for its origins, nothing replicates to " +
      "or from it, and a schedule's missed times are not made up for. A strongly consistent table goes on as " +
      "long as one replica is there.",
  },
  {
    service: "Pulumi",
    local:
      "Resources are in memory: they end with the local cloud, and so do the states that Pulumi's engine keeps. " +
      "Without an engine (`npm start`, `cells up`) a deployment only creates.",
  },
  {
    service: "Pulumi",
    local:
      "Without an engine encrypted configuration cannot be read; a value made from its place in the file stands in.",
  },
  {
    service: "Pulumi",
    local:
      "The provider checks more than the public one: an input that is not modelled fails in the preview. It has no " +
      "schema, so `pulumi import` needs `--generate-code=false`.",
  },
  {
    service: "Pulumi",
    local:
      "Every change is done at once: a distribution, a table or a certificate is ready as soon as it is created, and " +
      "`customTimeouts` change nothing.",
  },
  {
    service: "Pulumi",
    local:
      "Of a provider's settings only the region and the allowed and forbidden accounts count; no default tags. " +
      "`awsx` components need the inputs that decide their layout as plain values, not as outputs.",
  },
  {
    service: "Endpoint",
    local:
      "Plain HTTP counts as `aws:SecureTransport`. Presigned URLs are accepted of S3 alone, SQS's Query protocol is " +
      "refused by name. So is, as `NotImplemented` with status 501, every call that no model answers, of the " +
      "services below and of all others (EC2, ACM, WAF, EventBridge, …).",
  },
  {
    service: "IAM",
    local:
      "Root's access key is `local`, its secret `local`. Programs are deployed as root, so nothing that a deployment " +
      "does is judged.",
  },
  {
    service: "IAM",
    local:
      "There are no users, organisations, MFA or federated identities. Principals in a resource's policy are matched " +
      "by ARN: a role made anew under its old name is the same principal. Service-linked roles are not judged.",
  },
  {
    service: "IAM",
    local:
      "A policy with a condition key that no request here would carry is refused by name, as are principals of other " +
      "kinds than accounts, roles and services. Of AWS's managed policies three are known, those of Lambda's log, " +
      "network and tracing rights.",
  },
  {
    service: "IAM",
    local:
      "Roles and policies come with their resources: `CreateRole` and `CreatePolicy` are refused by name. Policies " +
      "hold from the next call on. `aws:ResourceTag` is known of tables, streams, queues, keys, functions, " +
      "roles and managed policies, `aws:SourceIp` is 127.0.0.1 outside of any network.",
  },
  {
    service: "STS",
    local:
      "Root may assume a role whose trust policy names the account; AWS forbids that to root. Calls but " +
      "`AssumeRole`, `GetCallerIdentity` and `GetAccessKeyInfo` are refused by name.",
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
      "A table's key is asked for with every call that reads or writes items, on AWS after five minutes without one; " +
      "background work asks nobody, and creating a table does not ask for the key.",
  },
  {
    service: "DynamoDB",
    local: "Local secondary indexes, PartiQL, backups, restores and legacy parameters are refused by name.",
  },
  {
    service: "DynamoDB",
    local:
      "A change is in its table's Kinesis stream after `journal.lagMs`, in the order in which the replica saw it " +
      "unless `journal.duplicated` and `journal.late` say otherwise. Nobody is asked for the stream's key, no shard " +
      "is too busy for it, and changes for a stream that was deleted are gone.",
  },
  {
    service: "Kinesis",
    local:
      "Streams are active and resharded at once. A shard takes what `shards` says of PutRecord and PutRecords, as on " +
      "AWS; readers have no limit of 5 calls and 2 MB a second. Streams on demand keep their four shards.",
  },
  {
    service: "Kinesis",
    local:
      "Records are in memory for as long as the stream keeps them. Consumers with fan-out of their own and resource " +
      "policies are refused by name; metrics of shards are noted and not measured.",
  },
  {
    service: "Kinesis",
    local:
      "HTTP/2 without TLS is spoken, as the SDK for JavaScript does to this service. CBOR is refused by name: " +
      "clients that prefer it need `AWS_CBOR_DISABLE=true`.",
  },
  {
    service: "SQS",
    local:
      "Version 1 of the AWS CLI sends SQS calls to AWS whatever `AWS_ENDPOINT_URL` says: " +
      "give it `--endpoint-url` too. SDK clients need `useQueueUrlAsEndpoint: false`, as the relay has it.",
  },
  {
    service: "SQS",
    local: "`ReceiveRequestAttemptId` is not remembered: a FIFO receive that is repeated finds its group in flight.",
  },
  {
    service: "SQS",
    local:
      "Of an encrypted queue the key is asked for with every call, whatever the reuse period. Moving a message to " +
      "its dead-letter queue asks nobody.",
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
      "A mapping looks at a shard of Kinesis up to five times a second, as often as a shard lets itself be read " +
      "(Lambda does so once a second), at one of DynamoDB four times, as on AWS; looks that would find nothing are " +
      "left out. A batch ends by its size and its window, not at 6 MB. Tumbling windows are refused by name.",
  },
  {
    service: "Lambda",
    local:
      "Idle environments are not frozen. Response streaming, layers, SnapStart and packed archives are refused " +
      "by name. Code is a folder on this machine and comes with its resource: `CreateFunction` and " +
      "`UpdateFunctionCode` are refused, as are archives that a program puts together of texts.",
  },
  {
    service: "EventBridge Scheduler",
    local: "A schedule's role is tried when it fires, on AWS when it is made.",
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
    local:
      "Nothing is cached. A lone distribution answers to every host name. Viewers are taken to be in Germany; the " +
      "headers `x-local-viewer-country` and `x-local-viewer-time-zone` put one elsewhere.",
  },
  {
    service: "CloudFront",
    local:
      "A function may take 30 turns of its interpreter and 25 ms; QuickJS accepts more of the language than " +
      "CloudFront does. Values put into a KeyValueStore show at once; its clients put the account before the host " +
      "name, which a bare address cannot take. Web ACLs of a distribution are not judged; those of an API stage are.",
  },
  {
    service: "Network",
    local:
      "Security groups and network ACLs filter nothing. A function's calls go from the first of its subnets, through " +
      "a VPC endpoint or a NAT gateway; where there is neither, the call is answered `NetworkUnreachable` at once, " +
      "where on AWS it would time out.",
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
    service: "Names and certificates",
    local: "Route 53's API knows the zone of `Pulumi.yaml`, and of its calls `GetHostedZone` alone.",
  },
  {
    service: "Secrets Manager",
    local:
      "`GetSecretValue`, `PutSecretValue` and `DescribeSecret` of texts, and the resource of a secret, whose value " +
      "the API puts: no versions as resources, rotation, replicas or policies. A deleted secret is gone at once.",
  },
  {
    service: "Receivers of webhooks",
    local:
      "Every host takes webhooks below `/_aws/outside/{host}/hooks` of the AWS endpoint, without TLS and without " +
      "looking its name up: `/hooks/hang` never answers in time, `/hooks/fail` answers 500, `/hooks/gone` 410, " +
      "`/hooks/redirect` sends on to a metadata address. `GET /_local/webhooks?host=` shows what came.",
  },
  {
    service: "The world outside",
    local:
      "There is one bank, which answers below `/_aws/outside/{host}/v1` of the AWS endpoint under whatever name. " +
      "`PUT …/_bank/behaviour` turns its knobs, `GET …/_bank/payments` shows what it has; `cells up` and `npm start` " +
      "share a key with it and put an example of a sanctions list into each vault, as operators do on AWS.",
  },
  {
    service: "Step Functions",
    local:
      "JSONata alone: JSONPath is refused by name, and so are a distributed Map, `Credentials`, activities, " +
      "versions, aliases, `TestState`, and every task resource but `lambda:invoke` and `sqs:sendMessage` (with or " +
      "without `.waitForTaskToken`), `dynamodb:getItem`, `putItem` and `updateItem`, `events:putEvents` and " +
      "`states:startExecution`.",
  },
  {
    service: "Step Functions",
    local:
      "What AWS refuses in an expression when a machine is made (a name that is not reached through `$states`) fails " +
      "when it is evaluated. Of what is wrong with a definition those sentences are AWS's that were seen there.",
  },
  {
    service: "Step Functions",
    local:
      "Of a call's metadata a task's result has the status and the request id. Nothing is throttled, no event tells " +
      "of an execution's status, and a log group that is not there is made.",
  },
  {
    service: "Step Functions",
    local:
      "An asynchronous Express execution runs twice with the probability of the knob `express.twice`. Memory is " +
      "billed at 64 MB; a Standard execution may last longer than a year.",
  },
  {
    service: "Step Functions",
    local:
      "SDKs put `sync-` before the host name for `StartSyncExecution`, which no loopback address can take: give the " +
      "client `disableHostPrefix`.",
  },
  {
    service: "Service Quotas",
    local: "`GetServiceQuota` alone, for six quotas of VPC and EC2, each at AWS's default; nothing keeps to them.",
  },
  {
    service: "Origins",
    local:
      "There is no DNS: functions reach the cells' origins at `/_aws/origins/{host name}` on the AWS endpoint, from " +
      "whatever subnets they stand in.",
  },
  {
    service: "WAF",
    local:
      "Rules on one header (byte match, `or`, `and`, `not`, no text transformation) decide as on AWS. " +
      "Managed groups, rates, places and counts never match; `GET /_local/status` lists such rules.",
  },
  {
    service: "S3",
    local:
      "Objects are in memory, 256 MiB of all buckets together with the parts of uploads; what comes on top is " +
      "refused with `LocalStorageFull`. Nothing is really encrypted, but keys are asked for as on AWS; a bucket key " +
      "is asked for with every call.",
  },
  {
    service: "S3",
    local:
      "Lifecycle rules and access logs are kept and shown, and nothing expires, moves or is logged. Storage classes " +
      "that have to be restored are refused. There are no access lists and no anonymous callers, and of the public " +
      "access block only `BlockPublicPolicy` does anything. A policy's resources are checked, its actions are not.",
  },
  {
    service: "S3",
    local:
      "`DeleteObjects` is refused whole where one of its objects may not be deleted, on AWS that object alone. A " +
      "retention may go from governance to compliance without a bypass. Names of buckets are taken in this account " +
      "alone, in us-east-1 as elsewhere.",
  },
  {
    service: "S3",
    local:
      "Notifications lead to queues alone and tell of objects that came, each once and at once; one that its queue " +
      "refuses is lost. Copies, replication, other notifications, CORS, websites, customers' own keys, bodies whose " +
      "chunks are signed one by one, URLs presigned by version 2 (the AWS CLI's, unless " +
      "`s3.signature_version` is `s3v4`) " +
      "and whatever else `local/aws/s3/wire/operations.ts` does not list are refused by name. A conditional request " +
      "conflicts only where an upload's key was deleted meanwhile.",
  },
  {
    service: "Firehose",
    local:
      "Delivery streams lead into S3 alone. Dynamic partitioning, conversion, transformation, backups, other time " +
      "zones than UTC and other compression than GZIP are refused by name, so nothing ever comes to an error prefix. " +
      "A stream that cannot deliver keeps 64 MiB and then answers `ServiceUnavailableException`.",
  },
  {
    service: "Firehose",
    local:
      "What the buffer holds is lost when its stream is deleted or the local cloud ends. A Kinesis stream is read " +
      "as soon as it has records, from the moment at which the delivery stream was made. Roles are tried when a " +
      "delivery stream is made; its bucket and its keys are not.",
  },
  {
    service: "CloudTrail",
    local: "Trails are declared, their buckets looked up, and nothing is ever delivered.",
  },
  {
    service: "CloudWatch",
    local:
      "Logs are kept. Metrics are, a minute at a time and for three hours: what functions put into their logs, what " +
      "`PutMetricData` is sent, and AWS's own of functions (calls, errors, throttles, duration), of REST APIs " +
      "(requests, errors, latency), of tables (units read and written), of streams (records that other services " +
      "put), of delivery streams (objects written) and of queues (messages, age of the oldest). What AWS would write " +
      "itself (flows, refused requests, requests at the edge, trails) leaves its group empty.",
  },
  {
    service: "CloudWatch",
    local:
      "Alarms are judged every minute from the first measurement on, and by `DescribeAlarms` when it asks; why one " +
      "has changed is told in other words than CloudWatch's. Of actions those on topics are taken; no dashboard " +
      "shows anything. A composite alarm joins others by OR alone; of metric math alarms know `SUM` over an array, " +
      "and `GetMetricData` none. An alarm over a metric that is not kept hears silence. A queue is told by what it " +
      "holds now, and the age of its oldest message counts those that came back, too: AWS leaves out what was handed " +
      "out three times.",
  },
  {
    service: "SNS",
    local:
      "Topics and subscriptions are declared; `Publish` and `ListSubscriptionsByTopic` are answered. A queue that is " +
      "subscribed gets every message, unsigned; what would leave by e-mail, https or otherwise lies in " +
      "`GET /_local/notifications`, beside what a topic's or a key's policy refused. Nobody is asked to confirm, and " +
      "filter, redrive and delivery policies do nothing.",
  },
  {
    service: "X-Ray",
    local:
      "Kept are segments of REST APIs, of functions, and those that functions send to their daemon, up to 16 million " +
      "characters a region; they are found by annotation, service and fault. Every request is recorded, whatever " +
      "sampling rules say; no role is asked for it. Queues and tables record nothing; a state machine's " +
      "steps have times and names, and no more of what AWS tells about them.",
  },
  {
    service: "FIS and ARC",
    local: "Experiments and region switch plans are declared and never run: faults are knobs here.",
  },
  {
    service: "KMS",
    local:
      "Ciphertexts have a form of their own. Keys are never rotated. Of keys that sign there is ECC_NIST_P256, which " +
      "signs messages and not digests. Grants are refused by name.",
  },
  {
    service: "Logs",
    local: "A group keeps its newest 20,000 events and 8 million characters. Filter patterns take plain terms.",
  },
  {
    service: "API Gateway",
    local:
      "Only proxy integrations answer. Of gateway responses that of `REQUEST_TOO_LARGE` is given, with `requestId` " +
      "and `path`; others, validators, usage plans and resource policies are declared-only; authorizers are refused.",
  },
];
