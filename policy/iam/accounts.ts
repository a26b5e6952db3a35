import type { Principal, Statement } from "./document.ts";

/** The account that this principal belongs to; none where it is a service, an identity provider or everyone. */
export function accountOf({ kind, value }: Principal): string | undefined {
  if (kind !== "AWS") return undefined;
  if (/^\d{12}$/.test(value)) return value;
  return accountOfArn(value);
}

/** The account in an ARN; none where it has none or a pattern. */
export function accountOfArn(arn: string): string | undefined {
  return /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(arn)?.[1];
}

/** The accounts in the ARNs that a statement grants on: a resource policy can only grant on its own account's. */
export function accountsOfResources(statement: Statement): readonly string[] {
  return statement.knownResources.flatMap((arn) => accountOfArn(arn) ?? []);
}

/** Whether a principal is a whole account: its number or its root. */
export function isWholeAccount({ kind, value }: Principal): boolean {
  return kind === "AWS" && (/^\d{12}$/.test(value) || /^arn:[^:]*:iam::\d{12}:root$/.test(value));
}
