import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { behavior, distribution } from "./compliant.ts";
import { requireDefaultRootObject } from "./require-default-root-object.ts";

/** Distributions with and without a root object. */
export const fixtures: Fixtures = {
  rule: requireDefaultRootObject,
  compliant: {
    "a page": { properties: distribution },
    "a server, that knows its root": {
      properties: changed(distribution, {
        defaultRootObject: undefined,
        defaultCacheBehavior: { ...behavior, targetOriginId: "api" },
      }),
    },
  },
  violating: {
    absent: {
      properties: changed(distribution, { defaultRootObject: undefined }),
      faults: ["The distribution asks its bucket for a list when it is asked for its root."],
    },
  },
  unknown: {
    "the object": { properties: changed(distribution, { defaultRootObject: UNKNOWN }), path: "defaultRootObject" },
  },
};
