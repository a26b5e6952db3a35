import type { Properties } from "../core/resource.ts";

/** What a stack's process is told before it evaluates the program. */
export interface Start {
  readonly kind: "start";
  readonly project: string;
  readonly organization: string;
  readonly stack: string;
  /** Absolute path of the program's entry module. */
  readonly entry: string;
  readonly config: Readonly<Record<string, string>>;
  readonly secretKeys: readonly string[];
}

/** A resource that the program registers; `inputs` in Pulumi's own encoding. */
export interface Register {
  readonly kind: "register";
  readonly call: number;
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  /** A remote component, which its provider constructs. */
  readonly remote: boolean;
  readonly inputs: Properties;
  /** `urn::id` of the provider that was given explicitly; empty for the default one. */
  readonly provider: string;
  /** The providers handed to a remote component, by package. */
  readonly providers: Readonly<Record<string, string>>;
  /** Whether Pulumi refuses to delete it. */
  readonly protect: boolean;
  /** The URNs that each property was made from. */
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
}

/** A resource that the program reads by its id (`StackReference`, `Type.get`). */
export interface Read {
  readonly kind: "read";
  readonly call: number;
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  readonly id: string;
  readonly provider: string;
}

/** A function of a provider that the program calls. */
export interface Invoke {
  readonly kind: "invoke";
  readonly call: number;
  readonly token: string;
  readonly args: Properties;
  readonly provider: string;
}

/** What a stack's process asks of its parent. */
export type Request = Register | Read | Invoke;

/** What a stack's process says at its end. */
export type Verdict =
  | { readonly kind: "done"; readonly outputs: Properties }
  | { readonly kind: "failed"; readonly message: string };

/** A resource as the program sees it once it exists. */
export interface State {
  readonly urn: string;
  readonly id: string;
  readonly state: Properties;
}

/** The answer to a request: a state, and the states of children that the host made. An invoke has no id. */
export interface Reply {
  readonly kind: "reply";
  readonly call: number;
  readonly id: string;
  readonly state: Properties;
  readonly children: readonly State[];
}
