import type { CheckFailure, Properties, ResourceModel } from "../../../../local/core/resource.ts";
import type { Diff } from "../../../../local/pulumi/lifecycle/diff.ts";
import { createProvider } from "../../../../local/pulumi/provider.ts";
import type { Found, StateOf } from "../../../../local/pulumi/provider.ts";
import { createVirtualKernel } from "../../../../local/drivers/virtual-clock.ts";
import { accountId } from "./account.ts";

/** The life of one resource, as Pulumi's engine leads it: it keeps the state between the steps. */
export interface Life {
  /** What check says of inputs: one line each, "property: reason". Nothing is created. */
  refusals(news: Properties): readonly string[];
  /** Checks and creates. Throws where the check fails. */
  create(news: Properties): Promise<StateOf>;
  /** What an update to `news` would change: "name (replace)", "tags.a". */
  plan(news: Properties): readonly string[];
  diff(news: Properties): Diff;
  /** Updates in place. Throws where the diff says replace. */
  update(news: Properties): Promise<StateOf>;
  /** As `refresh` does; the state follows. */
  refresh(): Found | undefined;
  /** As `import` does: with nothing but the id. */
  import(id?: string): Found | undefined;
  delete(): Promise<void>;
  readonly state: StateOf;
}

/** The life of a resource of `type` whose Pulumi name is `name`. */
export function lifeOf(
  models: readonly ResourceModel[],
  type: string,
  { name = "it", region = "eu-west-1" }: { name?: string; region?: string } = {},
): Life {
  const provider = createProvider({ kernel: createVirtualKernel(7), accountId, models, invokes: [] });
  const address = { urn: `urn:pulumi:test::payment-cells::${type}::${name}`, region };
  let state: StateOf | undefined;
  const standing = (): StateOf => {
    if (state === undefined) throw new Error(`The ${type} was not created.`);
    return state;
  };
  const checked = (news: Properties): Properties => {
    const { inputs, failures } = provider.check(address, state?.inputs ?? {}, news);
    if (failures.length > 0) throw new Error(failures.map(line).join("\n"));
    return inputs;
  };
  const diff = (news: Properties): Diff => provider.diff(address, standing().inputs, checked(news));
  return {
    refusals: (news) => provider.check(address, state?.inputs ?? {}, news).failures.map(line),
    async create(news) {
      const inputs = checked(news);
      state = { ...address, inputs, ...(await provider.create(address, inputs)) };
      return state;
    },
    plan: (news) => diff(news).changes.map(({ path, replaces }) => (replaces ? `${path} (replace)` : path)),
    diff,
    async update(news) {
      const { replaces } = diff(news);
      if (replaces.length > 0) throw new Error(`A change of ${replaces.join(", ")} replaces the ${type}.`);
      const inputs = checked(news);
      state = { ...standing(), inputs, outputs: await provider.update(standing(), inputs) };
      return state;
    },
    refresh() {
      const found = provider.read(standing());
      state = found === undefined ? undefined : { ...standing(), ...found };
      return found;
    },
    import: (id) => provider.read({ ...address, id: id ?? standing().id, inputs: {}, outputs: {} }),
    delete: () => provider.delete(standing()),
    get state() {
      return standing();
    },
  };
}

function line({ property, reason }: CheckFailure): string {
  return `${property}: ${reason}`;
}
