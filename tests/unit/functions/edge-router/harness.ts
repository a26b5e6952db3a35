import { getQuickJS } from "quickjs-emscripten";

/** What the edge around the router is like. */
export interface Edge {
  /** What is in the KeyValueStore; "gone": no store answers. */
  readonly store: Readonly<Record<string, string>> | "gone";
  /** Whether it refuses every origin that is selected. */
  readonly refuses: boolean;
}

/** How a run ended: the handler's value, or its error's text, and which origins were selected with which overrides. */
export interface Run {
  readonly value?: unknown;
  readonly error?: string;
  readonly selected: readonly (readonly [origin: string, overrides: unknown])[];
}

const cloudfront = `
  export default {
    selectRequestOriginById(origin, overrides) {
      if (globalThis.edge.refuses) throw new Error("no such origin");
      globalThis.run.selected.push([origin, overrides]);
    },
    kvs() {
      const { store } = globalThis.edge;
      if (store === "gone") throw new Error("no store");
      return {
        get: async (key) => {
          if (!Object.hasOwn(store, key)) throw new Error("Key not found");
          return store[key];
        },
      };
    },
  };`;

/** Runs a CloudFront function on an event in a sandbox of its own. Throws when its code cannot even be loaded. */
export async function runRouter(code: string, event: unknown, edge: Edge): Promise<Run> {
  const quickjs = await getQuickJS();
  const runtime = quickjs.newRuntime();
  runtime.setModuleLoader(() => cloudfront);
  const context = runtime.newContext();
  try {
    const evaluate = (text: string, type: "global" | "module") =>
      context.unwrapResult(context.evalCode(text, `${type}.js`, { type })).dispose();
    evaluate("globalThis.console = { log() {} }; globalThis.run = { selected: [] };", "global");
    evaluate(`globalThis.edge = ${JSON.stringify(edge)};`, "global");
    evaluate(
      `${code}
      handler(${JSON.stringify(event)}).then(
        (value) => { globalThis.run.value = value; },
        (error) => { globalThis.run.error = String(error); },
      );`,
      "module",
    );
    runtime.executePendingJobs();
    const text = context.unwrapResult(context.evalCode("JSON.stringify(globalThis.run)"));
    const run: Run = JSON.parse(context.getString(text));
    text.dispose();
    return run;
  } finally {
    context.dispose();
    runtime.dispose();
  }
}
