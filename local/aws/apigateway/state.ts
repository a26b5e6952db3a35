import { AwsError } from "../../core/errors.ts";
import { randomHex, type Kernel } from "../../core/kernel.ts";
import type { Properties } from "../../core/resource.ts";
import type { CertificateLookup } from "../certificate.ts";
import type { Reader } from "../inputs.ts";
import type { RestApi } from "./rest-api.ts";

/** One path below a custom domain name, and the stage it leads to. */
export interface BasePathMapping {
  /** "" for the domain's root. */
  basePath: string;
  apiId: string;
  stageName: string;
}

/** A custom domain name as it stands. */
export interface StoredDomain {
  readonly name: string;
  readonly region: string;
  readonly id: string;
  readonly regionalDomainName: string;
  given: Properties;
  readonly mappings: BasePathMapping[];
}

/** The state that the resource models build up. */
export interface ApiGatewayState {
  readonly kernel: Kernel;
  readonly apis: Map<string, RestApi>;
  /** By custom domain name. */
  readonly domains: Map<string, StoredDomain>;
  /** The account's settings, by region. */
  readonly accounts: Map<string, Properties>;
  readonly usagePlans: Map<string, Properties>;
  readonly certificate: CertificateLookup;
}

/** Ids of API Gateway have ten characters. */
export function newId(kernel: Kernel): string {
  return randomHex(kernel, 5);
}

/** The API that an input names. Throws `NotFoundException`. */
export function apiOf(apis: ReadonlyMap<string, RestApi>, inputs: Reader, key = "restApi"): RestApi {
  const id = inputs.requiredText(key);
  const api = apis.get(id);
  if (api === undefined) throw notFound(`Invalid API identifier specified ${id}`);
  return api;
}

/** What is asked for is not there: 404. */
export function notFound(message: string): AwsError {
  return new AwsError("NotFoundException", message, 404);
}

/** What is asked for cannot be. */
export function badRequest(message: string): AwsError {
  return new AwsError("BadRequestException", message);
}

/** What is to be made is there already: 409. */
export function conflict(message: string): AwsError {
  return new AwsError("ConflictException", message, 409);
}

/** Refuses logs of a region in which API Gateway was given no role to write them. */
export function requireLogRole({ accounts }: ApiGatewayState, region: string): void {
  const role = accounts.get(region)?.["cloudwatchRoleArn"];
  if (typeof role === "string" && role !== "") return;
  throw badRequest("CloudWatch Logs role ARN must be set in account settings to enable logging");
}
