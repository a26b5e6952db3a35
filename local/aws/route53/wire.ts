import { queryFault, toXml } from "../../http/query-protocol.ts";
import type { RestRoute } from "../../http/rest-route.ts";

const namespace = "https://route53.amazonaws.com/doc/2013-04-01/";

/** Route 53's REST-XML operations. Source: the Route 53 API reference. */
export const routes: readonly RestRoute[] = [
  {
    method: "GET",
    pattern: "/2013-04-01/hostedzone/:Id",
    service: "route53",
    action: "GetHostedZone",
    input: ({ params }) => ({ Id: params["Id"] }),
    reply: (output) => xml(`<GetHostedZoneResponse xmlns="${namespace}">${toXml(output)}</GetHostedZoneResponse>`),
    fault: (requestId, error) => queryFault("route53", requestId, error),
  },
];

function xml(body: string): Response {
  return new Response(`<?xml version="1.0"?>\n${body}`, { status: 200, headers: { "content-type": "text/xml" } });
}
