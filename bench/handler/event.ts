import type { APIGatewayProxyEvent } from "aws-lambda";

/** A POST as a REST API's Lambda proxy integration hands it over (payload format 1.0), with the headers of the edge. */
export function postEvent(
  path: string,
  own: Readonly<Record<string, string>>,
  body: string,
  requestId: string,
): APIGatewayProxyEvent {
  const headers: Record<string, string> = {
    accept: "application/json",
    "content-type": "application/json",
    "cloudfront-viewer-time-zone": "Europe/Berlin",
    host: "eu.origin.pay.example.com",
    "user-agent": "Amazon CloudFront",
    "x-amz-cf-id": "Q0K5V2pJtq1oA4N0zq5r1pQ7Jm1dS9sW8YkYV6m2rT3uX4wZ5yB6dA==",
    "x-amzn-trace-id": "Root=1-67891233-abcdef012345678912345678",
    "x-forwarded-for": "203.0.113.7, 198.51.100.4",
    "x-forwarded-port": "443",
    "x-forwarded-proto": "https",
    ...own,
  };
  return {
    resource: "/{proxy+}",
    path,
    httpMethod: "POST",
    headers,
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
    pathParameters: { proxy: path.slice(1) },
    stageVariables: null,
    requestContext: {
      accountId: "111122223333",
      apiId: "abcdefghij",
      authorizer: null,
      domainName: "eu.origin.pay.example.com",
      domainPrefix: "eu",
      extendedRequestId: "JKJaXmPLvHcESHA=",
      httpMethod: "POST",
      identity,
      path,
      protocol: "HTTP/1.1",
      requestId,
      requestTime: "09/Apr/2026:12:34:56 +0000",
      requestTimeEpoch: 1_775_738_096_000,
      resourceId: "k1m2n3",
      resourcePath: "/{proxy+}",
      stage: "live",
    },
    body,
    isBase64Encoded: false,
  };
}

const identity: APIGatewayProxyEvent["requestContext"]["identity"] = {
  accessKey: null,
  accountId: null,
  apiKey: null,
  apiKeyId: null,
  caller: null,
  clientCert: null,
  cognitoAuthenticationProvider: null,
  cognitoAuthenticationType: null,
  cognitoIdentityId: null,
  cognitoIdentityPoolId: null,
  principalOrgId: null,
  sourceIp: "198.51.100.4",
  user: null,
  userAgent: "Amazon CloudFront",
  userArn: null,
};
