import { AwsError } from "../../core/errors.ts";
import type { Properties } from "../../core/resource.ts";
import type { Provider } from "../provider.ts";
import { splitUrn } from "../urn.ts";
import { plainProperties, wireProperties } from "../wire.ts";
import type { EngineAnswer, EngineRequest } from "./messages.ts";

/** Answers one request of the provider's process. Relative paths of assets start at `directory`. */
export async function answerEngine(
  provider: Provider,
  request: EngineRequest,
  directory: string,
): Promise<EngineAnswer> {
  const plain = (properties: Properties): Properties => plainProperties(properties, directory);
  switch (request.kind) {
    case "check": {
      const { olds, news } = request;
      const { inputs, failures } = provider.check(request, plain(olds), plain(news));
      return { inputs: wireProperties({ ...inputs, ...pick(news, Object.keys(inputs)) }), failures };
    }
    case "diff": {
      const { changes, replaces, deleteBeforeReplace } = provider.diff(
        request,
        plain(request.olds),
        plain(request.news),
      );
      return { changes, replaces, deleteBeforeReplace };
    }
    case "create": {
      const news = plain(request.news);
      if (request.preview) return { id: "", outputs: wireProperties(provider.foresee(request, news)) };
      const { id, outputs } = await provider.create(request, news);
      return { id, outputs: wireProperties(outputs) };
    }
    case "read": {
      const found = provider.read(plainStanding(request, plain));
      if (found === undefined) return { id: "" };
      return { id: found.id, inputs: wireProperties(found.inputs), outputs: wireProperties(found.outputs) };
    }
    case "update": {
      const standing = plainStanding(request, plain);
      const news = plain(request.news);
      const outputs = request.preview
        ? provider.foresee(request, news, standing)
        : await provider.update(standing, news);
      return { outputs: wireProperties(outputs) };
    }
    case "delete":
      await provider.delete(plainStanding(request, plain));
      return {};
    case "invoke":
      return { outputs: wireProperties(await provider.invoke(request.token, plain(request.args), request.region)) };
  }
}

/** What went wrong, as the public provider words it: "creating aws:sqs/queue:Queue (inbox): QueueNameExists: …". */
export function wordsOf(request: EngineRequest, fault: unknown): string {
  const reason =
    fault instanceof AwsError
      ? `${fault.code}: ${fault.message}`
      : fault instanceof Error
        ? fault.message
        : String(fault);
  if (request.kind === "invoke") return `invoking ${request.token}: ${reason}`;
  const { type, name } = splitUrn(request.urn);
  return `${gerund[request.kind]} ${type} (${name}): ${reason}`;
}

const gerund: Readonly<Record<Exclude<EngineRequest["kind"], "invoke">, string>> = {
  check: "checking",
  diff: "comparing",
  create: "creating",
  read: "reading",
  update: "updating",
  delete: "deleting",
};

function plainStanding<Standing extends { readonly inputs: Properties; readonly outputs: Properties }>(
  standing: Standing,
  plain: (properties: Properties) => Properties,
): Standing {
  return { ...standing, inputs: plain(standing.inputs), outputs: plain(standing.outputs) };
}

/** What the program gave keeps its own encoding, hashes of assets included. */
function pick(news: Properties, names: readonly string[]): Properties {
  return Object.fromEntries(names.filter((name) => news[name] !== undefined).map((name) => [name, news[name]]));
}
