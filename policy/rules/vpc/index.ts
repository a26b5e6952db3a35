import type { Rule } from "../../core/rule.ts";
import { disallowAutomaticAttachments } from "./disallow-automatic-attachments.ts";
import { disallowDefaultNetwork } from "./disallow-default-network.ts";
import { disallowDefaultSecurityGroupRules } from "./disallow-default-security-group-rules.ts";
import { disallowEndpointServiceForAnyone } from "./disallow-endpoint-service-for-anyone.ts";
import { disallowOpenAllNetworkAcl } from "./disallow-open-all-network-acl.ts";
import { disallowOpenAllTraffic } from "./disallow-open-all-traffic.ts";
import { disallowOpenCommandPorts } from "./disallow-open-command-ports.ts";
import { disallowOpenDataPorts } from "./disallow-open-data-ports.ts";
import { disallowOpenEgress } from "./disallow-open-egress.ts";
import { disallowOpenEndpointPolicy } from "./disallow-open-endpoint-policy.ts";
import { disallowOpenFilePorts } from "./disallow-open-file-ports.ts";
import { disallowOpenNetworkAcl } from "./disallow-open-network-acl.ts";
import { disallowOpenPeeringRoute } from "./disallow-open-peering-route.ts";
import { disallowOpenRemoteDesktop } from "./disallow-open-remote-desktop.ts";
import { disallowOpenShell } from "./disallow-open-shell.ts";
import { disallowOpenUnlistedPorts } from "./disallow-open-unlisted-ports.ts";
import { disallowPublicAddressesInSubnets } from "./disallow-public-addresses-in-subnets.ts";
import { requireClientVpnLogging } from "./require-client-vpn-logging.ts";
import { requireEndpointAcceptance } from "./require-endpoint-acceptance.ts";
import { requireEndpointPolicy } from "./require-endpoint-policy.ts";
import { requireEndpointSecurityGroup } from "./require-endpoint-security-group.ts";
import { requireFlowLogs } from "./require-flow-logs.ts";
import { requireMetadataTokens } from "./require-metadata-tokens.ts";
import { requireModernVpnExchange } from "./require-modern-vpn-exchange.ts";
import { requirePublicAccessBlock } from "./require-public-access-block.ts";
import { requireRejectedFlows } from "./require-rejected-flows.ts";
import { requireSecurityGroupDescription } from "./require-security-group-description.ts";
import { requireVpnLogging } from "./require-vpn-logging.ts";

/** The rules about vpc. */
export const vpcRules: readonly Rule[] = [
  disallowAutomaticAttachments,
  disallowDefaultNetwork,
  disallowDefaultSecurityGroupRules,
  disallowEndpointServiceForAnyone,
  disallowOpenAllNetworkAcl,
  disallowOpenAllTraffic,
  disallowOpenCommandPorts,
  disallowOpenDataPorts,
  disallowOpenEgress,
  disallowOpenEndpointPolicy,
  disallowOpenFilePorts,
  disallowOpenNetworkAcl,
  disallowOpenPeeringRoute,
  disallowOpenRemoteDesktop,
  disallowOpenShell,
  disallowOpenUnlistedPorts,
  disallowPublicAddressesInSubnets,
  requireClientVpnLogging,
  requireEndpointAcceptance,
  requireEndpointPolicy,
  requireEndpointSecurityGroup,
  requireFlowLogs,
  requireMetadataTokens,
  requireModernVpnExchange,
  requirePublicAccessBlock,
  requireRejectedFlows,
  requireSecurityGroupDescription,
  requireVpnLogging,
];
