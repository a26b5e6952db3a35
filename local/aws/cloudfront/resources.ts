import type { ResourceModel } from "../../core/resource.ts";
import { distributionModel } from "./distribution-resource.ts";
import { functionModel } from "./function-resource.ts";
import { keyModel, keyValueStoreModel } from "./key-value-resources.ts";
import { originModels } from "./origin-resources.ts";
import { policyModels } from "./policy-resources.ts";
import type { CloudFrontState } from "./state.ts";

/** The resource types of `aws:cloudfront/*` that the local cloud knows. */
export function createCloudFrontResources(state: CloudFrontState): readonly ResourceModel[] {
  return [
    distributionModel(state),
    functionModel(state),
    keyValueStoreModel(state),
    keyModel(state),
    ...policyModels(state),
    ...originModels(state),
  ];
}
