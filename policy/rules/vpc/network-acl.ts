import { faultsOfEach } from "../../core/faults.ts";
import type { Reader } from "../../core/reader.ts";
import type { Resource } from "../../core/rule.ts";
import type { Opening } from "./openings.ts";

/**
 * The types that hold entries of network ACLs. The default ACL, which AWS opens itself, is left to the subnets' own.
 */
export const ACL_TYPES: readonly string[] = ["aws:ec2/networkAcl:NetworkAcl", "aws:ec2/networkAclRule:NetworkAclRule"];

/** An entry that lets traffic in. */
export interface Entry extends Opening {
  readonly range: string;
}

/** A sentence for each entry by which a network ACL lets traffic in. */
export function faultsOfEntries(
  { type, read }: Resource,
  judge: (entry: Entry) => string | undefined,
): readonly string[] {
  const own = type === "aws:ec2/networkAclRule:NetworkAclRule";
  if (own && read.flag("egress") === true) return [];
  return faultsOfEach(own ? [read] : read.blocks("ingress"), (one) => {
    const entry = entryOf(one, own ? "ruleAction" : "action");
    return entry === undefined ? undefined : judge(entry);
  });
}

function entryOf(read: Reader, action: string): Entry | undefined {
  if (read.text(action)?.toLowerCase() !== "allow") return undefined;
  const range = read.text("cidrBlock") ?? read.text("ipv6CidrBlock");
  if (range === undefined) return undefined;
  const written = read.text("protocol") ?? "-1";
  const protocol = { "-1": "all", "6": "tcp", "17": "udp" }[written] ?? written.toLowerCase();
  const all = protocol === "all";
  const from = all ? 0 : (read.number("fromPort") ?? 0);
  const to = all ? 65_535 : (read.number("toPort") ?? from);
  return { path: read.path, protocol, from, to, addresses: [range], range };
}
