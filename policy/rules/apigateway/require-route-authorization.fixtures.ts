import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { httpApi, socketApi, route } from "./compliant.ts";
import { requireRouteAuthorization } from "./require-route-authorization.ts";

const open = changed(route, { authorizationType: undefined, authorizerId: undefined });

/** Routes by who may call them. */
export const fixtures: Fixtures = {
  rule: requireRouteAuthorization,
  compliant: {
    "a token": { properties: route },
    credentials: { properties: changed(route, { authorizationType: "AWS_IAM", authorizerId: undefined }) },
    "the question of browsers": {
      properties: changed(route, { routeKey: "OPTIONS /{proxy+}", authorizationType: "NONE", authorizerId: undefined }),
    },
    "a WebSocket's message": {
      properties: changed(route, { routeKey: "sendMessage", authorizationType: undefined, authorizerId: undefined }),
    },
    "a WebSocket's other messages": {
      properties: changed(open, { routeKey: "$default", apiId: "sockets" }),
      companions: [socketApi],
    },
    "an API whose routes are their own resources": { type: "aws:apigatewayv2/api:Api", properties: httpApi },
  },
  violating: {
    absent: {
      properties: changed(route, { authorizationType: undefined, authorizerId: undefined }),
      faults: ["Anyone who reaches the API can call the route."],
    },
    none: {
      properties: changed(route, { authorizationType: "NONE", authorizerId: undefined, routeKey: "$default" }),
      faults: ["Anyone who reaches the API can call the route."],
    },
    "a WebSocket's first message": {
      properties: changed(route, { routeKey: "$connect", authorizationType: "NONE", authorizerId: undefined }),
      faults: ["Anyone who reaches the API can call the route."],
    },
    "an API made with its target": {
      type: "aws:apigatewayv2/api:Api",
      properties: changed(httpApi, { target: "arn:aws:lambda:eu-west-1:111122223333:function:orders" }),
      faults: ["Anyone who reaches the API can call its default route."],
    },
  },
  unknown: { who: { properties: changed(route, { authorizationType: UNKNOWN }), path: "authorizationType" } },
};
