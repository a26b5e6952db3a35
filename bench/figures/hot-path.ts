import type { Bench } from "../figure.ts";
/** x */
export const hotPath: Bench = { name: "hot-path", about: "", run: async () => [] };
