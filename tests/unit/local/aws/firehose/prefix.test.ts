import { describe, expect, it } from "vitest";
import { checkPrefixes, expandPrefix } from "../../../../../local/aws/firehose/prefix.ts";

const facts = { arrivedMs: Date.UTC(2026, 2, 4, 5, 6, 7, 89), randomText: () => "r4nd0m" };
const errors = "failed/!{firehose:error-output-type}/";

describe("a prefix", () => {
  it.each([
    ["", "2026/03/04/05/"],
    ["journal/", "journal/2026/03/04/05/"],
    ["y=!{timestamp:yyyy}/m=!{timestamp:MM}/d=!{timestamp:dd}/", "y=2026/m=03/d=04/"],
    ["!{timestamp:yyyy-MM-dd'T'HH:mm:ss.SSS}/", "2026-03-04T05:06:07.089/"],
    ["!{timestamp:d.M.yy}/!{firehose:random-string}/", "4.3.26/r4nd0m/"],
    ["!{firehose:random-string}/", "r4nd0m/2026/03/04/05/"],
  ])("%j becomes %j", (prefix, expanded) => {
    checkPrefixes(prefix, errors);
    expect(expandPrefix(prefix, facts)).toBe(expanded);
  });

  it.each<[string, string | undefined, string]>([
    ["!{timestamp:yyyy}/", undefined, "ErrorOutputPrefix cannot be null or empty when Prefix contains expressions."],
    ["!{firehose:error-output-type}/", errors, "Prefix contains the unknown expression"],
    ["!{colour:red}/", errors, "Prefix contains the unknown expression !{colour:red}."],
    ["!{timestamp:yyyy/", errors, "Prefix contains an expression that is not closed"],
    ["", "failed/!{timestamp:yyyy}/", "ErrorOutputPrefix must contain the expression !{firehose:error-output-type}."],
    ["!{partitionKeyFromQuery:cell}/", errors, "does not model dynamic partitioning of delivery streams"],
    ["!{timestamp:EEEE}/", errors, 'does not model the part "EEEE" of a delivery stream\'s timestamp'],
  ])("%j with %j is refused", (prefix, errorPrefix, message) => {
    expect(() => checkPrefixes(prefix, errorPrefix)).toThrow(message);
  });
});
