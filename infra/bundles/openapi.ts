import path from "node:path";
import { deflateRawSync } from "node:zlib";
import { build, type Plugin } from "esbuild";

/** What the routes do not say. A bundle is the same for every cell, so the founder's issuer stands for all of them. */
const about = {
  title: "Payment cells",
  version: "1",
  tokenUrl: "https://prod-eu-pay.auth.eu-west-1.amazoncognito.com/oauth2/token",
};

/** The replies that get a name of their own in the document, and the schemas that they are made from. */
const named = {
  Account: "accountReply",
  Balance: "balanceReply",
  Payment: "paymentReply",
  Operation: "operationReply",
  Batch: "batchReply",
};

/**
 * Gives the API its document as the module "virtual:openapi". It is made here, from the routes' own schemas, so that
 * neither the converter nor its dependencies end up in the function; packed, since few cold starts are asked for it.
 */
export function openApiPlugin(root: string): Plugin {
  return {
    name: "openapi",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^virtual:openapi$/ }, ({ path }) => ({ path, namespace: "openapi" }));
      onLoad({ filter: /.*/, namespace: "openapi" }, async () => ({
        contents: unpacking(await openApiText(root)),
      }));
    },
  };
}

/** A module that unpacks a text, in a third of its bytes. */
function unpacking(text: string): string {
  const packed = deflateRawSync(text, { level: 9 }).toString("base64");
  return `
    import { inflateRawSync } from "node:zlib";
    export default inflateRawSync(Buffer.from("${packed}", "base64")).toString();`;
}

/** Runs the routes' description, bundled, and gives the document as JSON text. Throws when it gives none. */
async function openApiText(root: string): Promise<string> {
  const schemas = Object.entries(named).map(([name, schema]) => `${name}: schemas.${schema}`);
  const { outputFiles } = await build({
    stdin: {
      contents: `
        import { openApiDocument } from "./openapi/document.ts";
        import { routeTable } from "./route-table.ts";
        import * as schemas from "./schemas.ts";
        const about = { ...${JSON.stringify(about)}, schemas: { ${schemas.join(", ")} } };
        export default JSON.stringify(openApiDocument(routeTable, about));`,
      resolveDir: path.join(root, "functions/payments-api"),
      loader: "ts",
    },
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
    target: "node20",
    logLevel: "silent",
  });
  const code = outputFiles[0]?.contents ?? new Uint8Array();
  const module: unknown = await import(`data:text/javascript;base64,${Buffer.from(code).toString("base64")}`);
  if (typeof module === "object" && module !== null && "default" in module && typeof module.default === "string") {
    return module.default;
  }
  throw new Error("The description of the API's routes gave no text.");
}
