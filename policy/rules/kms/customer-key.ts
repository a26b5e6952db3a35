import type { Reader } from "../../core/reader.ts";
import { referenceAt } from "../../core/reference.ts";
import type { Case } from "../../core/rule.ts";
import { KEY_TYPES } from "./key-types.ts";

const OWN_KEYS = [...KEY_TYPES, "aws:kms/alias:Alias"] as const;

/** Whether this names a key that AWS manages for one of its services, such as "alias/aws/sqs". */
function isAwsManagedKey(key: string): boolean {
  return /(^|:)alias\/aws\//.test(key);
}

/**
 * What is wrong with the key that `thing` is encrypted with, read from `name` of `block`: none, or AWS's own. A key
 * that is not known yet is right where the program made it from a key of this stack.
 */
export function keyFault(
  thing: string,
  given: Pick<Case<unknown>, "resource" | "stack">,
  block: Reader | undefined,
  name: string,
): string | undefined {
  const key = block === undefined ? undefined : referenceAt(given, block, name, ...OWN_KEYS);
  if (key === undefined || key === "") return `${thing} is not encrypted with a customer managed key.`;
  if (isAwsManagedKey(key)) return `${thing} is encrypted with the key that AWS manages.`;
  return undefined;
}
