import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { deliveryStream, serverSideEncryption } from "./compliant.ts";
import { requireDeliveryStreamCustomerKey } from "./require-delivery-stream-customer-key.ts";

/** Delivery streams with a customer's key and without, by their sources. */
export const fixtures: Fixtures = {
  rule: requireDeliveryStreamCustomerKey,
  compliant: {
    "a key": { properties: deliveryStream },
    "from a stream": {
      properties: changed(deliveryStream, {
        serverSideEncryption: undefined,
        kinesisSourceConfiguration: {
          kinesisStreamArn: "arn:aws:kinesis:eu-west-1:111122223333:stream/orders",
          roleArn: "arn:aws:iam::111122223333:role/delivery",
        },
      }),
    },
  },
  violating: {
    "nothing said": {
      properties: changed(deliveryStream, { serverSideEncryption: undefined }),
      faults: ["The delivery stream is not encrypted with a customer managed key."],
    },
    off: {
      properties: changed(deliveryStream, { serverSideEncryption: changed(serverSideEncryption, { enabled: false }) }),
      faults: ["The delivery stream is not encrypted with a customer managed key."],
    },
    "AWS's key": {
      properties: changed(deliveryStream, { serverSideEncryption: { enabled: true, keyType: "AWS_OWNED_CMK" } }),
      faults: ["The delivery stream is not encrypted with a customer managed key."],
    },
    "enabled, with no type, which is AWS's key": {
      properties: changed(deliveryStream, { serverSideEncryption: { enabled: true } }),
      faults: ["The delivery stream is not encrypted with a customer managed key."],
    },
  },
  unknown: {
    key: {
      properties: changed(deliveryStream, { serverSideEncryption: changed(serverSideEncryption, { keyArn: UNKNOWN }) }),
      path: "serverSideEncryption.keyArn",
    },
  },
};
