import { AwsError } from "../../core/errors.ts";
import { randomHex, type Kernel } from "../../core/kernel.ts";
import type { Reader } from "../inputs.ts";
import type { RestApi } from "./rest-api.ts";

/** One path below a custom domain name, and the stage it leads to. */
export interface BasePathMapping {
  /** "" for the domain's root. */
  readonly basePath: string;
  readonly apiId: string;
  readonly stageName: string;
}

/** The state that the resource models build up. */
export interface ApiGatewayState {
  readonly kernel: Kernel;
  readonly apis: Map<string, RestApi>;
  /** By custom domain name. */
  readonly domains: Map<string, BasePathMapping[]>;
}

/** Ids of API Gateway have ten characters. */
export function newId(kernel: Kernel): string {
  return randomHex(kernel, 5);
}

/** The API that `restApi` names. Throws `NotFoundException`. */
export function apiOf(apis: ReadonlyMap<string, RestApi>, inputs: Reader): RestApi {
  const id = inputs.requiredText("restApi");
  const api = apis.get(id);
  if (api === undefined) throw new AwsError("NotFoundException", `Invalid API identifier specified ${id}`, 404);
  return api;
}
