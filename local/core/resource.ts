/** The inputs or outputs of a Pulumi resource: plain JSON, camelCase as in `@pulumi/aws`. */
export type Properties = Readonly<Record<string, unknown>>;

/** A resource that is to be created, as its model is handed it: its inputs are checked and its name is chosen. */
export interface Registration {
  /** "aws:dynamodb/table:Table" */
  readonly type: string;
  /** The Pulumi name within its parent. */
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

/** A resource that was created before: what the state that a Pulumi backend keeps says of it. */
export interface Existing {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  readonly region: string;
  readonly accountId: string;
  /** Empty where nothing but the id is known, as in an import. */
  readonly inputs: Properties;
  /** Likewise. */
  readonly outputs: Properties;
}

/** An input that AWS would refuse, in the field's own words. */
export interface CheckFailure {
  readonly property: string;
  readonly reason: string;
}

/** What an input of a resource type may be, and what a change of it does. Without any rule: anything, in place. */
export interface InputRule {
  /** AWS demands it. */
  readonly required?: true;
  /** A change of it replaces the resource. */
  readonly replaces?: true;
  /** A physical name: made from the Pulumi name and random digits where none is given; `end` as in "….fifo". */
  readonly autoName?: {
    readonly lengthMax: number;
    readonly start?: string;
    readonly end?: (inputs: Properties) => string;
    readonly lowerCase?: true;
  };
  /** What AWS takes where nothing is given: absence and this value are the same. */
  readonly default?: unknown;
  /** AWS chooses where nothing is given: taking the input away changes nothing. */
  readonly computed?: true;
  /** A JSON document, as text or as an object: has to parse, and is compared by content. */
  readonly json?: true;
  /** A list whose order means nothing. */
  readonly unordered?: true;
  /** Why AWS would refuse the value, else `undefined`. Not asked for unknown values. */
  readonly refusal?: (value: unknown) => string | undefined;
}

/** How one Pulumi resource type is turned into its local counterpart. Kept beside the service that it belongs to. */
export interface ResourceModel {
  readonly type: string;
  readonly standing: "modelled" | "declared-only";
  /** Every input that the model knows; another is refused by name. */
  readonly inputs: Readonly<Record<string, InputRule>>;
  /** The service has no regions: IAM, CloudFront, Route 53. */
  readonly global?: true;
  /** AWS cannot have the old and the new one side by side. */
  readonly deleteBeforeReplace?: true;
  /** Outputs that an update gives a new value: unknown in a preview. */
  readonly recomputed?: readonly string[];
  /** Rules across several inputs. Unknown values are left out of `inputs`, and named in `unknowns`. */
  check?(inputs: Properties, unknowns: ReadonlySet<string>): readonly CheckFailure[];
  create(registration: Registration): Created | Promise<Created>;
  /** All outputs as they are now; `undefined` where the resource is gone. */
  read(existing: Existing): Properties | undefined;
  /** All outputs after the change. Absent where every change replaces. */
  update?(existing: Existing, inputs: Properties): Properties | Promise<Properties>;
  /** Harmless where the resource is gone already. */
  delete(existing: Existing): void | Promise<void>;
}

/** How one Pulumi function (`aws:dynamodb/getTable:getTable`) is answered. */
export interface InvokeModel {
  readonly token: string;
  invoke(args: Properties, region: string, accountId: string): Properties | Promise<Properties>;
}

/** An archive or file asset, as the program's host hands it over. */
export interface AssetPath {
  readonly kind: "archive" | "asset";
  /** Empty where a state knows its hash alone. */
  readonly path: string;
  /** SHA-256 of its contents, where the host knows it. */
  readonly hash?: string;
}
