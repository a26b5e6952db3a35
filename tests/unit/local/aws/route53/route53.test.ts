import { describe, expect, it } from "vitest";
import { createRoute53, routes } from "../../../../../local/aws/route53/index.ts";
import { AwsError } from "../../../../../local/core/errors.ts";
import { callOf } from "../account.ts";

const { service } = createRoute53({ zones: [{ id: "Z1", name: "pay.example.com" }] });
const get = (Id: string) => callOf("route53", "GetHostedZone", { Id });

describe("the zones of the account", () => {
  it("are found by their id", async () => {
    expect(await service.handle(get("Z1"))).toMatchObject({
      HostedZone: { Id: "/hostedzone/Z1", Name: "pay.example.com.", Config: { PrivateZone: false } },
    });
  });

  it("are no others", () => {
    expect(() => service.handle(get("Z2"))).toThrow(
      expect.objectContaining({ code: "NoSuchHostedZone", status: 404, message: "No hosted zone found with ID: Z2" }),
    );
  });

  it("are judged by the zone's ARN", () => {
    expect(service.authorizations(get("Z1"))).toEqual([
      { action: "route53:GetHostedZone", resource: "arn:aws:route53:::hostedzone/Z1", context: {} },
    ]);
  });

  it("cannot be changed: that is refused by name", () => {
    expect(() => service.handle(callOf("route53", "CreateHostedZone", {}))).toThrow("route53:CreateHostedZone");
  });
});

describe("the wire is XML", () => {
  const [route] = routes;

  it("in an answer", async () => {
    const reply = route?.reply?.({ HostedZone: { Id: "/hostedzone/Z1", Name: "a&b." } });
    expect(reply?.headers.get("content-type")).toBe("text/xml");
    expect(await reply?.text()).toContain("<HostedZone><Id>/hostedzone/Z1</Id><Name>a&amp;b.</Name></HostedZone>");
  });

  it("in an error too", async () => {
    const reply = route?.fault?.("request-1", new AwsError("NoSuchHostedZone", "No <zone>", 404));
    expect(reply?.status).toBe(404);
    expect(await reply?.text()).toContain("<Code>NoSuchHostedZone</Code><Message>No &lt;zone&gt;</Message>");
  });
});
