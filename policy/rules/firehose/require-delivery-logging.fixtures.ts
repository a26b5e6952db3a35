import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { deliveryStream, httpDestination, s3Destination, webStream } from "./compliant.ts";
import { requireDeliveryLogging } from "./require-delivery-logging.ts";

/** Destinations with and without logs. */
export const fixtures: Fixtures = {
  rule: requireDeliveryLogging,
  compliant: {
    "to S3": { properties: deliveryStream },
    "to the web": { properties: webStream },
  },
  violating: {
    "nothing said": {
      properties: changed(deliveryStream, {
        extendedS3Configuration: changed(s3Destination, { cloudwatchLoggingOptions: undefined }),
      }),
      faults: ["The delivery stream logs no failures, in extendedS3Configuration."],
    },
    off: {
      properties: changed(webStream, {
        httpEndpointConfiguration: changed(httpDestination, { cloudwatchLoggingOptions: { enabled: false } }),
      }),
      faults: ["The delivery stream logs no failures, in httpEndpointConfiguration."],
    },
  },
  unknown: {
    it: {
      properties: changed(deliveryStream, {
        extendedS3Configuration: changed(s3Destination, { cloudwatchLoggingOptions: { enabled: UNKNOWN } }),
      }),
      path: "extendedS3Configuration.cloudwatchLoggingOptions.enabled",
    },
  },
};
