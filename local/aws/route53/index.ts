import type { Call, ServiceModel } from "../../core/call.ts";
import { AwsError, notImplemented } from "../../core/errors.ts";
import { readerOf } from "../inputs.ts";

export { routes } from "./wire.ts";

/** A public zone that the account has before anything is deployed: its owner registered the domain. */
export interface HostedZone {
  readonly id: string;
  /** "pay.example.com", without a dot at the end. */
  readonly name: string;
}

/** Route 53, as far as the account's zones can be looked at. */
export interface Route53 {
  readonly service: ServiceModel;
}

/** Creates Route 53 with the zones of the account. */
export function createRoute53({ zones }: { readonly zones: readonly HostedZone[] }): Route53 {
  const zoneOf = (call: Call): HostedZone => {
    const id = zoneId(call);
    const zone = zones.find((candidate) => candidate.id === id);
    if (zone === undefined) throw new AwsError("NoSuchHostedZone", `No hosted zone found with ID: ${id}`, 404);
    return zone;
  };
  return {
    service: {
      name: "route53",
      handle(call) {
        if (call.action !== "GetHostedZone") throw notImplemented(`route53:${call.action}`);
        return describe(zoneOf(call));
      },
      authorizations(call) {
        if (call.action !== "GetHostedZone") return [];
        const resource = `arn:aws:route53:::hostedzone/${zoneId(call)}`;
        return [{ action: "route53:GetHostedZone", resource, context: {} }];
      },
    },
  };
}

function zoneId(call: Call): string {
  return readerOf(call.action, call.input).requiredText("Id");
}

function describe({ id, name }: HostedZone): Readonly<Record<string, unknown>> {
  return {
    HostedZone: {
      Id: `/hostedzone/${id}`,
      Name: `${name}.`,
      CallerReference: id,
      Config: { PrivateZone: false },
    },
    // Reserved for examples: nobody is asked there.
    DelegationSet: { NameServers: { NameServer: `ns.${name}` } },
  };
}
