import type { Properties } from "../../core/resource.ts";
import type { PropertyChange } from "../lifecycle/diff.ts";

/** What a resource is asked about by; properties are in Pulumi's own encoding. */
interface Addressed {
  readonly urn: string;
  /** The region of the provider instance that was asked. */
  readonly region: string;
}

interface Standing extends Addressed {
  readonly id: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
}

/** What the provider's process asks of the local cloud. */
export type EngineRequest =
  | ({ readonly kind: "check"; readonly olds: Properties; readonly news: Properties } & Addressed)
  | ({ readonly kind: "diff"; readonly olds: Properties; readonly news: Properties } & Addressed)
  | ({ readonly kind: "create"; readonly news: Properties; readonly preview: boolean } & Addressed)
  | ({ readonly kind: "read" } & Standing)
  | ({ readonly kind: "update"; readonly news: Properties; readonly preview: boolean } & Standing)
  | ({ readonly kind: "delete" } & Standing)
  | { readonly kind: "invoke"; readonly token: string; readonly args: Properties; readonly region: string };

/** What it is answered. */
export interface EngineAnswer {
  readonly id?: string;
  readonly inputs?: Properties;
  readonly outputs?: Properties;
  readonly failures?: readonly { readonly property: string; readonly reason: string }[];
  readonly changes?: readonly PropertyChange[];
  readonly replaces?: readonly string[];
  readonly deleteBeforeReplace?: boolean;
}

/** A request on its way from the provider's process to its parent. */
export interface Asked {
  readonly kind: "asked";
  readonly call: number;
  readonly request: EngineRequest;
}

/** Its answer, or why there is none. */
export interface Answered {
  readonly kind: "answered";
  readonly call: number;
  readonly answer?: EngineAnswer;
  readonly error?: string;
}
