import { UNKNOWN, type Fixtures, type Properties } from "../../core/fixtures.ts";
import { requireVpcOriginHttps } from "./require-vpc-origin-https.ts";

const by = (originProtocolPolicy: unknown): Properties => ({
  vpcOriginEndpointConfig: {
    name: "orders",
    arn: "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/orders/50dc6c495c0c9188",
    httpPort: 80,
    httpsPort: 443,
    originProtocolPolicy,
    originSslProtocols: { items: ["TLSv1.2"], quantity: 1 },
  },
});

/** Origins by how they are reached. */
export const fixtures: Fixtures = {
  rule: requireVpcOriginHttps,
  compliant: { HTTPS: { properties: by("https-only") } },
  violating: { HTTP: { properties: by("http-only"), faults: ["The origin is reached over plain HTTP."] } },
  unknown: { "the policy": { properties: by(UNKNOWN), path: "vpcOriginEndpointConfig.originProtocolPolicy" } },
};
