import { arns } from "./arns.ts";
import { policyDocument } from "./policies.ts";

/** Where the alarms of a region go, for whoever subscribes. */
export interface AlarmTopicPlan {
  readonly name: string;
  readonly policy: string;
}

/** Somebody whom a topic tells. */
export interface Subscription {
  readonly protocol: "email" | "https";
  readonly endpoint: string;
}

/** How those are told who are named by e-mail address or URL; AWS asks each of them once whether they want to be. */
export function subscriptions(alarmsTo: readonly string[]): readonly Subscription[] {
  return alarmsTo.map((endpoint) => ({ protocol: endpoint.startsWith("https:") ? "https" : "email", endpoint }));
}

/** The topic of one region's alarms: this account's alarms publish to it, over TLS. */
export function alarmTopic(account: string, region: string, name: string): AlarmTopicPlan {
  const resources = [arns(account, region).topic(name)];
  return {
    name,
    policy: policyDocument([
      {
        sid: "AlarmsPublish",
        principal: { Service: ["cloudwatch.amazonaws.com"] },
        actions: ["sns:Publish"],
        resources,
        conditions: { StringEquals: { "aws:SourceAccount": account } },
      },
      {
        sid: "TlsOnly",
        effect: "Deny",
        principal: "*",
        actions: ["sns:Publish"],
        resources,
        conditions: { Bool: { "aws:SecureTransport": "false" } },
      },
    ]),
  };
}
