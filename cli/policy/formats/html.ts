import { frameworksOf } from "../../../policy/core/frameworks.ts";
import type { Finding, Outcome, PolicyRun } from "../run.ts";
import { summaryLine } from "./text.ts";
import { escaped } from "./xml.ts";

const TITLES: readonly (readonly [Outcome, string])[] = [
  ["violation", "Violations"],
  ["failed", "Rules that failed"],
  ["notEvaluated", "Not evaluated"],
  ["advice", "Advice"],
  ["exempt", "Exempt"],
];

const STYLE = `body{font:15px/1.45 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#1b1f24}
table{border-collapse:collapse;width:100%}td,th{border:1px solid #d0d7de;padding:.4rem;text-align:left;
vertical-align:top}
th{background:#f6f8fa}code{font-size:.85em;overflow-wrap:anywhere}.critical,.high{color:#a40e26}.passed{color:#116329}
.failed{color:#a40e26}`;

/** One page that needs nothing else. */
export function htmlReport(run: PolicyRun): string {
  const { passed, stacks, problems, remarks, findings } = run;
  const notes = [...problems, ...remarks].map((note) => `<li>${escaped(note)}</li>`).join("");
  const sections = TITLES.map(([outcome, title]) =>
    section(
      title,
      findings.filter((one) => one.outcome === outcome),
    ),
  );
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Policy</title>
<meta name="viewport" content="width=device-width,initial-scale=1"><style>${STYLE}</style></head><body>
<h1>Policy: <span class="${passed ? "passed" : "failed"}">${passed ? "passed" : "failed"}</span></h1>
<p>${escaped(summaryLine(run))}</p>
<ul>${stacks.map(({ name, resources }) => `<li>${escaped(name)}: ${resources} resources</li>`).join("")}</ul>
${notes === "" ? "" : `<ul>${notes}</ul>`}
${sections.join("\n")}
</body></html>
`;
}

function section(title: string, findings: readonly Finding[]): string {
  if (findings.length === 0) return "";
  const head = "<tr><th>Severity</th><th>Rule</th><th>Resource</th><th>Fault and fix</th><th>Requirements</th></tr>";
  return `<h2>${title} (${findings.length})</h2><table>${head}${findings.map(row).join("")}</table>`;
}

function row({ rule, resource, stack, message, note, exemption }: Finding): string {
  const exempt =
    exemption === undefined
      ? ""
      : `<br>Until ${escaped(exemption.expires)} (${escaped(exemption.owner)}): ${escaped(exemption.reason)}`;
  const fault = note === undefined ? message : `${message} ${note}`;
  const cells = [
    `<td class="${rule.severity}">${rule.severity}</td>`,
    `<td><code>${escaped(rule.name)}</code><br>${escaped(rule.reason)}</td>`,
    `<td>${escaped(stack)}<br><code>${escaped(resource.type)}</code><br>${escaped(resource.name)}</td>`,
    `<td>${escaped(fault)}<br>${escaped(rule.remediation)}${exempt}</td>`,
    `<td>${escaped(frameworksOf(rule).join(", "))}</td>`,
  ];
  return `<tr>${cells.join("")}</tr>`;
}
