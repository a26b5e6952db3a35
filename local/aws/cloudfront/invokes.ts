import { notImplemented } from "../../core/errors.ts";
import type { InvokeModel } from "../../core/resource.ts";
import { cachingDisabled, managedOriginRequestPolicies } from "./policies.ts";

/** Managed policies by their names. */
export function createCloudFrontInvokes(): readonly InvokeModel[] {
  return [
    {
      token: "aws:cloudfront/getCachePolicy:getCachePolicy",
      invoke(args) {
        const { id, name } = args;
        if (id !== cachingDisabled.id && name !== cachingDisabled.name) {
          throw notImplemented(`the cache policy ${String(name ?? id)}`);
        }
        return { ...cachingDisabled, minTtl: 0, defaultTtl: 0, maxTtl: 0 };
      },
    },
    {
      token: "aws:cloudfront/getOriginRequestPolicy:getOriginRequestPolicy",
      invoke(args) {
        const { id, name } = args;
        const found = Object.entries(managedOriginRequestPolicies).find(
          ([key, one]) => key === id || one.name === name,
        );
        if (found === undefined) throw notImplemented(`the origin request policy ${String(name ?? id)}`);
        return { id: found[0], name: found[1].name };
      },
    },
  ];
}
