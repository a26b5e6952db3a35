/** The inputs or outputs of a Pulumi resource: plain JSON, camelCase as in `@pulumi/aws`. */
export type Properties = Readonly<Record<string, unknown>>;

/** A resource that the program registers, as its model is handed it. */
export interface Registration {
  /** "aws:dynamodb/table:Table" */
  readonly type: string;
  /** The Pulumi name within its parent, used for auto-naming where the type has an optional physical name. */
  readonly name: string;
  readonly urn: string;
  readonly inputs: Properties;
  /** From the resource's `region`, else the provider's, else the stack's `aws:region`. */
  readonly region: string;
  readonly accountId: string;
}

/** A created resource: its provider id and all its outputs (inputs included where the type echoes them). */
export interface Created {
  readonly id: string;
  readonly outputs: Properties;
}

/** How one Pulumi resource type is turned into its local counterpart. Kept beside the service that it belongs to. */
export interface ResourceModel {
  readonly type: string;
  readonly standing: "modelled" | "declared-only";
  create(registration: Registration): Created | Promise<Created>;
}

/** How one Pulumi function (`aws:dynamodb/getTable:getTable`) is answered. */
export interface InvokeModel {
  readonly token: string;
  invoke(args: Properties, region: string, accountId: string): Properties | Promise<Properties>;
}

/** An archive or file asset, as the program's host hands it over. */
export interface AssetPath {
  readonly kind: "archive" | "asset";
  readonly path: string;
}
