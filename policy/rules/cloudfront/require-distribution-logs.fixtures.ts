import { changed, MAIN, UNKNOWN, type Fixtures, type Companion } from "../../core/fixtures.ts";
import { behavior, distribution } from "./compliant.ts";
import { requireDistributionLogs } from "./require-distribution-logs.ts";

const silent = changed(distribution, { loggingConfig: undefined });

const delivery: Companion = {
  type: "aws:cloudwatch/logDeliverySource:LogDeliverySource",
  name: "delivery",
  properties: { name: "site", logType: "ACCESS_LOGS", resourceArn: UNKNOWN },
  madeFrom: { resourceArn: [MAIN] },
};

/** Distributions with logs of every kind, and without. */
export const fixtures: Fixtures = {
  rule: requireDistributionLogs,
  compliant: {
    "a bucket": { properties: distribution },
    "a bucket of this program that is not there yet": {
      properties: changed(distribution, { loggingConfig: { bucket: UNKNOWN } }),
      madeFrom: { loggingConfig: ["other"] },
      companions: [{ type: "aws:s3/bucket:Bucket", name: "other", properties: {} }],
    },
    "the newer kind": { properties: silent, companions: [delivery] },
    "in real time": {
      properties: changed(distribution, {
        loggingConfig: undefined,
        defaultCacheBehavior: {
          ...behavior,
          realtimeLogConfigArn: "arn:aws:cloudfront::111122223333:realtime-log-config/site",
        },
      }),
    },
  },
  violating: {
    absent: {
      properties: changed(distribution, { loggingConfig: undefined }),
      faults: ["The distribution writes no log."],
    },
    "cookies alone": {
      properties: changed(distribution, { loggingConfig: { includeCookies: true } }),
      faults: ["The distribution writes no log."],
    },
    "another distribution's": {
      properties: silent,
      companions: [
        {
          ...delivery,
          properties: { logType: "ACCESS_LOGS", resourceArn: "arn:aws:cloudfront::111122223333:distribution/E1OTHER" },
          madeFrom: {},
        },
      ],
      faults: ["The distribution writes no log."],
    },
  },
  unknown: {
    "the bucket": {
      properties: changed(distribution, { loggingConfig: { bucket: UNKNOWN } }),
      path: "loggingConfig.bucket",
    },
  },
};
