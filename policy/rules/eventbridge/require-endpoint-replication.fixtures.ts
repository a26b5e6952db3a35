import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { endpoint } from "./compliant.ts";
import { requireEndpointReplication } from "./require-endpoint-replication.ts";

/** Endpoints that replicate and that do not. */
export const fixtures: Fixtures = {
  rule: requireEndpointReplication,
  compliant: {
    enabled: { properties: endpoint },
    "nothing said, which is enabled": { properties: changed(endpoint, { replicationConfig: undefined }) },
  },
  violating: {
    disabled: {
      properties: changed(endpoint, { replicationConfig: { state: "DISABLED" } }),
      faults: ["The endpoint does not replicate events."],
    },
  },
  unknown: {
    state: {
      properties: changed(endpoint, { replicationConfig: { state: UNKNOWN } }),
      path: "replicationConfig.state",
    },
  },
};
