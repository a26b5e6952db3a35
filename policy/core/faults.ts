import { NotKnown } from "./reader.ts";

/**
 * What `judge` says of each. What is not known in one hides no fault of another: it is thrown only where there is no
 * fault.
 */
export function faultsOfEach<T>(each: readonly T[], judge: (one: T) => string | undefined): readonly string[] {
  let notKnown: NotKnown | undefined;
  const faults = each.flatMap((one) => {
    try {
      return judge(one) ?? [];
    } catch (thrown) {
      if (!(thrown instanceof NotKnown)) throw thrown;
      notKnown ??= thrown;
      return [];
    }
  });
  if (faults.length === 0 && notKnown !== undefined) throw notKnown;
  return faults;
}
