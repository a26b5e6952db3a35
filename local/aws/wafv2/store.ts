import { AwsError } from "../../core/errors.ts";
import type { Properties } from "../../core/resource.ts";
import type { Verdict, WebAcl } from "./web-acl.ts";

/** One web ACL as it stands. */
export interface StoredAcl {
  readonly id: string;
  readonly name: string;
  readonly arn: string;
  readonly region: string;
  readonly scope: string;
  given: Properties;
  acl: WebAcl;
  /** Changes with every change of the ACL. */
  lockToken: string;
}

/** The web ACLs of an account, and what each of them stands in front of. */
export interface AclStore {
  /** By ARN. */
  readonly acls: Map<string, StoredAcl>;
  /** The ARN of the ACL in front of a resource, by the resource's ARN. */
  readonly guards: Map<string, string>;
  /** What the logging configuration of an ACL declares, by the ACL's ARN. */
  readonly logging: Map<string, Properties>;
  /** Throws `WAFNonexistentItemException`. */
  aclOf(arn: unknown): StoredAcl;
  judge(resourceArn: string, headers: Headers): Verdict;
}

/** A store without web ACLs. */
export function createAclStore(): AclStore {
  const acls = new Map<string, StoredAcl>();
  const guards = new Map<string, string>();
  return {
    acls,
    guards,
    logging: new Map(),
    aclOf(arn) {
      const found = acls.get(String(arn));
      if (found !== undefined) return found;
      const message =
        "AWS WAF couldn't perform the operation because your resource doesn't exist. If you've just created a " +
        "resource that you're using in this operation, you might just need to wait a few minutes.";
      throw new AwsError("WAFNonexistentItemException", message);
    },
    judge(resourceArn, headers) {
      const guard = acls.get(guards.get(resourceArn) ?? "");
      return guard === undefined ? "allow" : guard.acl.judge(headers);
    },
  };
}
