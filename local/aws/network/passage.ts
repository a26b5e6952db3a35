/** How a call leaves the network of the function that makes it. */
export type Passage =
  | {
      readonly kind: "endpoint";
      readonly vpcId: string;
      readonly endpointId: string;
      /** Undefined where everything passes. */
      readonly policy: string | undefined;
      /** The address of the function in its network. */
      readonly sourceIp: string | undefined;
    }
  | {
      readonly kind: "nat";
      /** The address of the gateway as the world sees it. */
      readonly publicIp: string | undefined;
    };
