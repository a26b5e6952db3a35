import type { ResourceModel } from "../../core/resource.ts";
import { createDeclaredResources } from "./declared-resources.ts";
import { createDomainResources } from "./domain-resources.ts";
import { createMethodResources } from "./method-resources.ts";
import { createRestApiResources } from "./rest-api-resources.ts";
import { createStageResources } from "./stage-resources.ts";
import type { ApiGatewayState } from "./state.ts";

/** The resource types of `aws:apigateway/*` that the local cloud knows. */
export function createApiGatewayResources(state: ApiGatewayState): readonly ResourceModel[] {
  return [
    ...createRestApiResources(state),
    ...createMethodResources(state),
    ...createStageResources(state),
    ...createDomainResources(state),
    ...createDeclaredResources(state),
  ];
}
