/** An invocation takes 6 MB: half of it leaves room for what stands around the records. */
const PAYLOAD_MAX_BYTES = 3_000_000;

/** Records of a stream as events for a function, in their order, and as few events as it can take. */
export function packed(records: readonly object[]): readonly string[] {
  const events: string[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const record of records) {
    const text = JSON.stringify(record);
    bytes += Buffer.byteLength(text);
    if (bytes > PAYLOAD_MAX_BYTES) {
      events.push([]);
      bytes = Buffer.byteLength(text);
    }
    events.at(-1)?.push(text);
  }
  return events.map((texts) => `{"Records":[${texts.join(",")}]}`);
}
