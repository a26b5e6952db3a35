import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parsePacs002 } from "../../../../functions/iso20022/pacs002.ts";
import { faultsBySchema } from "./valid.ts";

const REJECTED = readFileSync("tests/fixtures/iso20022/pacs002-rejected.xml", "utf8");
const ID = "0123456789abcdef0123456789abcdef";

/** The fixture with one piece replaced; a piece that is not there would make a test that cannot fail. */
function broken(piece: string | RegExp, by: string): string {
  const changed = REJECTED.replace(piece, () => by);
  if (changed === REJECTED) throw new Error(`no such piece: ${piece}`);
  return changed;
}

const REASON = /<StsRsnInf>[\s\S]*<\/StsRsnInf>/;
const statusOf = (xml: string) => {
  const read = parsePacs002(xml);
  return read.ok ? read.value.status : read.refusal.code;
};

describe("a pacs.002", () => {
  it("that is valid is read", async () => {
    expect(await faultsBySchema(REJECTED, "pacs.002.001.10")).toEqual([]);
    const status = { is: "rejected", reason: "AC04" };
    expect(parsePacs002(REJECTED)).toEqual({ ok: true, value: { endToEndId: ID, status } });
  });

  it.each([
    ["ACCP", "accepted"],
    ["ACTC", "accepted"],
    ["ACSP", "accepted"],
    ["PDNG", "pending"],
    ["ACSC", "settled"],
    ["ACCC", "settled"],
    ["RCVD", "unknown"],
    ["PART", "unknown"],
    ["acsc", "unknown"],
    ["toSt", "unknown"],
  ])("with the status %s says %s", (code, is) => {
    expect(statusOf(broken("RJCT", code))).toEqual({ is });
  });

  it.each([
    ["a reason in the bank's own words", broken("<Cd>AC04</Cd>", "<Prtry>J. Jansen has moved</Prtry>")],
    ["a reason that is no code", broken("AC04", "J. Jansen")],
    ["no reason", broken(REASON, "")],
    ["two reasons", broken(/<\/StsRsnInf>/, "</StsRsnInf><StsRsnInf><Rsn><Cd>AM04</Cd></Rsn></StsRsnInf>")],
  ])("that rejects with %s tells no more than that", (_, xml) => {
    expect(statusOf(xml)).toEqual({ is: "rejected", reason: "NARR" });
  });

  it.each([
    ["no XML", "<html>502", "malformed_xml"],
    ["nothing", "", "malformed_xml"],
    ["another version", broken("pacs.002.001.10", "pacs.002.001.14"), "unsupported_schema"],
    ["another message", broken("pacs.002.001.10", "pacs.008.001.08"), "unsupported_schema"],
    ["no transaction", broken(/<TxInfAndSts>[\s\S]*<\/TxInfAndSts>/, ""), "element_missing"],
    ["two transactions", broken("</TxInfAndSts>", "</TxInfAndSts><TxInfAndSts/>"), "element_repeated"],
    ["no end-to-end id", broken(/<OrgnlEndToEndId>.*<\/OrgnlEndToEndId>/, ""), "element_missing"],
    ["no status", broken(/<TxSts>.*<\/TxSts>/, ""), "element_missing"],
    ["an empty status", broken("RJCT", ""), "value_malformed"],
    ["two statuses", broken("</TxSts>", "</TxSts><TxSts>ACSC</TxSts>"), "element_repeated"],
    ["an entity", broken("RJCT", "&xxe;"), "malformed_xml"],
    ["a DOCTYPE", broken("<Document", '<!DOCTYPE d [<!ENTITY a "b">]>\n<Document'), "document_type_refused"],
    ["endless nesting", broken("RJCT", "<a>".repeat(100_000)), "malformed_xml"],
  ])("with %s is refused", (_, xml, code) => {
    expect(statusOf(xml)).toBe(code);
  });
});
