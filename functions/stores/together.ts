/**
 * As `Promise.all`, but rejects only when all are through, with the first rejection: whoever answers upon that leaves
 * nothing behind that would go on sending in an environment that has answered.
 */
export async function together<const Promises extends readonly unknown[]>(
  promises: Promises,
): Promise<{ -readonly [Index in keyof Promises]: Awaited<Promises[Index]> }> {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}
