import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { subscription } from "./compliant.ts";
import { requireHttpsSubscription } from "./require-https-subscription.ts";

/** Subscriptions by their protocols. */
export const fixtures: Fixtures = {
  rule: requireHttpsSubscription,
  compliant: {
    queue: { properties: subscription },
    https: {
      properties: changed(subscription, { protocol: "https", endpoint: "https://hooks.example.com/orders" }),
    },
  },
  violating: {
    http: {
      properties: changed(subscription, { protocol: "http", endpoint: "http://hooks.example.com/orders" }),
      faults: ["The subscription delivers over plain HTTP."],
    },
  },
  unknown: {
    protocol: { properties: changed(subscription, { protocol: UNKNOWN }), path: "protocol" },
  },
};
