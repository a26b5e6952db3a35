import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { deliveryStream, httpDestination, webStream } from "./compliant.ts";
import { disallowDeliveryCredentials } from "./disallow-delivery-credentials.ts";

/** Destinations that sign in by a secret and by a property. */
export const fixtures: Fixtures = {
  rule: disallowDeliveryCredentials,
  compliant: {
    "by a secret": { properties: webStream },
    "by a role": { properties: deliveryStream },
  },
  violating: {
    "by an access key": {
      properties: changed(webStream, {
        httpEndpointConfiguration: changed(httpDestination, {
          secretsManagerConfiguration: undefined,
          accessKey: "a-key",
        }),
      }),
      faults: ["The delivery stream carries its accessKey in httpEndpointConfiguration."],
    },
  },
  unknown: {
    key: {
      properties: changed(webStream, { httpEndpointConfiguration: changed(httpDestination, { accessKey: UNKNOWN }) }),
      path: "httpEndpointConfiguration.accessKey",
    },
  },
};
