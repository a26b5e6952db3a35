import { describe, expect, it } from "vitest";
import { parseEnv as archive } from "../../functions/archive/env.ts";
import { parseEnv as bankConnector } from "../../functions/bank-connector/env.ts";
import { parseEnv as batchRunner } from "../../functions/batch-runner/env.ts";
import { parseEnv as controller } from "../../functions/controller/env.ts";
import { parseEnv as creditInbox } from "../../functions/credit-inbox/env.ts";
import { parseEnv as leaseKeeper } from "../../functions/lease-keeper/env.ts";
import { parseEnv as paymentsApi } from "../../functions/payments-api/env.ts";
import { parseEnv as payoutLedger } from "../../functions/payout-ledger/env.ts";
import { parseEnv as projector } from "../../functions/projector/env.ts";
import { parseEnv as relay } from "../../functions/relay/env.ts";
import { parseEnv as reports } from "../../functions/reports/env.ts";
import { parseEnv as watcher } from "../../functions/watcher/env.ts";
import { parseEnv as webhooks } from "../../functions/webhooks/env.ts";
import { planCell } from "../../infra/plan/cell-plan.ts";
import type { FunctionName } from "../../infra/plan/names.ts";
import { watchers } from "../../infra/plan/watchers.ts";
import { prod, us } from "../unit/infra/plan/fixture.ts";

type Parse = (variables: Readonly<Record<string, string | undefined>>) => unknown;
const parsers: Readonly<Record<FunctionName, Parse>> = {
  "payments-api": paymentsApi,
  "lease-keeper": leaseKeeper,
  controller,
  relay,
  "credit-inbox": creditInbox,
  projector,
  "bank-connector": bankConnector,
  "payout-ledger": payoutLedger,
  reports,
  archive,
  webhooks,
  "batch-runner": batchRunner,
};

/** What Lambda sets itself, and what the components add. */
const elsewhere = {
  AWS_REGION: "us-east-1",
  USER_POOL_ID: "us-east-1_abc",
  ORIGIN_SECRET: "secret",
  CANARY_CLIENT_ID: "client",
  CANARY_CLIENT_SECRET: "secret",
  KEY_VALUE_STORE_ARN: "arn:aws:cloudfront::111122223333:key-value-store/1",
};

const planned = [
  ...planCell(prod, us, "full").functions.map(({ name, environment }) => ({ name, environment, parse: parsers[name] })),
  ...watchers(prod).map(({ region, environment }) => ({ name: `watcher in ${region}`, environment, parse: watcher })),
];

describe("the environment that the program gives a function", () => {
  it.each(planned)("is what $name reads, no less and no more", ({ environment, parse }) => {
    const read = new Set<string>();
    const variables = new Proxy(
      { ...elsewhere, ...environment },
      {
        get: (target, key) => {
          read.add(String(key));
          return Reflect.get(target, key);
        },
      },
    );
    expect(() => parse(variables)).not.toThrow();
    expect(Object.keys(environment).filter((variable) => !read.has(variable))).toEqual([]);
  });
});
