import { notImplemented } from "../../core/errors.ts";
import type { InvokeModel, Properties } from "../../core/resource.ts";
import { textOf } from "./definition.ts";
import { zonesOf } from "./zones.ts";

/** Answers about an account, its regions and its names that need no state. */
export const declaredInvokes: readonly InvokeModel[] = [
  {
    token: "aws:index/getCallerIdentity:getCallerIdentity",
    invoke: (_args, _region, accountId) => ({
      id: accountId,
      accountId,
      arn: `arn:aws:iam::${accountId}:root`,
      userId: accountId,
    }),
  },
  {
    token: "aws:index/getRegion:getRegion",
    invoke: (args, region) => ({ ...args, id: region, region, name: region, endpoint: `ec2.${region}.amazonaws.com` }),
  },
  {
    token: "aws:index/getPartition:getPartition",
    invoke: () => ({ id: "aws", partition: "aws", dnsSuffix: "amazonaws.com", reverseDnsPrefix: "com.amazonaws" }),
  },
  {
    token: "aws:index/getAvailabilityZones:getAvailabilityZones",
    invoke: (args, region) => ({ ...args, id: region, names: zonesOf(region), zoneIds: zonesOf(region) }),
  },
  { token: "aws:route53/getZone:getZone", invoke: (args) => zone(args) },
  { token: "aws:ec2/getPrefixList:getPrefixList", invoke: prefixList },
  { token: "aws:ec2/getManagedPrefixList:getManagedPrefixList", invoke: prefixList },
];

/** Any zone that is asked for exists; its id is made from its name, so that every stack finds the same one. */
function zone(args: Properties): Properties {
  const name = textOf(args, "name").replace(/\.$/u, "");
  if (name === "") {
    throw notImplemented("aws:route53/getZone:getZone without a name");
  }
  const id = `Z${Buffer.from(name).toString("hex").toUpperCase().slice(0, 20)}`;
  return { ...args, id, zoneId: id, name, arn: `arn:aws:route53:::hostedzone/${id}`, nameServers: [] };
}

function prefixList(args: Properties, region: string): Properties {
  const id = `pl-${Buffer.from(`${region}${textOf(args, "name")}`)
    .toString("hex")
    .slice(-16)}`;
  return { ...args, id, cidrBlocks: [], entries: [] };
}
