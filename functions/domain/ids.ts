import { hash } from "node:crypto";
import { ok, refuse, type Result } from "./result.ts";

declare const brand: unique symbol;

/** The short name of a cell in the registry: "eu". */
export type CellName = string & { readonly [brand]: "CellName" };
/** `acc_{home}_{hash}`: an account's home never changes, so it stands in its id. */
export type AccountId = string & { readonly [brand]: "AccountId" };
/** `pay_{home of the source}_{hash}`: the same in every cell that computes it, never the executing cell. */
export type PaymentId = string & { readonly [brand]: "PaymentId" };
/** `op_{hash}`: a capture, void or refund of a payment. */
export type OperationId = string & { readonly [brand]: "OperationId" };
/** `whk_{home}_{hash}`: where a tenant's events are sent, and the cell that keeps it. */
export type EndpointId = string & { readonly [brand]: "EndpointId" };
/** `upl_{cell}_{hash}`: a payment file on its way, and the cell that takes it. */
export type UploadId = string & { readonly [brand]: "UploadId" };
/** Who owns accounts and payments; named by the token alone. */
export type Tenant = string & { readonly [brand]: "Tenant" };

const CELL = /^[a-z][a-z0-9]{0,7}$/;
const ACCOUNT = /^acc_([a-z][a-z0-9]{0,7})_[0-9a-f]{32}$/;
const PAYMENT = /^pay_([a-z][a-z0-9]{0,7})_[0-9a-f]{32}$/;
const OPERATION = /^op_[0-9a-f]{32}$/;
const ENDPOINT = /^whk_([a-z][a-z0-9]{0,7})_[0-9a-f]{32}$/;
const UPLOAD = /^upl_([a-z][a-z0-9]{0,7})_[0-9a-f]{32}$/;
const TENANT = /^[a-z0-9][a-z0-9-]{0,39}$/;

/** Parses a cell's name: a lower-case letter, then up to seven letters or digits. */
export const parseCellName = parser<CellName, "cell_malformed">(CELL, "cell_malformed");
/** Parses an account id. */
export const parseAccountId = parser<AccountId, "account_id_malformed">(ACCOUNT, "account_id_malformed");
/** Parses a payment id. */
export const parsePaymentId = parser<PaymentId, "payment_id_malformed">(PAYMENT, "payment_id_malformed");
/** Parses the id of an operation on a payment. */
export const parseOperationId = parser<OperationId, "operation_id_malformed">(OPERATION, "operation_id_malformed");
/** Parses the id of a webhook endpoint. */
export const parseEndpointId = parser<EndpointId, "endpoint_id_malformed">(ENDPOINT, "endpoint_id_malformed");
/** Parses the id of a payment file's upload. */
export const parseUploadId = parser<UploadId, "upload_id_malformed">(UPLOAD, "upload_id_malformed");
/** Parses a tenant's name: up to forty lower-case letters, digits and hyphens. */
export const parseTenant = parser<Tenant, "tenant_malformed">(TENANT, "tenant_malformed");

/** What makes a request the same request: the scope of its idempotency key. */
export interface RequestScope {
  readonly tenant: Tenant;
  readonly method: "POST";
  /** The route's pattern: "/v1/accounts/{id}/payments". */
  readonly route: string;
  /** The resource that the path names. */
  readonly resource: string;
  readonly key: string;
}

/** The account that an opening request opens, the same in every cell. */
export function accountIdOf(home: CellName, scope: RequestScope): AccountId {
  return `acc_${home}_${scopeHash(scope)}` as AccountId; // built in the form that its parser accepts
}

/** Accounts that a cell has once per currency: money enters, waits for a decision, or leaves to other banks by them. */
export type SystemAccountKind = "settlement" | "suspense" | "rails";

/** A system account of a cell, one per kind and currency. */
export function systemAccountId(home: CellName, kind: SystemAccountKind, currency: string): AccountId {
  return `acc_${home}_${lengthPrefixedHash(["system", kind, currency])}` as AccountId; // in its parser's form
}

/** The payment that a request makes from an account, the same in every cell. */
export function paymentIdOf(home: CellName, scope: RequestScope): PaymentId {
  return `pay_${home}_${scopeHash(scope)}` as PaymentId; // built in the form that its parser accepts
}

/** The operation that a request makes on a payment, the same in every cell. */
export function operationIdOf(scope: RequestScope): OperationId {
  return `op_${scopeHash(scope)}` as OperationId; // built in the form that its parser accepts
}

/** The webhook endpoint that a request makes, the same in every cell. */
export function endpointIdOf(home: CellName, scope: RequestScope): EndpointId {
  return `whk_${home}_${scopeHash(scope)}` as EndpointId; // built in the form that its parser accepts
}

/** The upload that a request asks a cell for. */
export function uploadIdOf(cell: CellName, scope: RequestScope): UploadId {
  return `upl_${cell}_${scopeHash(scope)}` as UploadId; // built in the form that its parser accepts
}

/** The cell where an account, a payment or a webhook endpoint is at home, or that takes an upload. */
export function homeOf(id: AccountId | PaymentId | EndpointId | UploadId): CellName {
  return id.slice(4, -33) as CellName; // its parser has seen to the form
}

/** SHA-256 over length-prefixed fields, its first 128 bits as hex: no two lists of fields run into one another. */
export function lengthPrefixedHash(fields: readonly string[]): string {
  let text = "";
  for (const field of fields) text += `${Buffer.byteLength(field)}:${field}`;
  return hash("sha256", text, "hex").slice(0, 32);
}

function scopeHash(scope: RequestScope): string {
  return lengthPrefixedHash([scope.tenant, scope.method, scope.route, scope.resource, scope.key]);
}

function parser<Id extends string, Refusal extends string>(form: RegExp, refusal: Refusal) {
  // The brand is what this parser gives out.
  return (text: string): Result<Id, Refusal> => (form.test(text) ? ok(text as Id) : refuse(refusal));
}
