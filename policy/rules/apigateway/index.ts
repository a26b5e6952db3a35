import type { Rule } from "../../core/rule.ts";
import { disallowApiAnyOrigin } from "./disallow-api-any-origin.ts";
import { disallowOldEndpointTls } from "./disallow-old-endpoint-tls.ts";
import { disallowPublicApiPolicy } from "./disallow-public-api-policy.ts";
import { disallowRestDataTrace } from "./disallow-rest-data-trace.ts";
import { disallowSocketDataTrace } from "./disallow-socket-data-trace.ts";
import { disallowUnverifiedBackend } from "./disallow-unverified-backend.ts";
import { requireDefinitionAuthorization } from "./require-definition-authorization.ts";
import { requireHttpAccessLogs } from "./require-http-access-logs.ts";
import { requireHttpDomainTls } from "./require-http-domain-tls.ts";
import { requireHttpEndpointOff } from "./require-http-endpoint-off.ts";
import { requireHttpIntegrationTls } from "./require-http-integration-tls.ts";
import { requireHttpThrottling } from "./require-http-throttling.ts";
import { requireMethodAuthorization } from "./require-method-authorization.ts";
import { requirePrivateApiPolicy } from "./require-private-api-policy.ts";
import { requireRequestValidation } from "./require-request-validation.ts";
import { requireRestAccessLogs } from "./require-rest-access-logs.ts";
import { requireRestCacheEncryption } from "./require-rest-cache-encryption.ts";
import { requireRestClientCertificate } from "./require-rest-client-certificate.ts";
import { requireRestDomainTls } from "./require-rest-domain-tls.ts";
import { requireRestEndpointOff } from "./require-rest-endpoint-off.ts";
import { requireRestExecutionLogs } from "./require-rest-execution-logs.ts";
import { requireRestFirewall } from "./require-rest-firewall.ts";
import { requireRestIntegrationTls } from "./require-rest-integration-tls.ts";
import { requireRestThrottling } from "./require-rest-throttling.ts";
import { requireRestTracing } from "./require-rest-tracing.ts";
import { requireRouteAuthorization } from "./require-route-authorization.ts";
import { requireSocketExecutionLogs } from "./require-socket-execution-logs.ts";
import { requireTokenAudience } from "./require-token-audience.ts";
import { requireUsagePlanThrottling } from "./require-usage-plan-throttling.ts";

/** The rules of API Gateway, REST, HTTP and WebSocket. */
export const apigatewayRules: readonly Rule[] = [
  requireRestAccessLogs,
  requireRestExecutionLogs,
  requireRestTracing,
  requireRestCacheEncryption,
  disallowRestDataTrace,
  requireRestThrottling,
  requireUsagePlanThrottling,
  requireMethodAuthorization,
  requireRouteAuthorization,
  requireRestDomainTls,
  disallowOldEndpointTls,
  requireHttpDomainTls,
  requireHttpAccessLogs,
  requireHttpThrottling,
  requireSocketExecutionLogs,
  disallowSocketDataTrace,
  disallowPublicApiPolicy,
  requirePrivateApiPolicy,
  requireRestFirewall,
  requireRestClientCertificate,
  requireRestIntegrationTls,
  disallowUnverifiedBackend,
  requireHttpIntegrationTls,
  requireRestEndpointOff,
  requireHttpEndpointOff,
  disallowApiAnyOrigin,
  requireTokenAudience,
  requireRequestValidation,
  requireDefinitionAuthorization,
];
