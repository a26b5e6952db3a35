import { rule } from "../../core/rule.ts";

/** Which sites may call a function from a browser is written down. */
export const disallowFunctionUrlAnyOrigin = rule({
  name: "disallow-function-url-any-origin",
  description: "Function URLs answer scripts of named origins only.",
  types: ["aws:lambda/functionUrl:FunctionUrl"],
  property: "lambda.FunctionUrl.cors.allowOrigins",
  severity: "medium",
  level: "advisory",
  reason: "Any site that a user visits can call the function from that user's browser and read the answer.",
  remediation: "Set `cors.allowOrigins` to the origins that need it.",
  controls: { "pci-dss-4.0.1": ["6.2.4"], soc2: ["CC6.6"], gdpr: ["25.2"] },
  judge: ({ read }) => {
    const cors = read.block("cors");
    const open = cors?.texts("allowOrigins").includes("*") === true;
    // Only to read what anyone may read is harmless.
    const methods = cors?.texts("allowMethods") ?? [];
    const reads = methods.length > 0 && methods.every((one) => /^(GET|HEAD|OPTIONS)$/.test(one));
    return open && (!reads || cors?.flag("allowCredentials") === true)
      ? "Scripts of any site can call the function's URL."
      : undefined;
  },
});
