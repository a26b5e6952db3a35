import type { Rule } from "../../core/rule.ts";
import { disallowPublicTracePolicy } from "./disallow-public-trace-policy.ts";
import { requireTraceCustomerKey } from "./require-trace-customer-key.ts";
import { requireTraceInsights } from "./require-trace-insights.ts";
import { requireTraceSampling } from "./require-trace-sampling.ts";

/** The rules of X-Ray. */
export const xrayRules: readonly Rule[] = [
  requireTraceCustomerKey,
  requireTraceSampling,
  requireTraceInsights,
  disallowPublicTracePolicy,
];
