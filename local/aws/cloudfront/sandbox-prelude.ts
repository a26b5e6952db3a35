/**
 * What CloudFront's runtime offers a function, in the sandbox's own JavaScript. Everything that leaves the sandbox goes
 * through `__host(operation, argument)`, whose answer is JSON: `{ "value": … }` or `{ "error": "…" }`.
 */
export const prelude = `(() => {
  const host = globalThis.__host;
  delete globalThis.__host;
  const ask = (operation, argument) => {
    const answer = JSON.parse(host(operation, JSON.stringify(argument)));
    if ("error" in answer) throw new Error(answer.error);
    return answer.value;
  };
  const cf = {
    kvs: (id) => ({
      get: async (key, options) => {
        const text = ask("kvs.get", { id, key });
        const format = (options && options.format) || "string";
        if (format === "json") return JSON.parse(text);
        if (format === "string") return text;
        throw new Error("The local cloud does not model the KeyValueStore format " + format);
      },
      exists: async (key) => ask("kvs.exists", { id, key }),
      count: async () => ask("kvs.count", { id }),
      meta: async () => ask("kvs.meta", { id }),
    }),
    selectRequestOriginById: (originId, options) => ask("selectRequestOriginById", { originId, options }),
    updateRequestOrigin: () => ask("unmodelled", "cf.updateRequestOrigin"),
    createRequestOriginGroup: () => ask("unmodelled", "cf.createRequestOriginGroup"),
    edgeLocation: () => ask("unmodelled", "cf.edgeLocation"),
  };
  const print = (...values) => ask("log", values.map((v) => (typeof v === "string" ? v : JSON.stringify(v))).join(" "));
  globalThis.console = { log: print, error: print };
  let outcome;
  globalThis.__cloudfront = cf;
  globalThis.__run = (text) => {
    outcome = undefined;
    const failed = (error) => {
      outcome = JSON.stringify({ error: error instanceof Error ? error.name + ": " + error.message : String(error) });
    };
    const answered = (value) => {
      outcome = JSON.stringify({ value });
    };
    Promise.resolve(text).then(JSON.parse).then((event) => globalThis.__handler(event)).then(answered).catch(failed);
  };
  globalThis.__outcome = () => outcome;
})();`;
