import { AwsError } from "../../core/errors.ts";

/** S3's answer where there is no such bucket. */
export function noSuchBucket(name: string): AwsError {
  return new AwsError("NoSuchBucket", "The specified bucket does not exist", 404, { BucketName: name });
}

/** S3's answer where there is no such object. */
export function noSuchKey(key: string): AwsError {
  return new AwsError("NoSuchKey", "The specified key does not exist.", 404, { Key: key });
}

/** S3's answer to a version that is not there, or cannot be one. */
export function noSuchVersion(key: string, versionId: string): AwsError {
  return new AwsError("NoSuchVersion", "The specified version does not exist.", 404, {
    Key: key,
    VersionId: versionId,
  });
}

/** S3's answer to an argument that it does not take. */
export function invalidArgument(message: string, name?: string): AwsError {
  return new AwsError("InvalidArgument", message, 400, name === undefined ? {} : { ArgumentName: name });
}

/** S3's answer to a request that makes no sense as a whole. */
export function invalidRequest(message: string): AwsError {
  return new AwsError("InvalidRequest", message, 400);
}

/** S3's answer to what nobody may do. */
export function accessDenied(message: string): AwsError {
  return new AwsError("AccessDenied", message, 403);
}
