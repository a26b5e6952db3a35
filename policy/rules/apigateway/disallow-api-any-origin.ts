import { rule } from "../../core/rule.ts";

/** Which sites may call an API from a browser is written down. */
export const disallowApiAnyOrigin = rule({
  name: "disallow-api-any-origin",
  description: "HTTP APIs answer scripts of named origins only.",
  types: ["aws:apigatewayv2/api:Api"],
  property: "apigatewayv2.Api.corsConfiguration.allowOrigins",
  severity: "medium",
  level: "advisory",
  reason: "Any site that a user visits can call the API from that user's browser and read the answer.",
  remediation: "Set `corsConfiguration.allowOrigins` to the origins that need it.",
  controls: { "pci-dss-4.0.1": ["6.2.4"], soc2: ["CC6.6"], gdpr: ["25.2"] },
  judge: ({ read }) => {
    const cors = read.block("corsConfiguration");
    const open = cors?.texts("allowOrigins").some((one) => one === "*" || one === "https://*" || one === "http://*");
    // Only to read what anyone may read is harmless.
    const methods = cors?.texts("allowMethods") ?? [];
    const reads = methods.length > 0 && methods.every((one) => /^(GET|HEAD|OPTIONS)$/.test(one));
    return open === true && (!reads || cors?.flag("allowCredentials") === true)
      ? "Scripts of any site can call the API."
      : undefined;
  },
});
