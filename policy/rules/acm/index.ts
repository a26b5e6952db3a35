import type { Rule } from "../../core/rule.ts";
import { disallowCertificateKeyInState } from "./disallow-certificate-key-in-state.ts";
import { disallowExportableCertificate } from "./disallow-exportable-certificate.ts";
import { disallowPublicRevocationList } from "./disallow-public-revocation-list.ts";
import { disallowServerCertificate } from "./disallow-server-certificate.ts";
import { disallowWildcardCertificate } from "./disallow-wildcard-certificate.ts";
import { requireAuthorityDeletionWindow } from "./require-authority-deletion-window.ts";
import { requireDnsValidation } from "./require-dns-validation.ts";
import { requireHardwareAuthorityKey } from "./require-hardware-authority-key.ts";
import { requireRevocation } from "./require-revocation.ts";
import { requireStrongAuthorityKey } from "./require-strong-authority-key.ts";
import { requireStrongCertificateKey } from "./require-strong-certificate-key.ts";
import { requireTransparencyLogging } from "./require-transparency-logging.ts";

/** The rules about acm. */
export const acmRules: readonly Rule[] = [
  disallowCertificateKeyInState,
  disallowExportableCertificate,
  disallowPublicRevocationList,
  disallowServerCertificate,
  disallowWildcardCertificate,
  requireAuthorityDeletionWindow,
  requireDnsValidation,
  requireHardwareAuthorityKey,
  requireRevocation,
  requireStrongAuthorityKey,
  requireStrongCertificateKey,
  requireTransparencyLogging,
];
