import { AwsError } from "../../core/errors.ts";
import type { InputRule } from "../../core/resource.ts";
import { all, lengthBetween, matching, oneOf } from "../rules.ts";
import type { Declaration, DeclaredType } from "./definition.ts";
import { textOf } from "./definition.ts";
import { ownedOutputs, port } from "./network.ts";
import { refersTo, refuseMissing } from "./references.ts";
import { atLeastOneOf, exactlyOneOf, ipv4Block, listOf, objectOf } from "./rules.ts";
import type { Thing, World } from "./store.ts";

const groupType = "aws:ec2/securityGroup:SecurityGroup";
const ruleTypes = [
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
  "aws:ec2/securityGroupRule:SecurityGroupRule",
] as const;

const words = /^[0-9A-Za-z_ .:/()#,@[\]+=&;{}!$*-]*$/;
const wordsRule = "only letters, digits, spaces and _.:/()#,@[]+=&;{}!$*- are allowed";

const inlineRules = listOf(
  objectOf({
    cidrBlocks: listOf(ipv4Block),
    description: all(lengthBetween(0, 255), matching(words, wordsRule)),
    fromPort: { required: true, ...port },
    ipv6CidrBlocks: {},
    prefixListIds: {},
    protocol: { required: true },
    securityGroups: {},
    self: {},
    toPort: { required: true, ...port },
  }),
);

const group: DeclaredType = {
  type: groupType,
  inputs: {
    description: { default: "Managed by Pulumi", replaces: true, ...lengthBetween(0, 255) },
    egress: { computed: true, unordered: true, ...inlineRules },
    ingress: { computed: true, unordered: true, ...inlineRules },
    name: {
      autoName: { lengthMax: 255 },
      replaces: true,
      ...all(lengthBetween(1, 255), matching(/^(?!sg-)/, "cannot begin with sg-")),
    },
    namePrefix: { replaces: true },
    revokeRulesOnDelete: { default: false },
    tags: {},
    vpcId: { replaces: true, computed: true },
  },
  compute: (declaration) => ownedOutputs(declaration, "sg", "security-group"),
  refuse(declaration, world) {
    refuseMissing(declaration, world, { vpcId: refersTo.vpc });
    const { inputs, region, self, text } = declaration;
    if (!words.test(text("description"))) {
      throw new AwsError(
        "InvalidParameterValue",
        "Invalid security group description. Valid descriptions are strings less than 256 characters from the " +
          "following set:  a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*",
      );
    }
    for (const rule of rulesIn(inputs)) refusePorts(rule, textOf(rule, "protocol"));
    const taken = world
      .all(groupType)
      .some((one) => one.id !== self?.id && one.region === region && sameNameAndVpc(one, text("name"), text("vpcId")));
    if (taken) {
      throw new AwsError(
        "InvalidGroup.Duplicate",
        `The security group '${text("name")}' already exists for VPC '${text("vpcId")}'`,
      );
    }
  },
  takesAlong: ruleTypes.map((type) => [type, "securityGroupId"] as const),
  refuseDeletion(self, world) {
    if (isUsed(self, world)) throw new AwsError("DependencyViolation", `resource ${self.id} has a dependent object`);
  },
};

function sameNameAndVpc({ inputs }: Thing, name: string, vpcId: string): boolean {
  return inputs["name"] === name && textOf(inputs, "vpcId") === vpcId;
}

function rulesIn(inputs: Thing["inputs"]): readonly Thing["inputs"][] {
  return [inputs["egress"], inputs["ingress"]].flatMap((rules) => (Array.isArray(rules) ? rules : []));
}

/** Endpoints stand in a group; rules of other groups name it. */
function isUsed({ id, region }: Thing, world: World): boolean {
  const endpoints = world.all("aws:ec2/vpcEndpoint:VpcEndpoint").map(({ inputs }) => inputs["securityGroupIds"]);
  const groups = world.all(groupType).filter((one) => one.id !== id && one.region === region);
  const inline = groups.flatMap(({ inputs }) => rulesIn(inputs)).map((rule) => rule["securityGroups"]);
  const apart = ruleTypes
    .flatMap((type) => world.all(type))
    .filter(({ inputs }) => inputs["securityGroupId"] !== id)
    .map(({ inputs }) => [inputs["referencedSecurityGroupId"], inputs["sourceSecurityGroupId"]]);
  return [...endpoints, ...inline, ...apart].some((ids) => Array.isArray(ids) && ids.includes(id));
}

const protocols = new Set(["tcp", "udp", "icmp", "icmpv6", "all", "-1"]);

/** Source: EC2, `AuthorizeSecurityGroupIngress`. */
function refusePorts(inputs: Thing["inputs"], protocol: string): void {
  if (!protocols.has(protocol.toLowerCase()) && !(Number(protocol) >= 0 && Number(protocol) <= 255)) {
    throw new AwsError("InvalidParameterValue", `Invalid value '${protocol}' for IP protocol. Unknown protocol.`);
  }
  if (!["tcp", "udp", "6", "17"].includes(protocol.toLowerCase())) return;
  const [from, to] = [inputs["fromPort"], inputs["toPort"]];
  if (from === undefined || to === undefined) {
    throw new AwsError(
      "InvalidParameterValue",
      "Invalid value for portRange. Must specify both from and to ports with TCP/UDP.",
    );
  }
  if (Number(from) > Number(to)) {
    throw new AwsError("InvalidParameterValue", `Invalid TCP/UDP port range (${Number(from)}:${Number(to)})`);
  }
}

const peers = {
  cidrIpv4: { ...ipv4Block },
  cidrIpv6: {},
  prefixListId: {},
  referencedSecurityGroupId: {},
} satisfies Readonly<Record<string, InputRule>>;

function ruleOf(type: string): DeclaredType {
  return {
    type,
    inputs: {
      ...peers,
      description: lengthBetween(0, 255),
      fromPort: port,
      ipProtocol: { required: true },
      securityGroupId: { required: true, replaces: true },
      tags: {},
      toPort: port,
    },
    check: exactlyOneOf(...Object.keys(peers)),
    compute({ ec2Id, arn }) {
      const id = ec2Id("sgr");
      return { id, securityGroupRuleId: id, arn: arn("ec2", `security-group-rule/${id}`) };
    },
    refuse: (declaration, world) => refuseRule(declaration, world, "ipProtocol"),
  };
}

function refuseRule(declaration: Declaration, world: World, protocol: "ipProtocol" | "protocol"): void {
  const peer = { referencedSecurityGroupId: refersTo.group, sourceSecurityGroupId: refersTo.group };
  refuseMissing(declaration, world, { securityGroupId: refersTo.group, ...peer });
  refusePorts(declaration.inputs, declaration.text(protocol));
}

const oldRule: DeclaredType = {
  type: "aws:ec2/securityGroupRule:SecurityGroupRule",
  inputs: {
    cidrBlocks: { replaces: true, ...listOf(ipv4Block) },
    description: all(lengthBetween(0, 255), matching(words, wordsRule)),
    fromPort: { required: true, replaces: true, ...port },
    ipv6CidrBlocks: { replaces: true },
    prefixListIds: { replaces: true },
    protocol: { required: true, replaces: true },
    securityGroupId: { required: true, replaces: true },
    self: { default: false, replaces: true },
    sourceSecurityGroupId: { replaces: true, computed: true },
    toPort: { required: true, replaces: true, ...port },
    type: { required: true, replaces: true, ...oneOf("egress", "ingress") },
  },
  check: atLeastOneOf("cidrBlocks", "ipv6CidrBlocks", "prefixListIds", "self", "sourceSecurityGroupId"),
  compute({ ec2Id }) {
    const id = ec2Id("sgr");
    return { id, securityGroupRuleId: id };
  },
  refuse: (declaration, world) => refuseRule(declaration, world, "protocol"),
};

/** The group that AWS makes with every network: it is taken over, and stays when Pulumi lets go of it. */
const defaultGroup: DeclaredType = {
  type: "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
  inputs: {
    egress: { unordered: true, ...inlineRules },
    ingress: { unordered: true, ...inlineRules },
    revokeRulesOnDelete: { default: false },
    tags: {},
    vpcId: { replaces: true, computed: true },
  },
  compute(declaration, world) {
    const made = world.find("aws:ec2/vpc:Vpc", declaration.text("vpcId"), declaration.region);
    const id = textOf(made?.outputs ?? {}, "defaultSecurityGroupId") || declaration.ec2Id("sg");
    const { accountId, arn } = declaration;
    const outputs = { arn: arn("ec2", `security-group/${id}`), ownerId: accountId };
    return { id, name: "default", description: "default VPC security group", ...outputs };
  },
  refuse: (declaration, world) => refuseMissing(declaration, world, { vpcId: refersTo.vpc }),
};

/** Security groups: none filters in the local cloud. */
export const securityGroupTypes: readonly DeclaredType[] = [
  group,
  defaultGroup,
  ruleOf(ruleTypes[0]),
  ruleOf(ruleTypes[1]),
  oldRule,
];
