import { changed, MAIN, UNKNOWN, type Fixtures, type Companion } from "../../core/fixtures.ts";
import { webAcl, logging, logged } from "./compliant.ts";
import { requireWebAclLogs } from "./require-web-acl-logs.ts";

const other = "arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/other/0b5e9d6c-6d3c-4a53-9f9c-1f2e3d4c5b6a";

const connected: Companion = {
  type: "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration",
  name: "log",
  properties: changed(logging, { resourceArn: UNKNOWN }),
  madeFrom: { resourceArn: [MAIN] },
};

/** ACLs with and without a log. */
export const fixtures: Fixtures = {
  rule: requireWebAclLogs,
  compliant: {
    "a log": logged(webAcl),
    "a log by a value that is not known yet": { properties: webAcl, companions: [connected] },
  },
  violating: {
    none: { properties: webAcl, faults: ["The web ACL logs nothing."] },
    "another ACL's": {
      properties: webAcl,
      companions: [{ ...connected, properties: changed(logging, { resourceArn: other }), madeFrom: {} }],
      faults: ["The web ACL logs nothing."],
    },
  },
  unknown: {
    "a log of nobody knows what": {
      properties: webAcl,
      companions: [{ ...connected, madeFrom: {} }],
      path: "resourceArn of aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration log",
    },
  },
};
