import type { Properties } from "../../core/resource.ts";

/** The parts of a path that a resource stands for. */
export interface ApiResource {
  readonly id: string;
  readonly parentId: string | undefined;
  /** "" for the root, "accounts", "{id}" or "{proxy+}". */
  readonly pathPart: string;
}

/** A Lambda proxy integration. */
interface Integration {
  readonly functionArn: string;
  readonly timeoutMs: number;
}

/** Rates of a method, requests per second and at once; undefined where nothing limits it. */
export interface Throttle {
  readonly ratePerSecond: number;
  readonly burst: number;
}

/** What a deployment froze: resources, and integrations by `<resource id> <HTTP method>`. */
export interface ApiSnapshot {
  readonly resources: ReadonlyMap<string, ApiResource>;
  readonly integrations: ReadonlyMap<string, Integration>;
  readonly executeApiDisabled: boolean;
  readonly binaryMediaTypes: readonly string[];
  /** Gateway responses, by type. */
  readonly responses: ReadonlyMap<string, Properties>;
}

/** A deployment, with what it was declared as. */
export interface Deployment {
  readonly snapshot: ApiSnapshot;
  readonly createdMs: number;
  given: Properties;
}

/** A REST API under construction, its deployments and its stages. What is `given` are the inputs that count now. */
export interface RestApi {
  readonly id: string;
  readonly region: string;
  readonly rootResourceId: string;
  readonly createdMs: number;
  given: Properties;
  readonly resources: Map<string, ApiResource>;
  readonly methods: Map<string, Properties>;
  readonly integrations: Map<string, Integration & { readonly given: Properties }>;
  readonly deployments: Map<string, Deployment>;
  readonly stages: Map<string, ApiStage>;
  readonly validators: Map<string, Properties>;
  /** Gateway responses, by type. */
  readonly responses: Map<string, Properties>;
  /** What the resource for the API's policy declares, where there is one. */
  policy: Properties | undefined;
}

/** A stage: which deployment it shows, with its settings. */
export interface ApiStage {
  readonly name: string;
  readonly arn: string;
  deploymentId: string;
  variables: Readonly<Record<string, string>>;
  given: Properties;
  /** By method path: "*" and "/*", or the path and method that it is for. */
  readonly throttles: Map<string, Throttle>;
  /** What was declared for method paths. */
  readonly settings: Map<string, Properties>;
}

/** The key of a method or integration. */
export function methodKey(resourceId: string, httpMethod: string): string {
  return `${resourceId} ${httpMethod}`;
}

/** Where a request leads. */
export interface RouteMatch {
  readonly resourceId: string;
  /** "/accounts/{id}" */
  readonly resourcePath: string;
  /** The declared method, which may be "ANY". */
  readonly httpMethod: string;
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly integration: Integration;
}

/** Finds the resource and method of a request: literal parts win over parameters, those over a greedy proxy. */
export function matchRoute(api: RestApi, snapshot: ApiSnapshot, path: string, method: string): RouteMatch | undefined {
  const parts = path.split("/").filter((part) => part !== "");
  const found = descend(snapshot, api.rootResourceId, parts, {});
  if (found === undefined) return undefined;
  for (const httpMethod of [method, "ANY"]) {
    const integration = snapshot.integrations.get(methodKey(found.resourceId, httpMethod));
    if (integration !== undefined) {
      return { ...found, resourcePath: resourcePath(snapshot.resources, found.resourceId), httpMethod, integration };
    }
  }
  return undefined;
}

/** A resource's path from the root: "/" or "/accounts/{id}". */
export function resourcePath(resources: ReadonlyMap<string, ApiResource>, id: string): string {
  const parts: string[] = [];
  let at = resources.get(id);
  while (at?.parentId !== undefined) {
    parts.unshift(at.pathPart);
    at = resources.get(at.parentId);
  }
  return `/${parts.join("/")}`;
}

type Found = Pick<RouteMatch, "resourceId" | "pathParameters">;

function descend(
  snapshot: ApiSnapshot,
  resourceId: string,
  parts: readonly string[],
  pathParameters: Readonly<Record<string, string>>,
): Found | undefined {
  const [part, ...rest] = parts;
  if (part === undefined) return { resourceId, pathParameters };
  const children = [...snapshot.resources.values()].filter(({ parentId }) => parentId === resourceId);
  const literal = children.find(({ pathPart }) => pathPart === part);
  if (literal !== undefined) {
    const found = descend(snapshot, literal.id, rest, pathParameters);
    if (found !== undefined) return found;
  }
  const parameter = children.find(({ pathPart }) => /^\{[^+}]+\}$/.test(pathPart));
  if (parameter !== undefined) {
    const named = { ...pathParameters, [parameter.pathPart.slice(1, -1)]: part };
    const found = descend(snapshot, parameter.id, rest, named);
    if (found !== undefined) return found;
  }
  const greedy = children.find(({ pathPart }) => pathPart.endsWith("+}"));
  if (greedy === undefined) return undefined;
  return {
    resourceId: greedy.id,
    pathParameters: { ...pathParameters, [greedy.pathPart.slice(1, -2)]: parts.join("/") },
  };
}
