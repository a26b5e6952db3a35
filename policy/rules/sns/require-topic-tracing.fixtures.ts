import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { topic } from "./compliant.ts";
import { requireTopicTracing } from "./require-topic-tracing.ts";

/** Topics that trace and that pass through. */
export const fixtures: Fixtures = {
  rule: requireTopicTracing,
  compliant: {
    active: { properties: topic },
  },
  violating: {
    "nothing said": {
      properties: changed(topic, { tracingConfig: undefined }),
      faults: ["The topic does not trace."],
    },
    "passing through": {
      properties: changed(topic, { tracingConfig: "PassThrough" }),
      faults: ["The topic does not trace."],
    },
  },
  unknown: {
    it: { properties: changed(topic, { tracingConfig: UNKNOWN }), path: "tracingConfig" },
  },
};
