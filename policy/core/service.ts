import type grpc from "@grpc/grpc-js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import struct from "google-protobuf/google/protobuf/struct_pb.js";
import analyzer from "@pulumi/pulumi/proto/analyzer_pb.js";
import plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import { createAnalyzer } from "./engine.ts";
import type { EngineConfig, Exempt, Said } from "./engine.ts";
import { informationOf, levelOf, levels, severities } from "./information.ts";
import { mendedBy } from "./mend.ts";
import type { Rule } from "./rule.ts";
import type { Pack } from "./run.ts";
import type { Declared } from "./stack.ts";
import { propertiesOf, withChanges } from "./wire.ts";

/** A pack as it is published: with a version. */
export interface VersionedPack extends Pack {
  readonly version: string;
}

/**
 * The engine's calls of a policy pack (`proto/pulumi/analyzer.proto`); what is not here is `UNIMPLEMENTED`. Pulumi's
 * SDK would read every resource anew for every rule, which takes longer than to judge it.
 */
export function createService(pack: VersionedPack, exempt: Exempt): grpc.UntypedServiceImplementation {
  const { version } = pack;
  const analyzing = createAnalyzer(pack, exempt);
  // Which rules have no say about a type is the same for all its resources, and most have none.
  const silent = new Map<string, Uint8Array>();
  const silentAbout = (type: string): Uint8Array => {
    const known = silent.get(type) ?? encoded(analyzing.silent("resource", new Set([type])));
    silent.set(type, known);
    return known;
  };
  return {
    getPluginInfo: unary(() => new plugin.PluginInfo().setVersion(version)),
    getAnalyzerInfo: unary(() => informationOf(pack, version)),
    configureStack: unary(() => new analyzer.AnalyzerStackConfigureResponse()),
    configure: unary((request: analyzer.ConfigureAnalyzerRequest) => {
      analyzing.configure(configOf(request));
      silent.clear();
      return new empty.Empty();
    }),
    analyze: unary((request: analyzer.AnalyzeRequest) => {
      const said = analyzing.ofResource(declaredOf(request));
      return new Answer(diagnosticsOf(said, pack), silentAbout(request.getType()));
    }),
    analyzeStack: unary((request: analyzer.AnalyzeStackRequest) => {
      const resources = request.getResourcesList();
      const said = analyzing.ofStack(resources.map(answeredOf));
      const types = new Set(resources.map((one) => one.getType()));
      return new Answer(diagnosticsOf(said, pack), encoded(analyzing.silent("stack", types)));
    }),
    remediate: unary((request: analyzer.AnalyzeRequest) => {
      const response = new analyzer.RemediateResponse();
      const rules = analyzing.mending(request.getType());
      return rules.length === 0 ? response : response.setRemediationsList(remediationsOf(rules, request, pack));
    }),
  };
}

/** An answer that ends in what was encoded before: protobuf joins the halves of a message. */
class Answer extends analyzer.AnalyzeResponse {
  readonly #end: Uint8Array;

  constructor(diagnostics: analyzer.AnalyzeDiagnostic[], end: Uint8Array) {
    super();
    this.setDiagnosticsList(diagnostics);
    this.#end = end;
  }

  override serializeBinary(): Uint8Array {
    return Buffer.concat([super.serializeBinary(), this.#end]);
  }
}

/** That these rules have nothing to say. */
function encoded(rules: readonly Rule[]): Uint8Array {
  const notApplicable = rules.map(({ name }) => new analyzer.PolicyNotApplicable().setPolicyName(name));
  return new analyzer.AnalyzeResponse().setNotApplicableList(notApplicable).serializeBinary();
}

/** One call without streams, answered at once. */
function unary<Request, Response>(answer: (request: Request) => Response): grpc.handleUnaryCall<Request, Response> {
  return ({ request }, callback) => {
    let response: Response;
    try {
      response = answer(request);
    } catch (fault) {
      callback(fault instanceof Error ? fault : new Error(String(fault)));
      return;
    }
    callback(null, response);
  };
}

function configOf(request: analyzer.ConfigureAnalyzerRequest): EngineConfig {
  const config: Record<string, EngineConfig[string]> = {};
  request.getPolicyconfigMap().forEach((one, name) => {
    // What holds for all, the engine says again of each.
    if (name === "all") return;
    config[name] = { ...one.getProperties()?.toJavaScript(), enforcementLevel: levelOf(one.getEnforcementlevel()) };
  });
  return config;
}

function declaredOf(sent: analyzer.AnalyzeRequest | analyzer.AnalyzerResource): Declared {
  return {
    urn: sent.getUrn(),
    type: sent.getType(),
    name: sent.getName(),
    protect: sent.getOptions()?.getProtect() ?? false,
    properties: propertiesOf(sent.getProperties()),
  };
}

function answeredOf(sent: analyzer.AnalyzerResource): Declared {
  const declared = declaredOf(sent);
  const propertyDependencies: Record<string, readonly string[]> = {};
  sent.getPropertydependenciesMap().forEach((one, name) => (propertyDependencies[name] = one.getUrnsList()));
  return { ...declared, outputs: declared.properties, propertyDependencies };
}

/** What each rule makes of the resource, as the one before it left it. */
function remediationsOf(
  rules: readonly Rule[],
  request: analyzer.AnalyzeRequest,
  { name, version }: VersionedPack,
): analyzer.Remediation[] {
  let properties = request.getProperties() ?? new struct.Struct();
  return mendedBy(rules, propertiesOf(properties)).map((one) => {
    const remediation = new analyzer.Remediation()
      .setPolicyname(one.rule.name)
      .setPolicypackname(name)
      .setPolicypackversion(version)
      .setDescription(one.rule.description);
    if ("why" in one) return remediation.setDiagnostic(one.why);
    properties = withChanges(properties, one.before, one.after);
    return remediation.setProperties(properties);
  });
}

function diagnosticsOf(said: readonly Said[], { name, version }: VersionedPack): analyzer.AnalyzeDiagnostic[] {
  return said.map(({ rule, urn, level, message }) =>
    new analyzer.AnalyzeDiagnostic()
      .setPolicyname(rule.name)
      .setPolicypackname(name)
      .setPolicypackversion(version)
      .setDescription(rule.description)
      .setMessage(message)
      .setEnforcementlevel(levels[level])
      .setSeverity(severities[rule.severity])
      .setUrn(urn),
  );
}
