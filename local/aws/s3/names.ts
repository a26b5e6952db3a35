import { all, lengthBetween, matching } from "../rules.ts";

/** What the name of a bucket may be. Source: S3 User Guide, "General purpose bucket naming rules". */
export const bucketName = all(
  lengthBetween(3, 63),
  matching(/^[a-z0-9.-]+$/, "only lowercase alphanumeric characters, hyphens and dots are allowed"),
  matching(/^[a-z0-9].*[a-z0-9]$/, "must begin and end with a letter or number"),
  matching(/^(?!.*\.\.)/, "cannot contain two adjacent periods"),
  matching(/^(?!\d+\.\d+\.\d+\.\d+$)/, "must not be formatted as an IP address"),
  matching(/^(?!xn--|sthree-|amzn-s3-demo-)(?!.*(-s3alias|--ol-s3|\.mrap)$)/, "its beginning or its end is reserved"),
);

/** Why a bucket cannot have a name; undefined where it can. */
export function bucketNameRefusal(name: string): string | undefined {
  return bucketName.refusal(name);
}
