import type { Fields, Step } from "../../case.ts";

/** The region of every emulator: us-east-1 alone has no name there. */
const CreateBucketConfiguration = { LocationConstraint: "eu-west-1" };

/** A bucket of the case's own, "{case}". */
export function bucket(more: Fields = {}): Step {
  return { call: "CreateBucket", input: { Bucket: "{case}", CreateBucketConfiguration, ...more } };
}

/** The same, keeping versions. */
export const versioned: readonly Step[] = [
  bucket(),
  { call: "PutBucketVersioning", input: { Bucket: "{case}", VersioningConfiguration: { Status: "Enabled" } } },
];

/** Puts an object whose text is its key. */
export function put(key: string, more: Partial<Step> & { readonly with?: Fields } = {}): Step {
  const { with: fields = {}, ...rest } = more;
  return { call: "PutObject", input: { Bucket: "{case}", Key: key, Body: key, ...fields }, ...rest };
}

/** Keeps what an answer says of the version as `{name}`. */
export function keepVersion(name = "version"): Pick<Step, "keep"> {
  return { keep: { [name]: "VersionId" } };
}

/** An operation on the object "k" of the case's bucket. */
export function onObject(call: string, more: Fields = {}): Pick<Step, "call" | "input"> {
  return { call, input: { Bucket: "{case}", Key: "k", ...more } };
}
