/** What other services need to know of a certificate of ACM. */
export interface Certificate {
  /** Its domain name and its alternative names; "*.example.com" stands for one label. */
  readonly names: readonly string[];
  /** "ISSUED" once its names are proven. */
  readonly status: string;
}

/** The certificate of an ARN; `undefined` where there is none. */
export type CertificateLookup = (arn: string) => Certificate | undefined;

/** Whether one of a certificate's names stands for a host name. */
export function covers({ names }: Certificate, host: string): boolean {
  const asked = host.toLowerCase();
  return names.some((name) => {
    const certified = name.toLowerCase();
    if (certified === asked) return true;
    return certified.startsWith("*.") && asked.slice(asked.indexOf(".")) === certified.slice(1);
  });
}
