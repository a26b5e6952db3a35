import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { stream } from "./compliant.ts";
import { disallowConsumerDeletion } from "./disallow-consumer-deletion.ts";

/** Streams that take their consumers with them and that do not. */
export const fixtures: Fixtures = {
  rule: disallowConsumerDeletion,
  compliant: {
    "nothing said": { properties: stream },
    off: { properties: changed(stream, { enforceConsumerDeletion: false }) },
  },
  violating: {
    on: {
      properties: changed(stream, { enforceConsumerDeletion: true }),
      faults: ["The stream is deleted even while consumers are registered."],
    },
  },
  unknown: {
    it: { properties: changed(stream, { enforceConsumerDeletion: UNKNOWN }), path: "enforceConsumerDeletion" },
  },
};
