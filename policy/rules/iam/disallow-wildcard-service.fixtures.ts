import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { document, role } from "./compliant.ts";
import { resourceFixtures } from "./resource-cases.ts";
import { disallowWildcardService } from "./disallow-wildcard-service.ts";

const written = { Effect: "Allow", Principal: { Service: "*" }, Action: "sts:AssumeRole" };
const cases = resourceFixtures(disallowWildcardService, {
  allowed: {},
  refused: {
    "every service": [{ principal: { Service: "*" } }, () => "names the services *."],
    "a pattern": [{ principal: { Service: "*.amazonaws.com" } }, () => "names the services *.amazonaws.com."],
  },
  unknown: { whom: [{ principal: { Service: UNKNOWN } }, "Principal.Service"] },
});

/** Services by name and by pattern, in trust policies and in those of resources. */
export const fixtures: Fixtures = {
  ...cases,
  compliant: { ...cases.compliant, "a function's role": { properties: role } },
  violating: {
    ...cases.violating,
    "a role for every service": {
      properties: changed(role, { assumeRolePolicy: document(written) }),
      faults: ["assumeRolePolicy.Statement[0] names the services *."],
    },
  },
};
