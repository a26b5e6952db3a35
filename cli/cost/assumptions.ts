import { traceSampling } from "../../infra/plan/tracing.ts";

/** What the local cloud cannot tell, and why it is taken to be so. */
export interface Assumption {
  readonly value: number;
  readonly unit: string;
  readonly why: string;
}

/** Billed time of an invocation, by function: what it takes on this machine, without a network, is not AWS's. */
export const durations: Readonly<Record<string, Assumption>> = {
  "payments-api": {
    value: 20,
    unit: "ms",
    why: "one transaction of DynamoDB, about 10 ms within a region, and 4 ms of CPU at 0.6 of a core",
  },
  relay: { value: 15, unit: "ms", why: "one or two sends to SQS, about 5 ms each" },
  "credit-inbox": { value: 40, unit: "ms", why: "up to ten transactions, four at a time, about 10 ms each" },
  projector: {
    value: 50,
    unit: "ms",
    why: "some ten changes a batch: three calls in turn, about 8 ms each, and 8 ms of CPU at 0.3 of a core",
  },
};

/** What is no function's time. */
export const assumptions = {
  accessLogLine: {
    value: 296,
    unit: "bytes",
    why: "the declared format of API Gateway's log with a payment's values, and 26 for the event",
  },
  edgeLogLine: {
    value: 326,
    unit: "bytes",
    why: "the declared fields of CloudFront's log with a payment's values, and 26 for the event",
  },
  traced: {
    value: traceSampling.fixedRate,
    unit: "of requests, and of runs that no request starts",
    why: "the declared sampling rule",
  },
  requestBytes: { value: 1_600, unit: "bytes", why: "a token of 1 KB, the other headers, a body of 120 bytes" },
  responseBytes: { value: 1_200, unit: "bytes", why: "a payment of 500 bytes and the headers of AWS and ours" },
} as const satisfies Readonly<Record<string, Assumption>>;

/** Functions that always run, whoever pays: their time is a standing cost. Seconds of each start, one a minute. */
export const perpetualFunctions = { names: ["lease-keeper", "controller", "watcher"], seconds: 150 } as const;
