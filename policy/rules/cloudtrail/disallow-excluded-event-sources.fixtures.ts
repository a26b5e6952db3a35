import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { trail } from "./compliant.ts";
import { disallowExcludedEventSources } from "./disallow-excluded-event-sources.ts";

/** Selectors with and without exclusions. */
export const fixtures: Fixtures = {
  rule: disallowExcludedEventSources,
  compliant: { none: { properties: trail } },
  violating: {
    keys: {
      properties: changed(trail, {
        eventSelectors: [
          {
            includeManagementEvents: true,
            excludeManagementEventSources: ["kms.amazonaws.com"],
            dataResources: [{ type: "AWS::S3::Object", values: ["arn:aws:s3"] }],
          },
        ],
      }),
      faults: ["The trail leaves out the events of kms.amazonaws.com."],
    },
  },
  unknown: {
    sources: {
      properties: changed(trail, { eventSelectors: [{ excludeManagementEventSources: UNKNOWN }] }),
      path: "eventSelectors[0].excludeManagementEventSources",
    },
  },
};
