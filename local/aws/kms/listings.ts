import { AwsError } from "../../core/errors.ts";
import type { Reader } from "../inputs.ts";

type Output = Readonly<Record<string, unknown>>;

/** How many entries a page has at most, and where nobody says. */
interface PageSize {
  readonly most: number;
  readonly usual: number;
}

/** One page of a listing under `member`; its entries are ordered by their names, and the marker is the last of them. */
export function page(
  input: Reader,
  member: string,
  { most, usual }: PageSize,
  entries: readonly (readonly [name: string, entry: unknown])[],
): Output {
  const limit = input.number("Limit") ?? usual;
  if (!Number.isInteger(limit) || limit < 1 || limit > most) {
    const bound = limit < 1 ? "greater than or equal to 1" : `less than or equal to ${most}`;
    throw new AwsError(
      "ValidationException",
      `1 validation error detected: Value '${limit}' at 'limit' failed to satisfy constraint: ` +
        `Member must have value ${bound}`,
    );
  }
  const after = readMarker(input.text("Marker"));
  const rest = entries.filter(([name]) => name > after).toSorted(([one], [other]) => (one < other ? -1 : 1));
  const shown = rest.slice(0, limit);
  const last = rest.length > limit ? shown.at(-1) : undefined;
  return {
    [member]: shown.map(([, entry]) => entry),
    Truncated: last !== undefined,
    ...(last !== undefined && { NextMarker: writeMarker(last[0]) }),
  };
}

const PREFIX = "after:";

function writeMarker(name: string): string {
  return Buffer.from(`${PREFIX}${name}`).toString("base64");
}

function readMarker(marker: string | undefined): string {
  if (marker === undefined) return "";
  const text = Buffer.from(marker, "base64").toString();
  if (text.startsWith(PREFIX)) return text.slice(PREFIX.length);
  throw new AwsError("InvalidMarkerException", "The marker is not valid.");
}
