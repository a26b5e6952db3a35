import type { ResourceModel } from "../../core/resource.ts";
import { aliasModel } from "./alias-resource.ts";
import type { EventSourceMappings } from "./event-sources/index.ts";
import { eventInvokeModel } from "./event-invoke-resource.ts";
import type { FunctionDirectory } from "./function-directory.ts";
import type { FunctionLife } from "./function-life.ts";
import { functionModel } from "./function-resource.ts";
import { mappingModel } from "./mapping-resource.ts";
import { permissionModel } from "./permission-resource.ts";
import { provisionedModel } from "./provisioned-resource.ts";

/** What the resource models ask of the rest of the model. */
export interface LambdaResourceParts {
  readonly directory: FunctionDirectory;
  readonly life: FunctionLife;
  readonly mappings: EventSourceMappings;
}

/** The resource types of `aws:lambda/*` that the local cloud knows. */
export function createLambdaResources({ directory, life, mappings }: LambdaResourceParts): readonly ResourceModel[] {
  return [
    functionModel(life, directory),
    permissionModel(directory),
    aliasModel(directory),
    eventInvokeModel(directory),
    mappingModel(mappings),
    provisionedModel(directory),
  ];
}
