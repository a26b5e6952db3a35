import { buildBundles, BundleError } from "./bundle.ts";
import { root } from "./paths.ts";

try {
  for (const bundle of await buildBundles(root)) {
    console.log(`${bundle.name.padEnd(16)} ${(bundle.bytes / 1024).toFixed(1).padStart(8)} KB`);
  }
} catch (fault) {
  if (!(fault instanceof BundleError)) {
    throw fault;
  }
  console.error(fault.message);
  process.exitCode = 1;
}
