import { KinesisClient } from "@aws-sdk/client-kinesis";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { SQSClient } from "@aws-sdk/client-sqs";
import { LOCAL_CREDENTIALS } from "../aws.ts";

/** What dead letters are looked at and redriven with, by region. */
export interface DlqClients {
  sqs(region: string): Pick<SQSClient, "send">;
  kinesis(region: string): Pick<KinesisClient, "send">;
  lambda(region: string): Pick<LambdaClient, "send">;
}

/** SDK clients of the local cloud at `endpoint`, or without one of AWS by the machine's own credentials. */
export function createDlqClients(endpoint: string | undefined): DlqClients {
  const settings = (region: string) => ({
    region,
    ...(endpoint === undefined ? {} : { endpoint, credentials: LOCAL_CREDENTIALS }),
  });
  return {
    // The queue's URL names the queue; where SQS is, is said by the region's endpoint alone.
    sqs: (region) => new SQSClient({ ...settings(region), useQueueUrlAsEndpoint: false }),
    kinesis: (region) => new KinesisClient(settings(region)),
    lambda: (region) => new LambdaClient(settings(region)),
  };
}
