import { describe, expect, it } from "vitest";
import { cellNeeds } from "../../../../../infra/plan/needs.ts";
import { planCell } from "../../../../../infra/plan/cell-plan.ts";
import { createServiceQuotas } from "../../../../../local/aws/servicequotas/index.ts";
import { eu, prod } from "../../../infra/plan/fixture.ts";
import { accountId, callOf } from "../account.ts";

const { service } = createServiceQuotas({ accountId });
const get = (ServiceCode: string, QuotaCode: string) =>
  callOf("servicequotas", "GetServiceQuota", { ServiceCode, QuotaCode });

describe("a quota", () => {
  it("has AWS's default", async () => {
    expect(await service.handle(get("ec2", "L-0263D0A3"))).toEqual({
      Quota: expect.objectContaining({
        QuotaName: "EC2-VPC Elastic IPs",
        Value: 5,
        QuotaArn: expect.stringMatching(/^arn:aws:servicequotas:[a-z0-9-]+:\d{12}:ec2\/L-0263D0A3$/),
      }),
    });
  });

  it.each(cellNeeds(planCell(prod, eu, "full")).map(({ what, service: of, code }) => [what, of, code] as const))(
    "is there for what a cell needs: %s",
    async (_, of, code) => {
      expect(await service.handle(get(of, code))).toEqual({ Quota: expect.objectContaining({ QuotaCode: code }) });
    },
  );

  it("of another service than asked is not found", () => {
    expect(() => service.handle(get("vpc", "L-0263D0A3"))).toThrow(
      expect.objectContaining({ code: "NoSuchResourceException" }),
    );
  });

  it("is judged by its own ARN", () => {
    const call = get("vpc", "L-F678F1CE");
    expect(service.authorizations(call)).toEqual([
      {
        action: "servicequotas:GetServiceQuota",
        resource: `arn:aws:servicequotas:${call.region}:${accountId}:vpc/L-F678F1CE`,
        context: {},
      },
    ]);
  });

  it("cannot be raised here: that is refused by name", () => {
    expect(() => service.handle(callOf("servicequotas", "RequestServiceQuotaIncrease", {}))).toThrow(
      "servicequotas:RequestServiceQuotaIncrease",
    );
  });
});
