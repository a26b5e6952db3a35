import { isProperties } from "../inputs.ts";
import type { Datum } from "./metric-store.ts";

/** A line has at most so many metrics, and a metric so many values. */
const METRICS_MAX = 100;

/**
 * The measurements that a log line carries in CloudWatch's embedded metric format; none where it is no such line, or is
 * malformed, which CloudWatch does not tell either.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function embeddedMetrics(line: string): readonly Datum[] {
  if (!line.startsWith("{") || !line.includes('"CloudWatchMetrics"')) return [];
  const root = parsed(line);
  const about = root?.["_aws"];
  if (root === undefined || !isProperties(about)) return [];
  const { Timestamp: at, CloudWatchMetrics: directives } = about;
  if (typeof at !== "number" || !Array.isArray(directives)) return [];
  return directives.filter(isProperties).flatMap((directive) => inDirective(directive, root, at));
}

type Fields = Readonly<Record<string, unknown>>;

function inDirective({ Namespace: namespace, Dimensions: sets, Metrics: metrics }: Fields, root: Fields, at: number) {
  if (typeof namespace !== "string" || !Array.isArray(sets) || !Array.isArray(metrics)) return [];
  const named = sets.map((set) => dimensionsOf(set, root)).filter((set) => set !== undefined);
  return metrics
    .slice(0, METRICS_MAX)
    .filter(isProperties)
    .flatMap(({ Name: name, Unit: unit }) => {
      if (typeof name !== "string") return [];
      const given = root[name];
      const values = (Array.isArray(given) ? given : [given]).filter((value) => typeof value === "number");
      const common = { namespace, name, unit: typeof unit === "string" ? unit : "None", at };
      return named.flatMap((dimensions) =>
        values.slice(0, METRICS_MAX).map((value): Datum => ({ ...common, dimensions, value })),
      );
    });
}

function dimensionsOf(set: unknown, root: Fields): Readonly<Record<string, string>> | undefined {
  if (!Array.isArray(set)) return undefined;
  const entries = set.map((name): [string, unknown] => [String(name), root[String(name)]]);
  if (entries.some(([, value]) => typeof value !== "string")) return undefined;
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
}

function parsed(line: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isProperties(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
