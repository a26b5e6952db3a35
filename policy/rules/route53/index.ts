import type { Rule } from "../../core/rule.ts";
import { disallowDisabledHealthCheck } from "./disallow-disabled-health-check.ts";
import { disallowForcedZoneDeletion } from "./disallow-forced-zone-deletion.ts";
import { disallowOpenDnsFirewall } from "./disallow-open-dns-firewall.ts";
import { disallowStoppedSigning } from "./disallow-stopped-signing.ts";
import { requireActiveSigningKey } from "./require-active-signing-key.ts";
import { requireDomainPrivacy } from "./require-domain-privacy.ts";
import { requireDomainRenewal } from "./require-domain-renewal.ts";
import { requireEncryptedHealthCheck } from "./require-encrypted-health-check.ts";
import { requireFailoverHealthCheck } from "./require-failover-health-check.ts";
import { requireFirewallProtection } from "./require-firewall-protection.ts";
import { requireQueryLogging } from "./require-query-logging.ts";
import { requireTransferLock } from "./require-transfer-lock.ts";
import { requireZoneSigning } from "./require-zone-signing.ts";

/** The rules about route53. */
export const route53Rules: readonly Rule[] = [
  disallowDisabledHealthCheck,
  disallowForcedZoneDeletion,
  disallowOpenDnsFirewall,
  disallowStoppedSigning,
  requireActiveSigningKey,
  requireDomainPrivacy,
  requireDomainRenewal,
  requireEncryptedHealthCheck,
  requireFailoverHealthCheck,
  requireFirewallProtection,
  requireQueryLogging,
  requireTransferLock,
  requireZoneSigning,
];
