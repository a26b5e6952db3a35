import { is, type Case, type Suite } from "../case.ts";

function refused(name: string, fails: string, more: Readonly<Record<string, unknown>>): Case {
  const input = { RoleArn: "arn:aws:iam::{account}:role/none-{case}", RoleSessionName: "conformance", ...more };
  return { name, call: "AssumeRole", input, fails };
}

/** STS. */
export const stsSuites: readonly Suite[] = [
  {
    service: "sts",
    topic: "identity",
    setUp: [{ call: "GetCallerIdentity", input: {}, keep: { account: "Account" } }],
    cases: [
      {
        name: "GetCallerIdentity tells who calls",
        call: "GetCallerIdentity",
        input: {},
        gives: { Account: is.match(/^\d{12}$/), Arn: is.match(/^arn:aws[\w-]*:(iam|sts)::\d{12}:/), UserId: is.text },
      },
      refused("A role that is none", "AccessDenied", {}),
      refused("A session's name with a space", "ValidationError", { RoleSessionName: "two words" }),
      refused("A session's name of one character", "ValidationError", { RoleSessionName: "x" }),
      refused("A session of less than a quarter of an hour", "ValidationError", { DurationSeconds: 899 }),
      refused("A session of more than twelve hours", "ValidationError", { DurationSeconds: 43_201 }),
    ],
  },
];
