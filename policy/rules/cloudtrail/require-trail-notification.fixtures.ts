import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { trail } from "./compliant.ts";
import { requireTrailNotification } from "./require-trail-notification.ts";

/** Trails with and without it. */
export const fixtures: Fixtures = {
  rule: requireTrailNotification,
  compliant: {
    one: { properties: trail },
    "one of the stack": {
      properties: changed(trail, { snsTopicName: UNKNOWN }),
      madeFrom: { snsTopicName: ["own"] },
      companions: [{ type: "aws:sns/topic:Topic", name: "own", properties: {} }],
    },
  },
  violating: {
    none: {
      properties: changed(trail, { snsTopicName: undefined }),
      faults: ["The trail announces its files to nobody."],
    },
  },
  unknown: { it: { properties: changed(trail, { snsTopicName: UNKNOWN }), path: "snsTopicName" } },
};
