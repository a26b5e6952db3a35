import { describe, expect, it } from "vitest";
import { parseEnv as creditInbox } from "../../functions/credit-inbox/env.ts";
import { parseEnv as leaseKeeper } from "../../functions/lease-keeper/env.ts";
import { parseEnv as paymentsApi } from "../../functions/payments-api/env.ts";
import { parseEnv as relay } from "../../functions/relay/env.ts";
import { planCell } from "../../infra/plan/cell-plan.ts";
import type { FunctionName } from "../../infra/plan/names.ts";
import { prod, us } from "../unit/infra/plan/fixture.ts";

type Parse = (variables: Readonly<Record<string, string | undefined>>) => unknown;
const parsers: Readonly<Record<FunctionName, Parse>> = {
  "payments-api": paymentsApi,
  "lease-keeper": leaseKeeper,
  relay,
  "credit-inbox": creditInbox,
};

/** What Lambda sets itself, and what the component adds. */
const elsewhere = { AWS_REGION: "us-east-1", USER_POOL_ID: "us-east-1_abc" };

describe("the environment that the program gives a function", () => {
  it.each(planCell(prod, us, "full").functions)("is what $name reads, no less and no more", ({ name, environment }) => {
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
    expect(() => parsers[name](variables)).not.toThrow();
    expect(Object.keys(environment).filter((variable) => !read.has(variable))).toEqual([]);
  });
});
