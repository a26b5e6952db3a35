import { rule } from "../../core/rule.ts";

/** Answers that a cache keeps are encrypted. */
export const requireRestCacheEncryption = rule({
  name: "require-rest-cache-encryption",
  description: "Caches of REST APIs are encrypted.",
  types: ["aws:apigateway/methodSettings:MethodSettings"],
  property: "apigateway.MethodSettings.settings.cacheDataEncrypted",
  severity: "medium",
  level: "mandatory",
  reason: "A cache keeps whole answers, with whatever personal data is in them, in clear text by default.",
  remediation: "Set `settings.cacheDataEncrypted` to true.",
  controls: { "pci-dss-4.0.1": ["3.5.1"], soc2: ["CC6.1"], gdpr: ["32.1.a"], "aws-fsbp": ["APIGateway.5"] },
  judge: ({ read }) => {
    const block = read.block("settings");
    if (block?.flag("cachingEnabled") !== true || block.flag("cacheDataEncrypted") === true) return undefined;
    return "The methods keep answers in a cache that is not encrypted.";
  },
});
