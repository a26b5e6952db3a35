import type { Properties } from "../../core/fixtures.ts";

/** A trail that every rule is content with. */
export const trail: Properties = {
  name: "audit",
  s3BucketName: "audit-111122223333",
  kmsKeyId: "arn:aws:kms:eu-west-1:111122223333:key/0b5e9d6c-6d3c-4a53-9f9c-1f2e3d4c5b6a",
  enableLogFileValidation: true,
  isMultiRegionTrail: true,
  cloudWatchLogsGroupArn: "arn:aws:logs:eu-west-1:111122223333:log-group:audit:*",
  cloudWatchLogsRoleArn: "arn:aws:iam::111122223333:role/audit-to-logs",
  snsTopicName: "arn:aws:sns:eu-west-1:111122223333:audit",
  insightSelectors: [{ insightType: "ApiCallRateInsight" }],
  eventSelectors: [
    {
      readWriteType: "All",
      includeManagementEvents: true,
      dataResources: [{ type: "AWS::S3::Object", values: ["arn:aws:s3"] }],
    },
  ],
};

/** The selectors of a trail in their newer form. */
export const advanced = [
  { name: "management", fieldSelectors: [{ field: "eventCategory", equals: ["Management"] }] },
  {
    name: "objects",
    fieldSelectors: [
      { field: "eventCategory", equals: ["Data"] },
      { field: "resources.type", equals: ["AWS::S3::Object"] },
    ],
  },
];

/** A store of events. */
export const store: Properties = {
  name: "audit",
  kmsKeyId: "arn:aws:kms:eu-west-1:111122223333:key/0b5e9d6c-6d3c-4a53-9f9c-1f2e3d4c5b6a",
  retentionPeriod: 2555,
};
