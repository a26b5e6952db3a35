import { createHmac, hash } from "node:crypto";

/** A secret that the bank shares with its customer. */
export interface BankKey {
  readonly id: string;
  readonly secret: Uint8Array;
}

/** The fields that carry a signature, by their names. */
export type SignatureFields = Readonly<Record<"content-digest" | "signature-input" | "signature", string>>;

/** Lines of a signature base (RFC 9421), less those of digest and parameters. */
export type Lines = readonly (readonly [name: string, value: string])[];

/** Signs a message of the bank's over these lines and its body's digest. */
export function signed(lines: Lines, body: string, { id, secret }: BankKey, now: number): SignatureFields {
  const digest = digestOf(body);
  const covered = [...lines, ['"content-digest"', digest] as const];
  const created = Math.floor(now / 1000);
  const parameters = `(${covered.map(([name]) => name).join(" ")});created=${created};keyid="${id}";alg="hmac-sha256"`;
  return {
    "content-digest": digest,
    "signature-input": `rail=${parameters}`,
    signature: `rail=:${macOf(covered, parameters, secret)}:`,
  };
}

/** Whether a request carries its signature by one of the customer's keys; the bank asks for no more than that. */
export function isSigned(request: Request, body: string, keys: readonly BankKey[]): boolean {
  const digest = digestOf(body);
  const input = request.headers.get("signature-input") ?? "";
  const key = keys.find(({ id }) => input.includes(`;keyid="${id}"`));
  const isOurs = input.startsWith('rail=("@method" "@path" "content-digest");');
  if (key === undefined || !isOurs || request.headers.get("content-digest") !== digest) return false;
  const covered = [
    ['"@method"', request.method],
    ['"@path"', new URL(request.url).pathname],
    ['"content-digest"', digest],
  ] as const;
  return request.headers.get("signature") === `rail=:${macOf(covered, input.slice(5), key.secret)}:`;
}

function digestOf(body: string): string {
  return `sha-256=:${hash("sha256", body, "base64")}:`;
}

function macOf(covered: Lines, parameters: string, secret: Uint8Array): string {
  const lines = [...covered, ['"@signature-params"', parameters] as const];
  return createHmac("sha256", secret)
    .update(lines.map(([name, value]) => `${name}: ${value}`).join("\n"))
    .digest("base64");
}
