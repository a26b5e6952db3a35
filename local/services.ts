import { createApiGateway } from "./aws/apigateway/index.ts";
import { createCloudFront } from "./aws/cloudfront/index.ts";
import { createCognito } from "./aws/cognito/index.ts";
import { createDeclared } from "./aws/declared/index.ts";
import { createDynamoDb } from "./aws/dynamodb/index.ts";
import { createIam } from "./aws/iam/index.ts";
import { createKms } from "./aws/kms/index.ts";
import { createLambda } from "./aws/lambda/index.ts";
import type { AwsCall, FunctionHost } from "./aws/lambda/index.ts";
import { createLogs } from "./aws/logs/index.ts";
import { createScheduler } from "./aws/scheduler/index.ts";
import { createSqs } from "./aws/sqs/index.ts";
import { createSts } from "./aws/sts/index.ts";
import { createWafv2 } from "./aws/wafv2/index.ts";
import type { Wafv2 } from "./aws/wafv2/index.ts";
import type { Kernel } from "./core/kernel.ts";
import type { Knobs } from "./faults/knobs.ts";

/** CloudFront's functions write their logs there, wherever they ran. */
const edgeLogRegion = "us-east-1";

/** What the services of an account are made with. */
export interface ServicesOptions {
  readonly kernel: Kernel;
  readonly accountId: string;
  readonly knobs: Knobs;
  readonly hosts: FunctionHost;
  readonly awsEndpoint: () => string;
  /** How one service calls another: judged and without HTTP. */
  readonly call: AwsCall;
}

/** Every service of an account, each handed the ones that it needs. */
export type Services = ReturnType<typeof createServices>;

/** Makes every service of an empty account. */
export function createServices({ kernel, accountId, knobs, hosts, awsEndpoint, call }: ServicesOptions) {
  const iam = createIam({ kernel, accountId });
  const sts = createSts({ kernel, accountId, iam });
  const kms = createKms({ kernel, accountId });
  const logs = createLogs({ kernel, accountId });
  const cognito = createCognito({ kernel, accountId });
  const dynamoDb = createDynamoDb({ kernel, knobs, accountId });
  const sqs = createSqs({ kernel, accountId });
  const sources = { onMessages: sqs.onMessages, onStreamRecords: dynamoDb.onStreamRecords };
  const lambda = createLambda({ kernel, accountId, sts, logs, awsEndpoint, hosts, call, sources });
  const scheduler = createScheduler({ kernel, accountId, call });
  const wafv2 = createWafv2({ kernel });
  const apiGateway = createApiGateway({ kernel, accountId, lambda, guard: guardedBy(wafv2) });
  const cloudFront = createCloudFront({
    kernel,
    accountId,
    origin: apiGateway.handle,
    log: (name, line) => logs.append(edgeLogRegion, `/aws/cloudfront/function/${name}`, "local", [line]),
  });
  const declared = createDeclared({ kernel });
  return { iam, sts, kms, logs, cognito, dynamoDb, sqs, lambda, scheduler, wafv2, apiGateway, cloudFront, declared };
}

/** A firewall in front of API Gateway's stages, which refuses as API Gateway words it. */
function guardedBy(wafv2: Wafv2): (stageArn: string, request: Request) => Response | undefined {
  return (stageArn, request) =>
    wafv2.guard(stageArn, request.headers) === "allow"
      ? undefined
      : Response.json({ message: "Forbidden" }, { status: 403, headers: { "x-amzn-errortype": "ForbiddenException" } });
}
