import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { layerPermission } from "./compliant.ts";
import { disallowPublicLayer } from "./disallow-public-layer.ts";

/** Layers for an organization, an account and everyone. */
export const fixtures: Fixtures = {
  rule: disallowPublicLayer,
  compliant: {
    "an organization": { properties: layerPermission },
    "an account": { properties: changed(layerPermission, { principal: "444455556666", organizationId: undefined }) },
  },
  violating: {
    everyone: {
      properties: changed(layerPermission, { organizationId: undefined }),
      faults: ["Every AWS account can fetch the layer."],
    },
  },
  unknown: {
    "the organization": { properties: changed(layerPermission, { organizationId: UNKNOWN }), path: "organizationId" },
  },
};
