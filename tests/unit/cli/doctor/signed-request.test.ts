import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { createAwsQuestions } from "../../../../cli/doctor/aws-questions.ts";
import { AwsRefusal, createSender, type ServiceRequest } from "../../../../cli/doctor/signed-request.ts";
import { fakeContext, type FakeContext } from "../fake-context.ts";

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const question: ServiceRequest = {
  service: "route53",
  region: "us-east-1",
  host: "route53.amazonaws.com",
  method: "GET",
  path: "/2013-04-01/hostedzone/Z1",
};

let answers: Answer[] = [];
let asked: IncomingMessage[] = [];
let server: Server;
let context: FakeContext;
beforeAll(() => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIATEST");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "secret");
  vi.stubEnv("AWS_SESSION_TOKEN", "token");
});
afterAll(() => vi.unstubAllEnvs());
beforeEach(async () => {
  [answers, asked] = [[], []];
  context = fakeContext();
  server = createServer((request, reply) => {
    asked.push(request);
    const { status, body, headers = {} } = answers.shift() ?? { status: 500, body: "" };
    reply.writeHead(status, headers).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterEach(() => server.close());

function send(request = question): Promise<string> {
  // A server that listens on TCP has an address with a port.
  const { port } = server.address() as AddressInfo;
  return createSender(`http://127.0.0.1:${port}`, context.clock)(request);
}

describe("a request", () => {
  it("is signed for its service and region with the credentials of the environment", async () => {
    answers = [{ status: 200, body: "fine" }];
    expect(await send()).toBe("fine");
    const [first] = asked;
    expect(first?.url).toBe("/2013-04-01/hostedzone/Z1");
    expect(first?.headers["authorization"]).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIATEST\/\d{8}\/us-east-1\/route53\/aws4_request, SignedHeaders=[^ ]*host/,
    );
    expect(first?.headers["x-amz-security-token"]).toBe("token");
  });

  it("is sent again when AWS is busy, after a while", async () => {
    answers = [
      { status: 400, body: '{"__type":"TooManyRequestsException","message":"slowly"}' },
      { status: 503, body: "" },
      { status: 200, body: "fine" },
    ];
    expect(await send()).toBe("fine");
    expect(context.clock.monotonic()).toBe(1500);
  });

  it("is given up after four tries", async () => {
    answers = [];
    await expect(send()).rejects.toThrow("HTTP 500");
    expect(asked).toHaveLength(4);
  });

  it.each<[string, Answer, string, string]>([
    [
      "XML",
      { status: 404, body: "<ErrorResponse><Error><Code>NoSuchHostedZone</Code><Message>None</Message></Error>" },
      "NoSuchHostedZone",
      "None",
    ],
    [
      "JSON",
      { status: 400, body: '{"__type":"com.amazon#AccessDeniedException","Message":"Not you"}' },
      "AccessDeniedException",
      "Not you",
    ],
    [
      "a header",
      { status: 403, body: '{"message":"Not you"}', headers: { "x-amzn-errortype": "AccessDeniedException:http://x" } },
      "AccessDeniedException",
      "Not you",
    ],
  ])("that is refused says why, in %s, and is not sent again", async (_, answer, code, message) => {
    answers = [answer];
    const refusal = await send().catch((fault: unknown) => fault);
    expect(refusal).toBeInstanceOf(AwsRefusal);
    expect(refusal).toMatchObject({ code, message });
    expect(asked).toHaveLength(1);
  });
});

describe("a quota", () => {
  const targets: string[] = [];
  const questions = (refusal: AwsRefusal) =>
    createAwsQuestions(({ headers }) => {
      const target = headers?.["x-amz-target"] ?? "";
      targets.push(target);
      return target.endsWith(".GetServiceQuota") ? Promise.reject(refusal) : Promise.resolve('{"Quota":{"Value":7}}');
    });

  it("that AWS knows only the default of has the default", async () => {
    const quota = questions(new AwsRefusal("NoSuchResourceException", "none")).quota("eu-west-1", "vpc", "L-1");
    expect(await quota).toBe(7);
    expect(targets).toEqual([
      "ServiceQuotasV20190624.GetServiceQuota",
      "ServiceQuotasV20190624.GetAWSDefaultServiceQuota",
    ]);
  });

  it("that may not be asked for has none", async () => {
    const quota = questions(new AwsRefusal("AccessDeniedException", "no")).quota("eu-west-1", "vpc", "L-1");
    await expect(quota).rejects.toThrow("no");
  });
});
