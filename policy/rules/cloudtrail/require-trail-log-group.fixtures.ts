import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { trail } from "./compliant.ts";
import { requireTrailLogGroup } from "./require-trail-log-group.ts";

/** Trails with and without it. */
export const fixtures: Fixtures = {
  rule: requireTrailLogGroup,
  compliant: {
    one: { properties: trail },
    "one of the stack": {
      properties: changed(trail, { cloudWatchLogsGroupArn: UNKNOWN }),
      madeFrom: { cloudWatchLogsGroupArn: ["own"] },
      companions: [{ type: "aws:cloudwatch/logGroup:LogGroup", name: "own", properties: {} }],
    },
  },
  violating: {
    none: {
      properties: changed(trail, { cloudWatchLogsGroupArn: undefined }),
      faults: ["The trail writes to no log group."],
    },
  },
  unknown: { it: { properties: changed(trail, { cloudWatchLogsGroupArn: UNKNOWN }), path: "cloudWatchLogsGroupArn" } },
};
