import type { Properties } from "../../core/fixtures.ts";

/** A public certificate. */
export const certificate: Properties = {
  domainName: "shop.example",
  subjectAlternativeNames: ["api.shop.example"],
  validationMethod: "DNS",
};

/** A certificate of another authority, whose key the program hands over unseen by its state. */
export const imported: Properties = {
  certificateBody: "-----BEGIN CERTIFICATE-----",
  privateKeyWo: "-----BEGIN PRIVATE KEY-----",
  privateKeyWoVersion: 1,
};

/** A private authority. */
export const authority: Properties = {
  type: "SUBORDINATE",
  certificateAuthorityConfiguration: {
    keyAlgorithm: "EC_prime256v1",
    signingAlgorithm: "SHA256WITHECDSA",
    subject: { commonName: "shop.internal" },
  },
  revocationConfiguration: {
    crlConfiguration: {
      enabled: true,
      expirationInDays: 7,
      s3BucketName: "shop-crl",
      s3ObjectAcl: "BUCKET_OWNER_FULL_CONTROL",
    },
  },
};
