import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { apiDestination } from "./compliant.ts";
import { requireHttpsApiDestination } from "./require-https-api-destination.ts";

/** Addresses of destinations. */
export const fixtures: Fixtures = {
  rule: requireHttpsApiDestination,
  compliant: {
    https: { properties: apiDestination },
  },
  violating: {
    http: {
      properties: changed(apiDestination, { invocationEndpoint: "http://partner.example.com/orders" }),
      faults: ["The destination is called over plain HTTP: http://partner.example.com/orders."],
    },
  },
  unknown: {
    address: { properties: changed(apiDestination, { invocationEndpoint: UNKNOWN }), path: "invocationEndpoint" },
  },
};
