import type { Reader } from "../../core/reader.ts";
import { rule } from "../../core/rule.ts";

/** One API does not use up what all APIs of an account share. */
export const requireHttpThrottling = rule({
  name: "require-http-throttling",
  description: "Routes of HTTP and WebSocket APIs have a rate limit of their own.",
  types: ["aws:apigatewayv2/stage:Stage"],
  property: "apigatewayv2.Stage.defaultRouteSettings.throttlingRateLimit",
  severity: "medium",
  level: "mandatory",
  reason: "Without a limit a flood of one API uses up the account's rate, and every other API there refuses calls.",
  remediation: "Set `defaultRouteSettings.throttlingRateLimit` and `defaultRouteSettings.throttlingBurstLimit`.",
  controls: { "pci-dss-4.0.1": ["6.4.2"], soc2: ["A1.1", "CC6.6"], gdpr: ["32.1.b"] },
  judge: ({ read }) => {
    if (isLimited(read.block("defaultRouteSettings"))) return undefined;
    const byRoute = read.blocks("routeSettings");
    const limited = byRoute.length > 0 && byRoute.every(isLimited);
    return limited ? undefined : "The stage has no rate limit of its own.";
  },
});

function isLimited(settings: Reader | undefined): boolean {
  return (settings?.number("throttlingRateLimit") ?? 0) > 0;
}
