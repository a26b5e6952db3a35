import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { accessPoint } from "./compliant.ts";
import { requireAccessPointBlock } from "./require-access-point-block.ts";

/** Access points with and without public access blocks. */
export const fixtures: Fixtures = {
  rule: requireAccessPointBlock,
  compliant: {
    "nothing said, which is blocked": { properties: accessPoint },
    "all true": {
      properties: changed(accessPoint, {
        publicAccessBlockConfiguration: {
          blockPublicAcls: true,
          blockPublicPolicy: true,
          ignorePublicAcls: true,
          restrictPublicBuckets: true,
        },
      }),
    },
    "of several regions": {
      type: "aws:s3control/multiRegionAccessPoint:MultiRegionAccessPoint",
      properties: { details: { name: "orders", regions: [{ bucket: "orders-eu" }, { bucket: "orders-us" }] } },
    },
  },
  violating: {
    "two of four": {
      properties: changed(accessPoint, {
        publicAccessBlockConfiguration: { blockPublicPolicy: false, restrictPublicBuckets: false },
      }),
      faults: [
        "The access point sets blockPublicPolicy to false.",
        "The access point sets restrictPublicBuckets to false.",
      ],
    },
    "of several regions": {
      type: "aws:s3control/multiRegionAccessPoint:MultiRegionAccessPoint",
      properties: {
        details: { name: "orders", publicAccessBlock: { blockPublicAcls: false }, regions: [{ bucket: "orders-eu" }] },
      },
      faults: ["The access point sets blockPublicAcls to false."],
    },
  },
  unknown: {
    one: {
      properties: changed(accessPoint, { publicAccessBlockConfiguration: { blockPublicAcls: UNKNOWN } }),
      path: "publicAccessBlockConfiguration.blockPublicAcls",
    },
  },
};
