import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { advanced, trail } from "./compliant.ts";
import { requireManagementEvents } from "./require-management-events.ts";

/** Selectors in both forms. */
export const fixtures: Fixtures = {
  rule: requireManagementEvents,
  compliant: {
    all: { properties: trail },
    "the default": {
      properties: changed(trail, {
        eventSelectors: [{ dataResources: [{ type: "AWS::S3::Object", values: ["arn:aws:s3"] }] }],
      }),
    },
    "in the newer form": {
      properties: changed(trail, { eventSelectors: undefined, advancedEventSelectors: advanced }),
    },
  },
  violating: {
    writes: {
      properties: changed(trail, {
        eventSelectors: [
          { readWriteType: "WriteOnly", dataResources: [{ type: "AWS::S3::Object", values: ["arn:aws:s3"] }] },
        ],
      }),
      faults: ["The trail does not record all management events."],
    },
    none: {
      properties: changed(trail, {
        eventSelectors: [
          { includeManagementEvents: false, dataResources: [{ type: "AWS::S3::Object", values: ["arn:aws:s3"] }] },
        ],
      }),
      faults: ["The trail does not record all management events."],
    },
    "none, in the newer form": {
      properties: changed(trail, { eventSelectors: undefined, advancedEventSelectors: advanced.slice(1) }),
      faults: ["The trail does not record all management events."],
    },
    "writes, in the newer form": {
      properties: changed(trail, {
        eventSelectors: undefined,
        advancedEventSelectors: [
          {
            fieldSelectors: [
              { field: "eventCategory", equals: ["Management"] },
              { field: "readOnly", equals: ["false"] },
            ],
          },
          ...advanced.slice(1),
        ],
      }),
      faults: ["The trail does not record all management events."],
    },
  },
  unknown: {
    kind: {
      properties: changed(trail, { eventSelectors: [{ readWriteType: UNKNOWN }] }),
      path: "eventSelectors[0].readWriteType",
    },
  },
};
