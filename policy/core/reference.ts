import { NotKnown, type Reader } from "./reader.ts";
import type { Case } from "./rule.ts";

type Asked = Pick<Case<unknown>, "resource" | "stack">;

/**
 * The text of `name` in `block`, which names another resource. One that is not known yet is there all the same where
 * the program made it from a resource of these types: then it is that resource's URN. Throws as the reader does.
 */
export function referenceAt(
  asked: Asked,
  block: Reader,
  name: string,
  ...types: readonly string[]
): string | undefined {
  const path = block.path === "" ? name : `${block.path}.${name}`;
  return knownOr(
    () => block.text(name),
    () => madeFrom(asked, path, ...types),
  );
}

/** What `read` gives; where that is not known yet, what `made` gives of what it was made from, if anything. */
export function knownOr<T>(read: () => T, made: () => T | undefined): T {
  try {
    return read();
  } catch (thrown) {
    if (!(thrown instanceof NotKnown)) throw thrown;
    const instead = made();
    if (instead === undefined) throw thrown;
    return instead;
  }
}

/** The URN of a resource of these types that the program made this property from; none where nothing tells. */
export function madeFrom({ resource, stack }: Asked, path: string, ...types: readonly string[]): string | undefined {
  try {
    return stack.referredBy(resource, path, ...types)?.urn;
  } catch (thrown) {
    // Unknown and unconnected: it is made from none that we know.
    if (thrown instanceof NotKnown) return undefined;
    throw thrown;
  }
}
