import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { client } from "./compliant.ts";
import { requireHttpsCallback } from "./require-https-callback.ts";

/** Clients by where they are called back. */
export const fixtures: Fixtures = {
  rule: requireHttpsCallback,
  compliant: {
    "HTTPS, the developer's own machine, an app": { properties: client },
    nowhere: { properties: changed(client, { callbackUrls: undefined, logoutUrls: undefined }) },
    "a client that AWS made": { type: "aws:cognito/managedUserPoolClient:ManagedUserPoolClient", properties: client },
  },
  violating: {
    HTTP: {
      properties: changed(client, { callbackUrls: ["http://shop.example.com/signed-in"] }),
      faults: ["The client is called back at http://shop.example.com/signed-in, over plain HTTP."],
    },
    "a name that only begins so": {
      properties: changed(client, { logoutUrls: ["http://localhost.example.com/"] }),
      faults: ["The client is called back at http://localhost.example.com/, over plain HTTP."],
    },
  },
  unknown: { "an address": { properties: changed(client, { callbackUrls: [UNKNOWN] }), path: "callbackUrls[0]" } },
};
