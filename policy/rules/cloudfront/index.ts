import type { Rule } from "../../core/rule.ts";
import { disallowAccountSigners } from "./disallow-account-signers.ts";
import { requireDefaultRootObject } from "./require-default-root-object.ts";
import { requireDistributionCertificate } from "./require-distribution-certificate.ts";
import { requireDistributionFirewall } from "./require-distribution-firewall.ts";
import { requireDistributionLogs } from "./require-distribution-logs.ts";
import { requireDistributionTls } from "./require-distribution-tls.ts";
import { requireOriginAccessControl } from "./require-origin-access-control.ts";
import { requireOriginHttps } from "./require-origin-https.ts";
import { requireOriginTls } from "./require-origin-tls.ts";
import { requireResponseHeaders } from "./require-response-headers.ts";
import { requireSignedOriginRequests } from "./require-signed-origin-requests.ts";
import { requireStrictTransport } from "./require-strict-transport.ts";
import { requireViewerHttps } from "./require-viewer-https.ts";
import { requireVpcOriginHttps } from "./require-vpc-origin-https.ts";

/** The rules of CloudFront. */
export const cloudfrontRules: readonly Rule[] = [
  requireViewerHttps,
  requireDistributionTls,
  requireDistributionCertificate,
  requireDistributionLogs,
  requireDistributionFirewall,
  requireOriginAccessControl,
  requireOriginHttps,
  requireOriginTls,
  requireSignedOriginRequests,
  requireStrictTransport,
  requireResponseHeaders,
  requireDefaultRootObject,
  requireVpcOriginHttps,
  disallowAccountSigners,
];
