import { AwsError } from "../../core/errors.ts";

/** The parts of an `Authorization` header of Signature Version 4 or 4A. */
export interface Authorization {
  readonly algorithm: Algorithm;
  readonly accessKeyId: string;
  /** "20260714" */
  readonly date: string;
  /** Absent under 4A, whose regions stand in `X-Amz-Region-Set`. */
  readonly region?: string;
  readonly service: string;
  /** The credential scope as the string to sign has it. */
  readonly scope: string;
  readonly signedHeaders: string;
  readonly signature: string;
}

/** The two signing algorithms that the endpoint verifies. */
type Algorithm = "AWS4-HMAC-SHA256" | "AWS4-ECDSA-P256-SHA256";

/** Parses the header; throws `MissingAuthenticationTokenException` or `IncompleteSignatureException`. */
export function parseAuthorization(header: string | null): Authorization {
  if (header === null || header === "") {
    throw new AwsError("MissingAuthenticationTokenException", "Request is missing Authentication Token", 403);
  }
  const algorithm = algorithmOf(header);
  if (algorithm === undefined) {
    throw new AwsError("MissingAuthenticationTokenException", "Request is missing Authentication Token", 403);
  }
  const fields = new Map<string, string>();
  for (const field of header.slice(algorithm.length + 1).split(",")) {
    const equals = field.indexOf("=");
    if (equals > 0) fields.set(field.slice(0, equals).trim(), field.slice(equals + 1).trim());
  }
  const signedHeaders = required(fields, "SignedHeaders");
  const signature = required(fields, "Signature");
  return { algorithm, signedHeaders, signature, ...parseCredential(algorithm, required(fields, "Credential")) };
}

function algorithmOf(header: string): Algorithm | undefined {
  if (header.startsWith("AWS4-HMAC-SHA256 ")) return "AWS4-HMAC-SHA256";
  return header.startsWith("AWS4-ECDSA-P256-SHA256 ") ? "AWS4-ECDSA-P256-SHA256" : undefined;
}

/** The same of a presigned URL, whose query says what the header would; undefined where it is none. */
export function parsePresigned(query: URLSearchParams): Authorization | undefined {
  const algorithm = query.get("X-Amz-Algorithm");
  if (algorithm === null) return undefined;
  const fields = new Map(
    ["Credential", "SignedHeaders", "Signature"].map((name) => [name, query.get(`X-Amz-${name}`) ?? ""]),
  );
  if (algorithm !== "AWS4-HMAC-SHA256" || [...fields.values()].includes("")) {
    const message =
      "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, " +
      "X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.";
    throw new AwsError("AuthorizationQueryParametersError", message, 400);
  }
  const [signedHeaders, signature] = [required(fields, "SignedHeaders"), required(fields, "Signature")];
  return { algorithm, signedHeaders, signature, ...parseCredential(algorithm, required(fields, "Credential")) };
}

function required(fields: ReadonlyMap<string, string>, name: string): string {
  const value = fields.get(name);
  if (value === undefined || value === "") {
    throw incomplete(`Authorization header requires '${name}' parameter.`);
  }
  return value;
}

type Scope = Pick<Authorization, "accessKeyId" | "date" | "region" | "service" | "scope">;

function parseCredential(algorithm: Algorithm, credential: string): Scope {
  const slash = credential.indexOf("/");
  const accessKeyId = credential.slice(0, slash);
  const scope = credential.slice(slash + 1);
  const parts = scope.split("/");
  const terminator = parts.pop();
  const [date = "", ...rest] = parts;
  const [region, service] = algorithm === "AWS4-HMAC-SHA256" ? rest : [undefined, rest[0]];
  const expected = algorithm === "AWS4-HMAC-SHA256" ? 3 : 2;
  if (slash <= 0 || terminator !== "aws4_request" || parts.length !== expected || service === undefined) {
    throw incomplete("Credential must have the form KEY/DATE/REGION/SERVICE/aws4_request.");
  }
  return { accessKeyId, date, service, scope, ...(region === undefined ? {} : { region }) };
}

function incomplete(message: string): AwsError {
  return new AwsError("IncompleteSignatureException", message, 400);
}
