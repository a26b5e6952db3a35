import type { Rule } from "../../core/rule.ts";
import { disallowForeignFunctionPermission } from "./disallow-foreign-function-permission.ts";
import { disallowFunctionRecursion } from "./disallow-function-recursion.ts";
import { disallowFunctionUrlAnyOrigin } from "./disallow-function-url-any-origin.ts";
import { disallowPublicFunctionPermission } from "./disallow-public-function-permission.ts";
import { disallowPublicLayer } from "./disallow-public-layer.ts";
import { disallowSecretsInFunctionEnvironment } from "./disallow-secrets-in-function-environment.ts";
import { requireAutomaticRuntimeUpdates } from "./require-automatic-runtime-updates.ts";
import { requireCodeSigningEnforcement } from "./require-code-signing-enforcement.ts";
import { requireFunctionCodeSigning } from "./require-function-code-signing.ts";
import { requireFunctionEnvironmentKey } from "./require-function-environment-key.ts";
import { requireFunctionFailureDestination } from "./require-function-failure-destination.ts";
import { requireFunctionNetwork } from "./require-function-network.ts";
import { requireFunctionReservedConcurrency } from "./require-function-reserved-concurrency.ts";
import { requireFunctionTracing } from "./require-function-tracing.ts";
import { requireFunctionUrlAuthorization } from "./require-function-url-authorization.ts";
import { requireFunctionZones } from "./require-function-zones.ts";
import { requireMappingFilterKey } from "./require-mapping-filter-key.ts";
import { requirePermissionSource } from "./require-permission-source.ts";
import { requireQueueBatchReports } from "./require-queue-batch-reports.ts";
import { requireStreamBatchIsolation } from "./require-stream-batch-isolation.ts";
import { requireStreamFailureDestination } from "./require-stream-failure-destination.ts";
import { requireStreamRetryBound } from "./require-stream-retry-bound.ts";
import { requireSupportedFunctionRuntime } from "./require-supported-function-runtime.ts";

/** The rules of Lambda. */
export const lambdaRules: readonly Rule[] = [
  requireFunctionEnvironmentKey,
  requireFunctionTracing,
  requireFunctionFailureDestination,
  requireFunctionUrlAuthorization,
  disallowPublicFunctionPermission,
  requirePermissionSource,
  disallowSecretsInFunctionEnvironment,
  requireSupportedFunctionRuntime,
  requireStreamFailureDestination,
  requireStreamRetryBound,
  requireStreamBatchIsolation,
  requireQueueBatchReports,
  disallowPublicLayer,
  requireFunctionReservedConcurrency,
  requireFunctionNetwork,
  requireFunctionZones,
  requireFunctionCodeSigning,
  requireCodeSigningEnforcement,
  disallowFunctionUrlAnyOrigin,
  requireAutomaticRuntimeUpdates,
  disallowFunctionRecursion,
  requireMappingFilterKey,
  disallowForeignFunctionPermission,
];
