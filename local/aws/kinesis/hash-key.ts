import { hash } from "node:crypto";

/** Hash keys are 128-bit numbers; as 32 hexadecimal digits they compare as texts do. */
const digits = 32;
const keys = 1n << 128n;

/** Where a partition key belongs: the MD5 of it. Source: Kinesis API reference, PutRecord. */
export function hashKeyOf(partitionKey: string): string {
  return hash("md5", partitionKey);
}

/** A hash key in decimal, as requests and answers name it; undefined where it is none. */
export function parseHashKey(decimal: string): string | undefined {
  if (!/^(0|[1-9]\d{0,38})$/.test(decimal)) return undefined;
  const key = BigInt(decimal);
  return key < keys ? hexOf(key) : undefined;
}

/** The decimal form of a hash key. */
export function showHashKey(hex: string): string {
  return numberOf(hex).toString();
}

/** The hash key before or after another. */
export function neighbour(hex: string, step: -1 | 1): string {
  return hexOf(numberOf(hex) + BigInt(step));
}

/** Divides all hash keys evenly: the first of each of `count` ranges. */
export function evenStarts(count: number): readonly string[] {
  const size = keys / BigInt(count);
  return Array.from({ length: count }, (_, index) => hexOf(size * BigInt(index)));
}

/** The last of all hash keys. */
export const lastHashKey = hexOf(keys - 1n);

function numberOf(hex: string): bigint {
  return BigInt(`0x${hex}`);
}

function hexOf(key: bigint): string {
  return key.toString(16).padStart(digits, "0");
}
