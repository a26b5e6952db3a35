import { rule } from "../../core/rule.ts";

/** A token for another application is no key to this one. */
export const requireTokenAudience = rule({
  name: "require-token-audience",
  description: "JWT authorizers take only tokens that are meant for the API.",
  types: ["aws:apigatewayv2/authorizer:Authorizer"],
  property: "apigatewayv2.Authorizer.jwtConfiguration.audiences",
  severity: "high",
  level: "mandatory",
  reason: "Without an audience every token of the issuer opens the API, whichever application it was given to.",
  remediation: "Set `jwtConfiguration.audiences` to the client ids or audiences that the API is for.",
  controls: { "pci-dss-4.0.1": ["7.3.3", "8.3.1"], soc2: ["CC6.1"], psd2: ["RTS 22"] },
  judge: ({ read }) => {
    if (read.text("authorizerType") !== "JWT") return undefined;
    // How many there are is known before they are: a client of this program has its id from AWS.
    const audiences = read.block("jwtConfiguration")?.raw("audiences");
    return Array.isArray(audiences) && audiences.length > 0
      ? undefined
      : "The authorizer takes tokens that are meant for other applications.";
  },
});
