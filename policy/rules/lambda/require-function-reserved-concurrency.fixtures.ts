import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { lambdaFunction } from "./compliant.ts";
import { requireFunctionReservedConcurrency } from "./require-function-reserved-concurrency.ts";

/** Functions with and without a share of their own. */
export const fixtures: Fixtures = {
  rule: requireFunctionReservedConcurrency,
  compliant: {
    "a share": { properties: lambdaFunction },
    stopped: { properties: changed(lambdaFunction, { reservedConcurrentExecutions: 0 }) },
  },
  violating: {
    absent: {
      properties: changed(lambdaFunction, { reservedConcurrentExecutions: undefined }),
      faults: ["The function can take up the account's whole concurrency."],
    },
    unreserved: {
      properties: changed(lambdaFunction, { reservedConcurrentExecutions: -1 }),
      faults: ["The function can take up the account's whole concurrency."],
    },
  },
  unknown: {
    "the share": {
      properties: changed(lambdaFunction, { reservedConcurrentExecutions: UNKNOWN }),
      path: "reservedConcurrentExecutions",
    },
  },
};
