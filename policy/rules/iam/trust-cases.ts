import { changed, UNKNOWN, type Fixtures, type Properties } from "../../core/fixtures.ts";
import type { Rule } from "../../core/rule.ts";
import { document, lambdaTrust, role, type StatementCases } from "./compliant.ts";

/** The cases of a rule about trust policies: each statement as an object and, where all of it is known, in JSON. */
export function trustFixtures(rule: Rule, { allowed, refused, unknown }: StatementCases): Fixtures {
  const of = (statement: unknown) => changed(role, { assumeRolePolicy: document(statement) });
  const inText = (statement: unknown) =>
    changed(role, { assumeRolePolicy: JSON.stringify(document(lambdaTrust, statement)) });
  const both = <V, T>(given: Readonly<Record<string, V>>, make: (value: V, text: boolean) => T): Record<string, T> =>
    Object.fromEntries(
      Object.entries(given).flatMap(([name, value]) => [
        [name, make(value, false)],
        [`${name}, in JSON beside a function's`, make(value, true)],
      ]),
    );
  return {
    rule,
    compliant: {
      "a function's": { properties: role },
      ...both(allowed, (one, text) => ({ properties: text ? inText(one) : of(one) })),
    },
    violating: both(refused, ([one, ending], text) => ({
      properties: text ? inText(one) : of(one),
      faults: [`assumeRolePolicy.Statement[${text ? 1 : 0}] ${ending}`],
    })),
    unknown: {
      ...Object.fromEntries(
        Object.entries(unknown).map(([name, [one, at]]) => [
          name,
          { properties: of(one), path: `assumeRolePolicy.Statement[0].${at}` },
        ]),
      ),
      "the whole trust": { properties: changed(role, { assumeRolePolicy: UNKNOWN }), path: "assumeRolePolicy" },
    },
  };
}

/** GitHub's tokens, as an account of IAM knows them. */
export const GITHUB = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com";

/** What these tokens are for. */
export const githubAudience = { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" };

/** Whose these tokens are. */
export const githubSubject = (subject: unknown): Properties => ({ "token.actions.githubusercontent.com:sub": subject });

/** A branch of one repository. */
export const branch = githubSubject("repo:example/orders:ref:refs/heads/main");

/** Whoever logged on to an identity pool. */
export const loggedOn = { "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": "authenticated" } };

/** The identity pool of one application. */
export const ofOnePool = { StringEquals: { "cognito-identity.amazonaws.com:aud": "eu-west-1:0b5e9d6c" } };

/** A statement that lets a provider's tokens take the role on, under conditions. */
export function webIdentity(provider: unknown, conditions?: Properties): Properties {
  return {
    Effect: "Allow",
    Principal: { Federated: provider },
    Action: "sts:AssumeRoleWithWebIdentity",
    ...(conditions === undefined ? {} : { Condition: conditions }),
  };
}
