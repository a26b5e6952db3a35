import { changed, MAIN, UNKNOWN, type Fixtures, type Companion } from "../../core/fixtures.ts";
import { api, restStage, stageSettings, firewall } from "./compliant.ts";
import { requireRestFirewall } from "./require-rest-firewall.ts";

const connected: Companion = {
  ...firewall,
  properties: changed(firewall.properties, { resourceArn: UNKNOWN }),
  madeFrom: { resourceArn: [MAIN] },
};

/** Stages with and without a firewall before them. */
export const fixtures: Fixtures = {
  rule: requireRestFirewall,
  compliant: {
    "a firewall": { properties: restStage, companions: [api, stageSettings, firewall] },
    "a firewall by a value that is not known yet": {
      properties: restStage,
      companions: [api, stageSettings, connected],
    },
    "an API that is made elsewhere": { properties: restStage },
  },
  violating: {
    none: { properties: restStage, companions: [api, stageSettings], faults: ["No firewall stands before the stage."] },
    "another stage's": {
      properties: changed(restStage, { stageName: "next" }),
      companions: [api, stageSettings, firewall],
      faults: ["No firewall stands before the stage."],
    },
  },
  unknown: {
    "a firewall of nobody knows what": {
      properties: restStage,
      companions: [api, stageSettings, { ...connected, madeFrom: {} }],
      path: "resourceArn of aws:wafv2/webAclAssociation:WebAclAssociation firewall",
    },
  },
};
