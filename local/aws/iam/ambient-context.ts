import type { Call } from "../../core/call.ts";
import type { Kernel } from "../../core/kernel.ts";
import type { AmbientContext } from "./evaluation.ts";

/** The condition keys that every request has, computed only when a policy asks for them. */
export function ambientContext(call: Pick<Call, "caller" | "region">, kernel: Pick<Kernel, "now">): AmbientContext {
  return (lowerCaseKey) => {
    switch (lowerCaseKey) {
      case "aws:principalarn":
        return [call.caller.kind === "role" ? call.caller.roleArn : call.caller.arn];
      case "aws:principalaccount":
        return [call.caller.accountId];
      case "aws:principaltype":
        return [call.caller.kind === "role" ? "AssumedRole" : "Account"];
      case "aws:requestedregion":
        return [call.region];
      case "aws:securetransport":
        // The endpoint stands for AWS's own, which is reached over TLS.
        return ["true"];
      case "aws:currenttime":
        return [new Date(kernel.now()).toISOString()];
      case "aws:epochtime":
        return [String(Math.floor(kernel.now() / 1000))];
      default:
        return undefined;
    }
  };
}
