import { referenceAt } from "../../core/reference.ts";
import type { Case } from "../../core/rule.ts";

/** What invokes functions: one of this program is one source, whatever its ARN will be. */
const SOURCES = [
  "aws:cloudwatch/eventRule:EventRule",
  "aws:s3/bucket:Bucket",
  "aws:s3/bucketV2:BucketV2",
  "aws:sns/topic:Topic",
  "aws:apigateway/restApi:RestApi",
  "aws:apigateway/deployment:Deployment",
  "aws:apigateway/stage:Stage",
  "aws:apigateway/authorizer:Authorizer",
  "aws:apigatewayv2/api:Api",
  "aws:apigatewayv2/stage:Stage",
  "aws:cloudwatch/logGroup:LogGroup",
  "aws:cognito/userPool:UserPool",
  "aws:lb/targetGroup:TargetGroup",
  "aws:iot/topicRule:TopicRule",
  "aws:secretsmanager/secret:Secret",
  "aws:scheduler/schedule:Schedule",
  "aws:ses/receiptRule:ReceiptRule",
  "aws:cloudwatch/metricAlarm:MetricAlarm",
  "aws:cloudfront/distribution:Distribution",
  "aws:cfg/rule:Rule",
] as const;

/** Whether the permission's `sourceArn` leaves one source: neither everything, nor every account. */
export function narrowsBySource(given: Pick<Case<unknown>, "resource" | "stack" | "read">): boolean {
  const source = referenceAt(given, given.read, "sourceArn", ...SOURCES);
  if (source === undefined || /^[*?]*$/.test(source)) return false;
  if (!source.startsWith("arn:")) return true;
  const [, , , , account = "", ...rest] = source.split(":");
  // ARNs of buckets have no account.
  return account === "" ? !/^[*?]*$/.test(rest.join(":")) : !/^[*?]+$/.test(account);
}
