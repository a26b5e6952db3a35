import { it } from "vitest";
import { createSandbox } from "/work/main/local/aws/cloudfront/sandbox.ts";
it("m", async () => {
  for (const code of [
    "function handler(e) { return e; }",
    "function handler() { const a = []; for (;;) a.push('x'.repeat(100000) + a.length); }",
    "function handler() { const a = []; for (;;) a.push([a.length]); }",
    "function handler() { let n=0; try { const a = []; for (;;) {a.push('x'.repeat(100000) + a.length);n++} } catch(e) {return n} }",
    "function handler() { for (;;) JSON.stringify('x'.repeat(1000)) }",
    "function handler() { let s='a'; for (let i=0;i<18;i++) s+=s; for (;;) s.indexOf('b') }",
  ]) {
    const s = createSandbox(code);
    for (let i = 0; i < 2; i++) { const t = performance.now(); const r = await s.run({ a: 1 }, (o, a) => a); console.log(code.slice(0, 60), (performance.now() - t).toFixed(1), JSON.stringify(r)); }
  }
}, 60000);
