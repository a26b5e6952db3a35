import * as v from "valibot";
import { AwsRefusal, element, type Send } from "./signed-request.ts";

/** Whose credentials these are. */
export interface Identity {
  readonly account: string;
  readonly arn: string;
}

/** A zone of the account. */
export interface Zone {
  /** "pay.example.com", without a dot at the end. */
  readonly name: string;
  readonly isPrivate: boolean;
}

/** How many executions of functions a region may run at once. */
export interface Concurrency {
  readonly limit: number;
  /** What no function has reserved for itself. */
  readonly unreserved: number;
}

/** What is asked of AWS before anything is deployed; nothing of it changes anything. All of it may throw. */
export interface AwsQuestions {
  identity(region: string): Promise<Identity>;
  zone(id: string): Promise<Zone>;
  concurrency(region: string): Promise<Concurrency>;
  quota(region: string, service: string, code: string): Promise<number>;
}

const accountSettings = v.object({
  AccountLimit: v.object({ ConcurrentExecutions: v.number(), UnreservedConcurrentExecutions: v.number() }),
});
const serviceQuota = v.object({ Quota: v.object({ Value: v.number() }) });

/** The questions, put over `send`. */
export function createAwsQuestions(send: Send): AwsQuestions {
  const quotas = (region: string, action: string, body: string) =>
    send({
      service: "servicequotas",
      region,
      host: `servicequotas.${region}.amazonaws.com`,
      method: "POST",
      path: "/",
      headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": `ServiceQuotasV20190624.${action}` },
      body,
    });
  return {
    async identity(region) {
      const xml = await send({
        service: "sts",
        region,
        host: `sts.${region}.amazonaws.com`,
        method: "POST",
        path: "/",
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body: "Action=GetCallerIdentity&Version=2011-06-15",
      });
      return { account: required(xml, "Account"), arn: required(xml, "Arn") };
    },
    async zone(id) {
      const path = `/2013-04-01/hostedzone/${id}`;
      const host = "route53.amazonaws.com";
      const xml = await send({ service: "route53", region: "us-east-1", host, method: "GET", path });
      return { name: required(xml, "Name").replace(/\.$/, ""), isPrivate: element(xml, "PrivateZone") === "true" };
    },
    async concurrency(region) {
      const path = "/2016-08-19/account-settings";
      const host = `lambda.${region}.amazonaws.com`;
      const json = await send({ service: "lambda", region, host, method: "GET", path });
      const { AccountLimit } = v.parse(accountSettings, JSON.parse(json));
      return { limit: AccountLimit.ConcurrentExecutions, unreserved: AccountLimit.UnreservedConcurrentExecutions };
    },
    async quota(region, service, code) {
      const body = JSON.stringify({ ServiceCode: service, QuotaCode: code });
      const json = await quotas(region, "GetServiceQuota", body).catch((fault: unknown) => {
        // Of some quotas AWS knows the default alone.
        if (!(fault instanceof AwsRefusal) || fault.code !== "NoSuchResourceException") throw fault;
        return quotas(region, "GetAWSDefaultServiceQuota", body);
      });
      return v.parse(serviceQuota, JSON.parse(json)).Quota.Value;
    },
  };
}

function required(xml: string, name: string): string {
  const found = element(xml, name);
  if (found === undefined) throw new AwsRefusal("UnreadableAnswer", `The answer has no ${name}.`);
  return found;
}
