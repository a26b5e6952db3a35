import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { deliveryStream, httpDestination, webStream } from "./compliant.ts";
import { requireHttpsDelivery } from "./require-https-delivery.ts";

/** Addresses of collectors. */
export const fixtures: Fixtures = {
  rule: requireHttpsDelivery,
  compliant: {
    "to S3": { properties: deliveryStream },
    "over TLS": { properties: webStream },
  },
  violating: {
    "plain HTTP": {
      properties: changed(webStream, {
        httpEndpointConfiguration: changed(httpDestination, { url: "http://collector.example.com/orders" }),
      }),
      faults: ["The delivery stream delivers over plain HTTP, to http://collector.example.com/orders."],
    },
    "plain HTTP to Splunk": {
      properties: changed(deliveryStream, {
        destination: "splunk",
        extendedS3Configuration: undefined,
        splunkConfiguration: changed(httpDestination, {
          url: undefined,
          hecEndpoint: "http://splunk.example.com:8088",
        }),
      }),
      faults: ["The delivery stream delivers over plain HTTP, to http://splunk.example.com:8088."],
    },
  },
  unknown: {
    address: {
      properties: changed(webStream, { httpEndpointConfiguration: changed(httpDestination, { url: UNKNOWN }) }),
      path: "httpEndpointConfiguration.url",
    },
  },
};
