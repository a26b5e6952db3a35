import { isIPv6 } from "node:net";

/** The /64 of a subnet in the /56 of its VPC, whose last eight bits say which (0 to 255). */
export function ipv6Block(vpcBlock: unknown, index: number): string {
  const [address = "", mask] = typeof vpcBlock === "string" ? vpcBlock.split("/") : [];
  const [first, second, third, fourth] = address.split(":");
  const prefix = Number.parseInt(fourth ?? "", 16);
  if (!isIPv6(address) || mask !== "56" || Number.isNaN(prefix) || index > 255) {
    throw new Error("Subnets that assign IPv6 addresses need a VPC with an IPv6 block, such as a generated one.");
  }
  const number = Math.floor(prefix / 256) * 256 + index;
  return `${[first, second, third, number.toString(16)].join(":")}::/64`;
}
