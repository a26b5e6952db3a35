import type { Call, ServiceModel } from "../../core/call.ts";
import { AwsError, notImplemented } from "../../core/errors.ts";
import { readerOf } from "../inputs.ts";

/** Service Quotas: what AWS gives every new account. */
export interface ServiceQuotas {
  readonly service: ServiceModel;
}

interface Quota {
  readonly service: string;
  readonly code: string;
  readonly name: string;
  readonly value: number;
}

/** Defaults of 2026, from the quotas' pages in the VPC, PrivateLink and EC2 user guides. */
const quotas: readonly Quota[] = [
  { service: "vpc", code: "L-F678F1CE", name: "VPCs per Region", value: 5 },
  { service: "vpc", code: "L-A4707A72", name: "Internet gateways per Region", value: 5 },
  { service: "vpc", code: "L-FE5A380F", name: "NAT gateways per Availability Zone", value: 5 },
  { service: "vpc", code: "L-1B52E74A", name: "Gateway VPC endpoints per Region", value: 20 },
  { service: "vpc", code: "L-29B6F2EB", name: "Interface VPC endpoints per VPC", value: 50 },
  { service: "ec2", code: "L-0263D0A3", name: "EC2-VPC Elastic IPs", value: 5 },
];

const serviceNames: Readonly<Record<string, string>> = {
  vpc: "Amazon Virtual Private Cloud (Amazon VPC)",
  ec2: "Amazon Elastic Compute Cloud (Amazon EC2)",
};

/** Creates Service Quotas: every quota has its default, in every region. */
export function createServiceQuotas({ accountId }: { readonly accountId: string }): ServiceQuotas {
  const arn = ({ region }: Call, service: string, code: string) =>
    `arn:aws:servicequotas:${region}:${accountId}:${service}/${code}`;
  return {
    service: {
      name: "servicequotas",
      handle(call) {
        if (call.action !== "GetServiceQuota") throw notImplemented(`servicequotas:${call.action}`);
        const { service, code } = asked(call);
        const quota = quotas.find((candidate) => candidate.service === service && candidate.code === code);
        if (quota === undefined) {
          throw new AwsError(
            "NoSuchResourceException",
            "The request failed because the specified quota does not exist.",
          );
        }
        return { Quota: { ...describe(quota), QuotaArn: arn(call, service, code) } };
      },
      authorizations(call) {
        if (call.action !== "GetServiceQuota") return [];
        const { service, code } = asked(call);
        return [{ action: "servicequotas:GetServiceQuota", resource: arn(call, service, code), context: {} }];
      },
    },
  };
}

function asked(call: Call): { readonly service: string; readonly code: string } {
  const input = readerOf(call.action, call.input);
  return { service: input.requiredText("ServiceCode"), code: input.requiredText("QuotaCode") };
}

function describe({ service, code, name, value }: Quota): Readonly<Record<string, unknown>> {
  return {
    ServiceCode: service,
    ServiceName: serviceNames[service],
    QuotaCode: code,
    QuotaName: name,
    Value: value,
    Unit: "None",
    Adjustable: true,
    GlobalQuota: false,
  };
}
