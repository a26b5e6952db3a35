import type { DeployedPlatform } from "../../../../drills/targets/aws/deployed-platform.ts";

/** A stage of two cells, as its stacks' outputs tell of it. */
export const platform: DeployedPlatform = {
  stage: "staging",
  publicHost: "api.staging.pay.example.com",
  keyValueStoreArn: "arn:aws:cloudfront::111122223333:key-value-store/1",
  authorityTable: "staging-authority",
  authorityRegions: ["eu-west-1", "eu-central-1"],
  cells: [cell("eu", "eu-west-1", ["us"]), cell("us", "us-east-1", ["eu"])],
};

function cell(name: string, region: string, standIns: readonly string[]) {
  const ledgerTable = "staging-ledger";
  return { name, region, ledgerTable, userPoolId: `pool-${name}`, userPoolDomain: `staging-${name}-pay`, standIns };
}
