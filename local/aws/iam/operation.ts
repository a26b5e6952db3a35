import { AwsError } from "../../core/errors.ts";
import type { Kernel } from "../../core/kernel.ts";
import type { Reader } from "../inputs.ts";
import type { IamStore } from "./store.ts";

/** What an operation of IAM answers. */
export type Output = Readonly<Record<string, unknown>>;

/** Everything an operation works with. */
export interface IamOperation {
  readonly kernel: Kernel;
  readonly store: IamStore;
  readonly input: Reader;
}

/** One page of a listing, as IAM cuts it: `Marker`, `MaxItems`, `IsTruncated`. */
export function page(input: Reader, name: string, items: readonly unknown[]): Output {
  const most = input.number("MaxItems") ?? 100;
  if (!Number.isInteger(most) || most < 1 || most > 1000) {
    throw new AwsError("ValidationError", `Value ${most} at 'maxItems' is not between 1 and 1000.`);
  }
  const from = Number(input.text("Marker") ?? 0);
  if (!Number.isInteger(from) || from < 0) throw new AwsError("ValidationError", "The marker is not valid.");
  const next = from + most;
  const isTruncated = next < items.length;
  return {
    [name]: items.slice(from, next),
    IsTruncated: isTruncated,
    ...(isTruncated && { Marker: String(next) }),
  };
}

/** A policy document as IAM sends it: percent-encoded (RFC 3986). */
export function encoded(document: string): string {
  return encodeURIComponent(document);
}

/** Tags in the API's form. */
export function describeTags(tags: Readonly<Record<string, string>>): readonly Output[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
