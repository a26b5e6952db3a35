import { UNKNOWN, type Fixtures, type Properties } from "../../core/fixtures.ts";
import type { Rule } from "../../core/rule.ts";
import { role } from "./compliant.ts";

interface Form {
  readonly type: string;
  readonly property: string;
  readonly of: (arn: unknown) => Properties;
}

const FORMS: readonly Form[] = [
  {
    type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    property: "policyArn",
    of: (arn) => ({ role: "orders", policyArn: arn }),
  },
  {
    type: "aws:iam/groupPolicyAttachment:GroupPolicyAttachment",
    property: "policyArn",
    of: (arn) => ({ group: "support", policyArn: arn }),
  },
  {
    type: "aws:iam/policyAttachment:PolicyAttachment",
    property: "policyArn",
    of: (arn) => ({ name: "orders", roles: ["orders"], policyArn: arn }),
  },
  { type: "aws:iam/role:Role", property: "managedPolicyArns", of: (arn) => ({ ...role, managedPolicyArns: [arn] }) },
  {
    type: "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive",
    property: "policyArns",
    of: (arn) => ({ roleName: "orders", policyArns: [arn] }),
  },
  {
    type: "aws:iam/groupPolicyAttachmentsExclusive:GroupPolicyAttachmentsExclusive",
    property: "policyArns",
    of: (arn) => ({ groupName: "support", policyArns: [arn] }),
  },
];

/** ARNs that a rule is tried on; a refused one with the rule's sentence. */
export interface AttachedCases {
  readonly allowed: readonly string[];
  readonly refused: Readonly<Record<string, readonly [string, string]>>;
}

/** The cases of a rule about attached policies, each ARN in each form. */
export function attachmentFixtures(rule: Rule, { allowed, refused }: AttachedCases): Fixtures {
  const each = <T>(make: (form: Form) => readonly (readonly [string, T])[]): Record<string, T> =>
    Object.fromEntries(FORMS.flatMap(make).map(([name, value]) => [name, value]));
  return {
    rule,
    compliant: each(({ type, of }) => [
      ...allowed.map((arn) => [`${arn}, ${type}`, { type, properties: of(arn) }] as const),
      // Made from a policy of the program itself, so it is none of AWS's.
      [
        `a policy of the stack, ${type}`,
        {
          type,
          properties: of(UNKNOWN),
          madeFrom: Object.fromEntries(FORMS.map(({ property }) => [property, ["own"]])),
          companions: [{ type: "aws:iam/policy:Policy", name: "own", properties: { name: "own" } }],
        },
      ],
    ]),
    violating: each(({ type, of }) =>
      Object.entries(refused).map(
        ([name, [arn, fault]]) => [`${name}, ${type}`, { type, properties: of(arn), faults: [fault] }] as const,
      ),
    ),
    unknown: each(({ type, property, of }) => [
      [`the policy, ${type}`, { type, properties: of(UNKNOWN), path: property }],
    ]),
  };
}
