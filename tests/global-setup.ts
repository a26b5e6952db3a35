import { buildBundles } from "../infra/bundles/bundle.ts";
import { root } from "../infra/bundles/paths.ts";

/** Tests of the whole run the functions' own bundles: they are built once, before the first test. */
export default async function buildOnce(): Promise<void> {
  await buildBundles(root);
}
