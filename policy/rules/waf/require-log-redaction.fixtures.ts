import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { webAcl, logging } from "./compliant.ts";
import { requireLogRedaction } from "./require-log-redaction.ts";

/** Logs with and without the headers that let one in. */
export const fixtures: Fixtures = {
  rule: requireLogRedaction,
  compliant: {
    "both left out": { properties: logging },
    "replaced by the ACL itself": {
      properties: changed(logging, { redactedFields: undefined }),
      companions: [
        {
          type: "aws:wafv2/webAcl:WebAcl",
          name: "shop",
          properties: {
            ...webAcl,
            dataProtectionConfig: {
              dataProtections: [
                { action: "SUBSTITUTION", field: { fieldType: "SINGLE_HEADER", fieldKeys: ["authorization"] } },
              ],
            },
          },
        },
      ],
      madeFrom: { resourceArn: ["shop"] },
    },
  },
  violating: {
    absent: {
      properties: changed(logging, { redactedFields: undefined }),
      faults: ["The log shows the header authorization and the header cookie."],
    },
    "one of both": {
      properties: changed(logging, { redactedFields: [{ singleHeader: { name: "Authorization" } }] }),
      faults: ["The log shows the header cookie."],
    },
  },
  unknown: {
    "a header": {
      properties: changed(logging, { redactedFields: [{ singleHeader: { name: UNKNOWN } }] }),
      path: "redactedFields[0].singleHeader.name",
    },
  },
};
