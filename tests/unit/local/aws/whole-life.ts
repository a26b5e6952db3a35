import { describe, expect, it } from "vitest";
import type { Properties, ResourceModel } from "../../../../local/core/resource.ts";
import { lifeOf } from "./life.ts";
import type { Life } from "./life.ts";

/** The life of a resource type in one row: what it is made of, and what a change of each input does. */
export interface LifeRow {
  readonly type: string;
  /** The service as it has to be before, and the inputs of a resource that AWS takes. */
  stage(): Promise<{ readonly models: readonly ResourceModel[]; readonly inputs: Properties }>;
  readonly region?: string;
  /** Values of inputs that replace the resource, one at a time. */
  readonly replaces: Properties;
  /** Values of inputs that change it in place, all at once; empty where nothing can. */
  readonly updates: Properties;
  /** The id of an import, where it is another than the resource's own; from outputs and id. */
  importId?(outputs: Properties, id: string): string;
  /** Changes that the check refuses, each with its sentence; `undefined` takes an input away. */
  readonly refusals: readonly (readonly [change: Properties, sentence: string])[];
  /** What no API tells: not known after an import. */
  readonly unread?: readonly string[];
  /** The account's own settings are there whatever happens. */
  readonly lasts?: true;
}

/** Leads every row through its life, as Pulumi's engine does. */
export function describeLives(rows: readonly LifeRow[]): void {
  describe.each(rows.map((row) => [row.type, row] as const))("the life of %s", (type, row) => {
    const begun = async (): Promise<{ life: Life; inputs: Properties }> => {
      const { models, inputs } = await row.stage();
      return { life: lifeOf(models, type, row.region === undefined ? {} : { region: row.region }), inputs };
    };

    it.each(row.refusals)("is refused with %j", async (change, sentence) => {
      const { life, inputs } = await begun();
      expect(life.refusals(inputs)).toEqual([]);
      expect(life.refusals({ ...inputs, ...change })).toEqual([sentence]);
    });

    it("is found again by a refresh, and by an import, as it was created", async () => {
      const { life, inputs } = await begun();
      const { id, outputs, inputs: checked } = await life.create(inputs);
      expect(life.refresh()).toEqual({ id, outputs, inputs: checked });
      const found = life.import(row.importId?.(outputs, id));
      const readable = Object.entries(inputs).filter(([name]) => row.unread?.includes(name) !== true);
      expect(found).toMatchObject({ id, inputs: Object.fromEntries(readable) });
      // The engine checks what it imports as it would a program's inputs.
      const missing = row.unread?.filter((name) => name in inputs).map((name) => [name, inputs[name]]) ?? [];
      expect(life.refusals({ ...Object.fromEntries(missing), ...found?.inputs })).toEqual([]);
    });

    it("changes in place or by a replacement, as AWS has it", async () => {
      const { life, inputs } = await begun();
      await life.create(inputs);
      expect(life.plan(inputs)).toEqual([]);
      for (const [name, value] of Object.entries(row.replaces)) {
        const plan = life.plan({ ...inputs, [name]: value });
        expect([name, plan.length > 0 && plan.every((line) => line.endsWith(" (replace)"))]).toEqual([name, true]);
      }
      if (Object.keys(row.updates).length === 0) return;
      const { id, outputs, inputs: checked } = await life.update({ ...inputs, ...row.updates });
      expect(outputs).toMatchObject(row.updates);
      expect(life.refresh()).toEqual({ id, outputs, inputs: checked });
      // And back: what is taken away is gone.
      const back = await life.update(inputs);
      expect(life.refresh()).toEqual({ id, outputs: back.outputs, inputs: back.inputs });
    });

    it("ends with its deletion, which can be asked for twice", async () => {
      const { life, inputs } = await begun();
      await life.create(inputs);
      await life.delete();
      if (row.lasts !== true) expect(life.import(row.importId?.(life.state.outputs, life.state.id))).toBeUndefined();
      await life.delete();
      if (row.lasts !== true) expect(life.refresh()).toBeUndefined();
    });
  });
}
