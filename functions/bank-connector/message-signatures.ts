import { createHmac, hash, timingSafeEqual } from "node:crypto";

/** A secret shared with a bank, and the name under which both know it. */
export interface SigningKey {
  readonly id: string;
  readonly secret: Uint8Array;
}

/** One thing that a signature covers, by its name in the signature base: `"@method"`, `"content-digest"`. */
export type Component = readonly [name: string, value: string];

/** What is signed: its components in order, and the digest of its body as a field of its own. */
export interface Signable {
  readonly components: readonly Component[];
  readonly body: string;
}

/** The fields that carry a signature. */
export interface SignatureFields {
  readonly "content-digest": string;
  readonly "signature-input": string;
  readonly signature: string;
}

/** The label of our signatures. */
const LABEL = "rail";
/** A message is this old at the most; clocks differ by less. */
const AGE_MAX_S = 300;

/** What a request's signature covers, besides its body. */
export function requestComponents(method: string, path: string): readonly Component[] {
  return [
    ['"@method"', method],
    ['"@path"', path],
  ];
}

/** What an answer's signature covers, besides its body: its status, and the very request that it answers. */
export function answerComponents(status: number, asked: SignatureFields): readonly Component[] {
  const value = asked.signature.slice(LABEL.length + 1);
  return [
    ['"@status"', String(status)],
    [`"signature";req;key="${LABEL}"`, value],
  ];
}

/**
 * Signs a message by HMAC-SHA256 (RFC 9421: HTTP Message Signatures, section 3.3.3), its body by its digest (RFC 9530).
 * `now` in milliseconds.
 */
export function sign({ components, body }: Signable, key: SigningKey, now: number): SignatureFields {
  const digest = digestOf(body);
  const covered = withDigest(components, digest);
  const names = covered.map(([name]) => name).join(" ");
  const parameters = `(${names});created=${Math.floor(now / 1000)};keyid="${key.id}";alg="hmac-sha256"`;
  const signature = macOf(covered, parameters, key).toString("base64");
  return {
    "content-digest": digest,
    "signature-input": `${LABEL}=${parameters}`,
    signature: `${LABEL}=:${signature}:`,
  };
}

/** What came of checking a signature. */
export type Verified = "valid" | "invalid" | "key_unknown";

/**
 * Checks that a message carries a signature over just what we demand, by a key that we accept, made not long ago. The
 * profile is strict: one label, our components in our order, HMAC-SHA256 alone (RFC 9421, section 3.2).
 */
export function verify(
  { components, body }: Signable,
  field: (name: string) => string | null | undefined,
  keys: readonly SigningKey[],
  now: number,
): Verified {
  const digest = digestOf(body);
  if (field("content-digest") !== digest) return "invalid";
  const covered = withDigest(components, digest);
  const input = field("signature-input") ?? "";
  const stated = `${LABEL}=(${covered.map(([name]) => name).join(" ")})`;
  if (!input.startsWith(stated)) return "invalid";
  const parameters = parametersOf(input.slice(stated.length));
  if (parameters === undefined || parameters.get("alg") !== "hmac-sha256") return "invalid";
  const created = Number(parameters.get("created") ?? "NaN");
  // Written so that what is no number is too old.
  if (!(Math.abs(now / 1000 - created) <= AGE_MAX_S)) return "invalid";
  const key = keys.find(({ id }) => id === parameters.get("keyid"));
  if (key === undefined) return "key_unknown";
  const given = new RegExp(`^${LABEL}=:([A-Za-z0-9+/]{43}=):$`).exec(field("signature") ?? "");
  if (given?.[1] === undefined) return "invalid";
  const expected = macOf(covered, input.slice(LABEL.length + 1), key);
  return timingSafeEqual(Buffer.from(given[1], "base64"), expected) ? "valid" : "invalid";
}

function digestOf(body: string): string {
  return `sha-256=:${hash("sha256", body, "base64")}:`;
}

function withDigest(components: readonly Component[], digest: string): readonly Component[] {
  return [...components, ['"content-digest"', digest]];
}

/** The MAC of a signature base: a line for each component, the parameters last (RFC 9421, section 2.5). */
export function macOf(covered: readonly Component[], parameters: string, { secret }: SigningKey): Buffer {
  const lines = covered.map(([name, value]) => `${name}: ${value}`);
  return createHmac("sha256", secret)
    .update([...lines, `"@signature-params": ${parameters}`].join("\n"))
    .digest();
}

/** Parameters as they follow the list of components (RFC 8941: a key, then a text or a whole number). */
function parametersOf(text: string): ReadonlyMap<string, string> | undefined {
  if (!/^(;[a-z]+=("[\x20\x21\x23-\x5b\x5d-\x7e]*"|\d{1,15}))+$/.test(text)) return undefined;
  const parameters = new Map<string, string>();
  for (const [, name = "", quoted, bare] of text.matchAll(/;([a-z]+)=(?:"([^"]*)"|(\d+))/g)) {
    if (parameters.has(name)) return undefined;
    parameters.set(name, quoted ?? bare ?? "");
  }
  return parameters;
}
