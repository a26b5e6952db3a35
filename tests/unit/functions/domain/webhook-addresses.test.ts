import { describe, expect, it } from "vitest";
import { isPublicAddress, parseEndpointUrl } from "../../../../functions/domain/webhook-addresses.ts";

describe("an endpoint's URL", () => {
  const rows: readonly (readonly [text: string, outcome: string])[] = [
    ["https://shop.example/hooks?team=1", "https://shop.example/hooks?team=1"],
    ["https://SHOP.example:443", "https://shop.example/"],
    ["https://bücher.example/", "url_malformed"],
    ["https://xn--bcher-kva.example/", "https://xn--bcher-kva.example/"],
    ["http://shop.example/hooks", "not_https"],
    ["ftp://shop.example/", "not_https"],
    ["shop.example/hooks", "url_malformed"],
    ["", "url_malformed"],
    ["https://", "url_malformed"],
    ["https://shop.example/a b", "url_malformed"],
    ["https:\\\\shop.example\\", "url_malformed"],
    ["https://shop.example\\@127.0.0.1/", "url_malformed"],
    [`https://shop.example/${"x".repeat(500)}`, "url_too_long"],
    ["https://user@shop.example/", "credentials_in_url"],
    ["https://:secret@shop.example/", "credentials_in_url"],
    ["https://shop.example/#part", "fragment_in_url"],
    ["https://shop.example:8443/", "port_not_443"],
    ["https://127.0.0.1/", "host_is_an_address"],
    ["https://2130706433/", "host_is_an_address"],
    ["https://0x7f.1/", "host_is_an_address"],
    ["https://0177.0.0.1/", "host_is_an_address"],
    ["https://169.254.169.254/latest/meta-data/", "host_is_an_address"],
    ["https://8.8.8.8/", "host_is_an_address"],
    ["https://[::1]/", "host_is_an_address"],
    ["https://[::ffff:169.254.169.254]/", "host_is_an_address"],
    ["https://[fd00:ec2::254]/", "host_is_an_address"],
    ["https://localhost/", "host_not_public"],
    ["https://shop.localhost/", "host_not_public"],
    ["https://localhost./", "host_not_public"],
    ["https://intranet/", "host_not_public"],
    ["https://metadata.google.internal/", "host_not_public"],
    ["https://printer.local/", "host_not_public"],
    ["https://1.0.0.127.in-addr.arpa/", "host_not_public"],
  ];
  it.each(rows)("%s: %s", (text, outcome) => {
    const parsed = parseEndpointUrl(text);
    expect(parsed.ok ? parsed.value : parsed.refusal).toBe(outcome);
  });
});

describe("an address that a name resolves to", () => {
  const isPublic = ["1.1.1.1", "93.184.215.14", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a00:1450:4001::200e"];
  it.each(isPublic)("%s is on the internet", (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  const inner = [
    "0.0.0.0",
    "10.0.0.1",
    "100.64.0.1",
    "100.127.255.255",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "169.254.170.2",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.8",
    "192.0.2.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.7",
    "203.0.113.7",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "::ffff:a9fe:a9fe",
    "::127.0.0.1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::1",
    "100::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "3fff::1",
    "5f00::1",
    "not an address",
    "",
  ];
  it.each(inner)("%s is not", (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});
