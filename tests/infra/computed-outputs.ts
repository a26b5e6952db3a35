/** Properties of a resource. */
export type Inputs = Readonly<Record<string, unknown>>;

type Compute = (name: string, inputs: Inputs, region: string) => Inputs;

const account = "111122223333";
const nothing: Compute = () => ({});
const arn =
  (service: string, resource: (name: string, inputs: Inputs) => string): Compute =>
  (name, inputs, region) => ({
    arn: `arn:aws:${service}:${said(inputs["region"], region)}:${account}:${resource(name, inputs)}`,
  });
const said = (value: unknown, otherwise: string) => (typeof value === "string" ? value : otherwise);
const physical = (name: string, inputs: Inputs) => said(inputs["name"], name);

/** What AWS would compute, type by type: a type that is not here is not known to the tests. */
const types: Readonly<Record<string, Compute>> = {
  "awsx:ec2:Vpc": (name) => ({
    vpcId: `${name}-vpc`,
    isolatedSubnetIds: ["isolated-a", "isolated-b", "isolated-c"],
    privateSubnetIds: ["private-a", "private-b", "private-c"],
    publicSubnetIds: ["public-a", "public-b", "public-c"],
  }),
  "aws:acm/certificate:Certificate": (name, inputs) => ({
    arn: `${name}-certificate-arn`,
    domainValidationOptions: [
      {
        domainName: inputs["domainName"],
        resourceRecordName: `_proof.${String(inputs["domainName"])}`,
        resourceRecordType: "CNAME",
        resourceRecordValue: "_answer.acm-validations.aws",
      },
    ],
  }),
  "aws:acm/certificateValidation:CertificateValidation": nothing,
  "aws:apigateway/account:Account": nothing,
  "aws:apigateway/basePathMapping:BasePathMapping": nothing,
  "aws:apigateway/deployment:Deployment": nothing,
  "aws:apigateway/domainName:DomainName": () => ({ regionalDomainName: "d-1.execute-api", regionalZoneId: "ZAPI" }),
  "aws:apigateway/integration:Integration": nothing,
  "aws:apigateway/method:Method": nothing,
  "aws:apigateway/methodSettings:MethodSettings": nothing,
  "aws:apigateway/resource:Resource": nothing,
  "aws:apigateway/response:Response": nothing,
  "aws:apigateway/restApi:RestApi": (name, _inputs, region) => ({
    rootResourceId: `${name}-root`,
    executionArn: `arn:aws:execute-api:${region}:${account}:${name}-id`,
  }),
  "aws:apigateway/stage:Stage": (name, _inputs, region) => ({ arn: `arn:aws:apigateway:${region}::/restapis/${name}` }),
  "aws:cloudfront/distribution:Distribution": () => ({
    arn: `arn:aws:cloudfront::${account}:distribution/E1`,
    domainName: "d1.cloudfront.net",
    hostedZoneId: "ZEDGE",
  }),
  "aws:cloudfront/function:Function": (name) => ({ arn: `arn:aws:cloudfront::${account}:function/${name}` }),
  "aws:cloudfront/keyValueStore:KeyValueStore": (name) => ({
    arn: `arn:aws:cloudfront::${account}:key-value-store/${name}`,
  }),
  "aws:cloudfront/originRequestPolicy:OriginRequestPolicy": nothing,
  "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy": nothing,
  "aws:cloudtrail/trail:Trail": nothing,
  "aws:cloudwatch/logGroup:LogGroup": arn("logs", (name, inputs) => `log-group:${physical(name, inputs)}`),
  "aws:arcregionswitch/plan:Plan": nothing,
  "aws:cloudwatch/compositeAlarm:CompositeAlarm": (_name, inputs, region) => ({
    arn: `arn:aws:cloudwatch:${region}:${account}:alarm:${String(inputs["alarmName"])}`,
  }),
  "aws:cloudwatch/logDelivery:LogDelivery": nothing,
  "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination": arn("logs", (name) => `delivery-destination:${name}`),
  "aws:cloudwatch/logDeliverySource:LogDeliverySource": nothing,
  "aws:cloudwatch/logMetricFilter:LogMetricFilter": nothing,
  "aws:cloudwatch/dashboard:Dashboard": nothing,
  "aws:cloudwatch/logStream:LogStream": nothing,
  "aws:cloudwatch/metricAlarm:MetricAlarm": nothing,
  "aws:cognito/resourceServer:ResourceServer": nothing,
  "aws:cognito/userPool:UserPool": arn("cognito-idp", (name) => `userpool/${name}-id`),
  "aws:cognito/userPoolClient:UserPoolClient": (name) => ({ clientSecret: `${name}-secret` }),
  "aws:cognito/userPoolDomain:UserPoolDomain": nothing,
  "aws:dynamodb/kinesisStreamingDestination:KinesisStreamingDestination": nothing,
  "aws:dynamodb/table:Table": (name, inputs, region) => {
    const table = arn("dynamodb", () => `table/${physical(name, inputs)}`)(name, inputs, region);
    return { ...table, streamArn: `${String(table["arn"])}/stream/1` };
  },
  "aws:dynamodb/tableReplica:TableReplica": arn("dynamodb", (name) => `table/${name}`),
  "aws:ec2/flowLog:FlowLog": nothing,
  "aws:ec2/securityGroup:SecurityGroup": nothing,
  "aws:ec2/vpcEndpoint:VpcEndpoint": nothing,
  "aws:fis/experimentTemplate:ExperimentTemplate": nothing,
  "aws:iam/role:Role": (name, inputs) => ({
    name: physical(name, inputs),
    arn: `arn:aws:iam::${account}:role/${physical(name, inputs)}`,
  }),
  "aws:iam/rolePolicy:RolePolicy": nothing,
  "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": arn("firehose", (name) => `deliverystream/${name}`),
  "aws:kinesis/stream:Stream": arn("kinesis", (name, inputs) => `stream/${physical(name, inputs)}`),
  "aws:kms/alias:Alias": nothing,
  "aws:kms/key:Key": arn("kms", (name) => `key/${name}`),
  "aws:kms/replicaKey:ReplicaKey": arn("kms", (name) => `key/mrk-${name}`),
  "aws:lambda/eventSourceMapping:EventSourceMapping": nothing,
  "aws:lambda/function:Function": arn("lambda", (name, inputs) => `function:${physical(name, inputs)}`),
  "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": nothing,
  "aws:lambda/permission:Permission": nothing,
  "aws:route53/record:Record": (_name, inputs) => ({ fqdn: inputs["name"] }),
  "aws:s3/bucket:Bucket": nothing,
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": nothing,
  "aws:s3/bucketNotification:BucketNotification": nothing,
  "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": nothing,
  "aws:s3/bucketPolicy:BucketPolicy": nothing,
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": nothing,
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": nothing,
  "aws:s3/bucketVersioning:BucketVersioning": nothing,
  "aws:scheduler/schedule:Schedule": nothing,
  "aws:secretsmanager/secret:Secret": arn(
    "secretsmanager",
    (name, inputs) => `secret:${physical(name, inputs)}-abcdef`,
  ),
  "aws:sfn/stateMachine:StateMachine": arn("states", (name, inputs) => `stateMachine:${physical(name, inputs)}`),
  "aws:sns/topic:Topic": arn("sns", physical),
  "aws:sns/topicSubscription:TopicSubscription": nothing,
  "aws:sqs/queue:Queue": arn("sqs", physical),
  "aws:wafv2/webAcl:WebAcl": arn("wafv2", (name) => `webacl/${name}`),
  "aws:wafv2/webAclAssociation:WebAclAssociation": nothing,
  "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": nothing,
  "aws:xray/samplingRule:SamplingRule": nothing,
};

/** What AWS would add to a resource's inputs. Throws for a type that no test expects. */
export function computedOutputs(type: string, name: string, inputs: Inputs, region: string): Inputs {
  const compute = types[type];
  if (compute === undefined) {
    throw new Error(`No test expects a resource of type ${type} ("${name}").`);
  }
  return compute(name, inputs, region);
}
