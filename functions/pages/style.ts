/** The style sheet of pages: light or dark as the reader has it, and plain on paper. */
export const style = `
:root {
  color-scheme: light dark;
  --paper: #fcfcfb; --raised: #ffffff; --ink: #16181d; --quiet: #5a606b; --rule: #dfe1e6;
  --good: #1a7f4b; --bad: #b3261e;
  --s1: #2a6fdb; --s2: #d9730d; --s3: #1a8a72; --s4: #9b51c9; --s5: #b88a00; --s6: #c23b6b;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14161a; --raised: #1b1e24; --ink: #e8eaee; --quiet: #9aa1ad; --rule: #323741;
    --good: #5cc98f; --bad: #ff8a80;
    --s1: #6ea8ff; --s2: #f2a154; --s3: #4cc2a8; --s4: #c58cf0; --s5: #dcb73f; --s6: #f07fa6;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; max-width: 64rem; padding: 2.5rem 1.5rem 4rem; background: var(--paper); color: var(--ink);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", sans-serif;
}
h1 { margin: 0; font-size: 1.75rem; line-height: 1.2; letter-spacing: -0.01em; }
h2 { margin: 3rem 0 0.75rem; font-size: 1.2rem; }
h3 { margin: 0; font-size: 1rem; }
h3 small, .note, figcaption p, .facts { color: var(--quiet); font-weight: 400; font-size: 0.85rem; }
p { margin: 0.5rem 0; max-width: 46rem; }
.claim { font-size: 1.05rem; }
.verdict { display: inline-block; margin: 0 0 0.75rem; font-weight: 650; color: var(--good); }
.verdict.failed, .bad { color: var(--bad); }
.good { color: var(--good); }
.facts { display: flex; flex-wrap: wrap; gap: 0.25rem 1.5rem; margin: 1rem 0 0; padding: 0; list-style: none; }
.facts b { font-weight: 500; color: var(--ink); }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(10.5rem, 1fr)); margin: 0 0 1.5rem; }
.figures div { padding: 0.4rem 1rem 0.4rem 0; }
.figures dt { color: var(--quiet); font-size: 0.85rem; }
.figures dd { margin: 0; font-size: 1.5rem; font-variant-numeric: tabular-nums; line-height: 1.3; }
.figures dd small { font-size: 0.85rem; color: var(--quiet); }
.moments { margin: 0; padding: 0; list-style: none; columns: 2; column-gap: 2.5rem; }
.moments li { break-inside: avoid; display: flex; gap: 0.6rem; padding: 0.15rem 0; }
.moments b {
  flex: none; width: 1.35rem; height: 1.35rem; border-radius: 50%; background: var(--ink); color: var(--paper);
  font: 600 0.72rem/1.35rem system-ui, sans-serif; text-align: center;
}
.moments time { margin-left: auto; color: var(--quiet); font-variant-numeric: tabular-nums; }
figure { margin: 0 0 2rem; break-inside: avoid; }
figcaption p { margin: 0.1rem 0; }
.legend span { margin-right: 1.1rem; white-space: nowrap; color: var(--ink); }
.legend span::before {
  content: ""; display: inline-block; width: 0.7rem; height: 0.7rem; margin-right: 0.4rem; border-radius: 2px;
  background: var(--c); vertical-align: -0.05rem;
}
.s1 { --c: var(--s1); } .s2 { --c: var(--s2); } .s3 { --c: var(--s3); }
.s4 { --c: var(--s4); } .s5 { --c: var(--s5); } .s6 { --c: var(--s6); }
svg { display: block; width: 100%; height: auto; overflow: visible; }
svg .line { fill: none; stroke: var(--c); stroke-width: 1.75; stroke-linejoin: round; }
svg .area { fill: var(--c); fill-opacity: 0.75; stroke: none; }
svg .grid { stroke: var(--rule); stroke-width: 1; fill: none; }
svg .base { stroke: var(--quiet); stroke-width: 1; fill: none; }
svg text { font: 11px system-ui, sans-serif; fill: var(--quiet); font-variant-numeric: tabular-nums; }
svg .moment path { stroke: var(--ink); stroke-width: 1; stroke-dasharray: 2 3; fill: none; opacity: 0.65; }
svg .moment circle { fill: var(--ink); }
svg .moment text { fill: var(--paper); font-size: 9.5px; font-weight: 600; }
svg .reading { fill: transparent; }
svg .reading:hover { fill: var(--ink); fill-opacity: 0.08; }
.table { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 0.9rem; }
th, td { padding: 0.4rem 1rem 0.4rem 0; border-bottom: 1px solid var(--rule); text-align: left; vertical-align: top; }
th { color: var(--quiet); font-weight: 500; font-size: 0.85rem; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td.id { font: 0.8rem/1.5 ui-monospace, "SF Mono", Consolas, monospace; overflow-wrap: anywhere; }
footer { margin-top: 3rem; color: var(--quiet); font-size: 0.85rem; }
code { font: 0.9em ui-monospace, "SF Mono", Consolas, monospace; }
@media (max-width: 40rem) { .moments { columns: 1; } body { padding: 1.5rem 1rem 3rem; } }
@media print {
  :root { --paper: #ffffff; --ink: #000000; --quiet: #444444; --rule: #bbbbbb; }
  body { max-width: none; padding: 0; font-size: 11pt; }
  h2 { break-after: avoid; } tr { break-inside: avoid; } .table { overflow: visible; }
  * { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
}
`;
