import type { Rule } from "./core/rule.ts";
import { acmRules } from "./rules/acm/index.ts";
import { apigatewayRules } from "./rules/apigateway/index.ts";
import { cloudfrontRules } from "./rules/cloudfront/index.ts";
import { cloudtrailRules } from "./rules/cloudtrail/index.ts";
import { cloudwatchRules } from "./rules/cloudwatch/index.ts";
import { cognitoRules } from "./rules/cognito/index.ts";
import { dynamodbRules } from "./rules/dynamodb/index.ts";
import { eventbridgeRules } from "./rules/eventbridge/index.ts";
import { firehoseRules } from "./rules/firehose/index.ts";
import { iamRules } from "./rules/iam/index.ts";
import { kinesisRules } from "./rules/kinesis/index.ts";
import { kmsRules } from "./rules/kms/index.ts";
import { lambdaRules } from "./rules/lambda/index.ts";
import { route53Rules } from "./rules/route53/index.ts";
import { s3Rules } from "./rules/s3/index.ts";
import { secretsmanagerRules } from "./rules/secretsmanager/index.ts";
import { snsRules } from "./rules/sns/index.ts";
import { sqsRules } from "./rules/sqs/index.ts";
import { stepfunctionsRules } from "./rules/stepfunctions/index.ts";
import { vpcRules } from "./rules/vpc/index.ts";
import { wafRules } from "./rules/waf/index.ts";
import { xrayRules } from "./rules/xray/index.ts";

/** Every rule of the general pack, by topic. */
export const rules: readonly Rule[] = [
  ...acmRules,
  ...apigatewayRules,
  ...cloudfrontRules,
  ...cloudtrailRules,
  ...cloudwatchRules,
  ...cognitoRules,
  ...dynamodbRules,
  ...eventbridgeRules,
  ...firehoseRules,
  ...iamRules,
  ...kinesisRules,
  ...kmsRules,
  ...lambdaRules,
  ...route53Rules,
  ...s3Rules,
  ...secretsmanagerRules,
  ...snsRules,
  ...sqsRules,
  ...stepfunctionsRules,
  ...vpcRules,
  ...wafRules,
  ...xrayRules,
];
