/** One step into a document, as written: a plain name, a `#placeholder`, or a list index. */
export type PathStep =
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "index"; readonly at: number };

/** What a comparison, a function or an assignment takes. */
export type Operand =
  | { readonly kind: "path"; readonly steps: readonly PathStep[] }
  | { readonly kind: "value"; readonly placeholder: string }
  | FunctionCall;

/** A function as written; whether it may stand there is judged when it is bound. */
export interface FunctionCall {
  readonly kind: "function";
  readonly name: string;
  readonly operands: readonly Operand[];
}

/** The comparators of conditions. */
export type Comparator = "=" | "<>" | "<" | "<=" | ">" | ">=";

/** A condition as written. */
export type Condition =
  | { readonly kind: "and" | "or"; readonly left: Condition; readonly right: Condition }
  | { readonly kind: "not"; readonly inner: Condition }
  | { readonly kind: "compare"; readonly comparator: Comparator; readonly left: Operand; readonly right: Operand }
  | { readonly kind: "between"; readonly operand: Operand; readonly low: Operand; readonly high: Operand }
  | { readonly kind: "in"; readonly operand: Operand; readonly candidates: readonly Operand[] }
  | FunctionCall;

/** The right side of a `SET` clause. */
export type Assigned =
  | Operand
  | { readonly kind: "arithmetic"; readonly operator: "+" | "-"; readonly left: Operand; readonly right: Operand };

/** One action of an update expression as written. */
export type UpdateAction =
  | { readonly kind: "set"; readonly steps: readonly PathStep[]; readonly assigned: Assigned }
  | { readonly kind: "remove"; readonly steps: readonly PathStep[] }
  | { readonly kind: "add" | "delete"; readonly steps: readonly PathStep[]; readonly placeholder: string };

/** An expression that parsed, with the placeholders that it uses. */
export interface Parsed<Tree> {
  readonly tree: Tree;
  readonly names: ReadonlySet<string>;
  readonly values: ReadonlySet<string>;
  /** The first steps of its paths, as written: the top-level attributes that it names. */
  readonly roots: ReadonlySet<string>;
}
