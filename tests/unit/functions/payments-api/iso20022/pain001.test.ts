import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parsePain001, type Pain001 } from "../../../../../functions/payments-api/iso20022/pain001.ts";
import type { Pain001Refusal } from "../../../../../functions/payments-api/iso20022/pain001-refusal.ts";

const ACCOUNT = `acc_us_${"0123456789abcdef".repeat(2)}`;

/** A small file with everything that a line can have; broken variants replace one piece of it. */
const WHOLE = `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09">
  <CstmrCdtTrfInitn>
    <GrpHdr>
      <MsgId>batch-1</MsgId>
      <CreDtTm>2026-11-22T16:28:32</CreDtTm>
      <NbOfTxs>3</NbOfTxs>
      <CtrlSum>1013.755</CtrlSum>
      <InitgPty><Nm>Platform</Nm></InitgPty>
    </GrpHdr>
    <PmtInf>
      <PmtInfId>info-1</PmtInfId>
      <PmtMtd>TRF</PmtMtd>
      <NbOfTxs>2</NbOfTxs>
      <CtrlSum>13.755</CtrlSum>
      <CdtTrfTxInf>
        <PmtId><InstrId>i-1</InstrId><EndToEndId>e2e-1</EndToEndId></PmtId>
        <Amt><InstdAmt Ccy="EUR">12.50</InstdAmt></Amt>
        <Cdtr><Nm>Jansen &amp; Zonen</Nm></Cdtr>
        <CdtrAcct><Id><IBAN>NL69ABNA0078777868</IBAN></Id></CdtrAcct>
        <RmtInf><Strd><CdtrRefInf><Ref>RF18539007547034</Ref></CdtrRefInf></Strd></RmtInf>
      </CdtTrfTxInf>
      <CdtTrfTxInf>
        <PmtId><EndToEndId>e2e-2</EndToEndId></PmtId>
        <Amt><InstdAmt Ccy="KWD">1.255</InstdAmt></Amt>
        <CdtrAcct><Id><Othr><Id>${ACCOUNT}</Id></Othr></Id></CdtrAcct>
      </CdtTrfTxInf>
    </PmtInf>
    <PmtInf>
      <PmtInfId>info-2</PmtInfId>
      <CdtTrfTxInf>
        <PmtId><EndToEndId>e2e-3</EndToEndId></PmtId>
        <Amt><InstdAmt Ccy="JPY">1000</InstdAmt></Amt>
        <CdtrAcct><Id><Othr><Id>MERCHANT-7</Id><SchmeNm><Prtry>SHOP</Prtry></SchmeNm></Othr></Id></CdtrAcct>
      </CdtTrfTxInf>
    </PmtInf>
  </CstmrCdtTrfInitn>
</Document>`;

function sample(name: string): string {
  return readFileSync(new URL(`../../../../../examples/${name}`, import.meta.url), "utf8");
}

function accepted(xml: string): Pain001 {
  const parsed = parsePain001(xml);
  if (!parsed.ok) throw new Error(`refused: ${parsed.refusal.message}`);
  return parsed.value;
}

function refusal(xml: string): Pain001Refusal {
  const parsed = parsePain001(xml);
  if (parsed.ok) throw new Error("accepted");
  return parsed.refusal;
}

/** The whole file with one piece replaced; a piece that is not there would make a test that cannot fail. */
function broken(piece: string, by: string): string {
  if (!WHOLE.includes(piece)) throw new Error(`no such piece: ${piece}`);
  return WHOLE.replace(piece, () => by);
}

describe("a whole file", () => {
  it("is read line by line, across its payment infos", () => {
    expect(accepted(WHOLE)).toEqual({
      messageId: "batch-1",
      createdAt: "2026-11-22T16:28:32",
      count: 3,
      lines: [
        {
          index: 0,
          paymentInfoId: "info-1",
          endToEndId: "e2e-1",
          amount: 1250n,
          currency: "EUR",
          creditor: { kind: "iban", iban: "NL69ABNA0078777868", name: "Jansen & Zonen" },
        },
        {
          index: 1,
          paymentInfoId: "info-1",
          endToEndId: "e2e-2",
          amount: 1255n,
          currency: "KWD",
          creditor: { kind: "account", account: ACCOUNT },
        },
        {
          index: 2,
          paymentInfoId: "info-2",
          endToEndId: "e2e-3",
          amount: 1000n,
          currency: "JPY",
          creditor: { kind: "other", id: "MERCHANT-7" },
        },
      ],
    });
  });

  it.each([
    ["without control sums, which are optional", WHOLE.replaceAll(/<CtrlSum>.*<\/CtrlSum>/g, "")],
    ["with a namespace prefix", WHOLE.replaceAll(/<(\/?)(?=[A-Z])/g, "<$1p:").replace("xmlns=", "xmlns:p=")],
    ["with an amount in a CDATA section", broken("12.50", "<![CDATA[12.50]]>")],
    ["with a comment inside a value", broken("12.50", "12<!-- and a half -->.50")],
    ["with more zeros than the currency has decimals", broken(">12.50<", ">0012.5000<")],
    ["with a control sum of another scale", broken("<CtrlSum>1013.755<", "<CtrlSum>01013.75500<")],
  ])("is the same %s", (_, xml) => {
    expect(accepted(xml)).toEqual(accepted(WHOLE));
  });

  it("takes the largest amount that a JSON number holds exactly", () => {
    const withoutSums = WHOLE.replaceAll(/<CtrlSum>.*<\/CtrlSum>/g, "");
    const [line] = accepted(withoutSums.replace("12.50", "90071992547409.91")).lines;
    expect(line?.amount).toBe(9_007_199_254_740_991n);
  });
});

describe("the sample files", () => {
  it.each([
    ["marketplace-payouts-25.xml", 25, 102_548n],
    ["marketplace-payouts-500.xml", 500, 3_896_563n],
  ])("%s has %d payments by IBAN that add up to its control sum", (name, count, total) => {
    const file = accepted(sample(name));
    expect(file.count).toBe(count);
    expect(file.lines.map(({ index }) => index)).toEqual(Array.from({ length: count }, (_, index) => index));
    expect(file.lines.reduce((sum, { amount }) => sum + amount, 0n)).toBe(total);
    expect(new Set(file.lines.map(({ currency, creditor }) => `${currency} ${creditor.kind}`))).toEqual(
      new Set(["EUR iban"]),
    );
    expect(new Set(file.lines.map(({ endToEndId }) => endToEndId)).size).toBe(count);
  });

  it("legacy-batch-40.xml is of another version and refused by name", () => {
    expect(refusal(sample("legacy-batch-40.xml"))).toEqual({
      code: "unsupported_schema",
      message:
        "The file has the namespace urn:iso:std:iso:20022:tech:xsd:pain.001.001.03; " +
        "only urn:iso:std:iso:20022:tech:xsd:pain.001.001.09 is taken.",
    });
  });
});

const IN_FIRST = "PmtInf[1]/CdtTrfTxInf[1]";

describe("a file with one piece broken is refused whole", () => {
  it.each<[string, string, string, Pain001Refusal]>([
    [
      "a tag not closed",
      "</GrpHdr>",
      "",
      {
        code: "malformed_xml",
        message: "The file is not well-formed XML: see line 37, column 3.",
        position: { line: 37, column: 3 },
      },
    ],
    [
      "an entity that nobody declared",
      "Platform",
      "&xxe;",
      {
        code: "malformed_xml",
        message: "The file is not well-formed XML: see line 9, column 21.",
        position: { line: 9, column: 21 },
      },
    ],
    [
      "a document type, even an empty one",
      "<Document ",
      '<!DOCTYPE Document [<!ENTITY xxe SYSTEM "file:///etc/passwd">]><Document ',
      { code: "document_type_refused", message: "The file has a DOCTYPE; payment files need none." },
    ],
    [
      "no namespace",
      ' xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"',
      "",
      {
        code: "unsupported_schema",
        message: "The file has no namespace; only urn:iso:std:iso:20022:tech:xsd:pain.001.001.09 is taken.",
      },
    ],
    [
      "another message of the same family",
      "pain.001.001.09",
      "pain.008.001.08",
      {
        code: "unsupported_schema",
        message:
          "The file has the namespace urn:iso:std:iso:20022:tech:xsd:pain.008.001.08; " +
          "only urn:iso:std:iso:20022:tech:xsd:pain.001.001.09 is taken.",
      },
    ],
    [
      "an element of a foreign namespace in place of ours",
      "<GrpHdr>",
      '<GrpHdr xmlns="urn:example:other">',
      { code: "element_missing", message: "GrpHdr is missing.", path: "GrpHdr" },
    ],
    [
      "no message id",
      "<MsgId>batch-1</MsgId>",
      "",
      { code: "element_missing", message: "GrpHdr/MsgId is missing.", path: "GrpHdr/MsgId" },
    ],
    [
      "an overlong message id",
      "batch-1",
      "b".repeat(36),
      { code: "value_malformed", message: "GrpHdr/MsgId must be 1 to 35 characters.", path: "GrpHdr/MsgId" },
    ],
    [
      "two message ids",
      "<MsgId>batch-1</MsgId>",
      "<MsgId>batch-1</MsgId><MsgId>batch-2</MsgId>",
      { code: "element_repeated", message: "GrpHdr/MsgId may stand there only once.", path: "GrpHdr/MsgId" },
    ],
    [
      "a date that is none",
      "2026-11-22T16:28:32",
      "yesterday",
      {
        code: "value_malformed",
        message: "GrpHdr/CreDtTm must be a date and time such as 2026-11-22T16:28:32.",
        path: "GrpHdr/CreDtTm",
      },
    ],
    [
      "no count of the whole file",
      "<NbOfTxs>3</NbOfTxs>",
      "",
      { code: "element_missing", message: "GrpHdr/NbOfTxs is missing.", path: "GrpHdr/NbOfTxs" },
    ],
    [
      "a count that is no number",
      "<NbOfTxs>3</NbOfTxs>",
      "<NbOfTxs>three</NbOfTxs>",
      {
        code: "value_malformed",
        message: "GrpHdr/NbOfTxs must be a whole number of at most 15 digits.",
        path: "GrpHdr/NbOfTxs",
      },
    ],
    [
      "a count of the whole file that does not match",
      "<NbOfTxs>3</NbOfTxs>",
      "<NbOfTxs>4</NbOfTxs>",
      {
        code: "count_mismatch",
        message: "GrpHdr/NbOfTxs says 4, but there are 3 transactions.",
        path: "GrpHdr/NbOfTxs",
      },
    ],
    [
      "a count of one payment info that does not match",
      "<NbOfTxs>2</NbOfTxs>",
      "<NbOfTxs>1</NbOfTxs>",
      {
        code: "count_mismatch",
        message: "PmtInf[1]/NbOfTxs says 1, but there are 2 transactions.",
        path: "PmtInf[1]/NbOfTxs",
      },
    ],
    [
      "a control sum off by the smallest unit",
      "1013.755",
      "1013.754",
      {
        code: "control_sum_mismatch",
        message: "GrpHdr/CtrlSum says 1013.754, but the amounts add up to 1013.755.",
        path: "GrpHdr/CtrlSum",
      },
    ],
    [
      "a control sum of one payment info that does not match",
      "<CtrlSum>13.755",
      "<CtrlSum>13.76",
      {
        code: "control_sum_mismatch",
        message: "PmtInf[1]/CtrlSum says 13.76, but the amounts add up to 13.755.",
        path: "PmtInf[1]/CtrlSum",
      },
    ],
    [
      "a control sum in exponent notation",
      "1013.755",
      "1.013755e3",
      {
        code: "value_malformed",
        message: "GrpHdr/CtrlSum must be an unsigned decimal such as 1025.48.",
        path: "GrpHdr/CtrlSum",
      },
    ],
    [
      "an unknown currency",
      'Ccy="EUR"',
      'Ccy="EUX"',
      {
        code: "currency_unknown",
        message: `${IN_FIRST}/Amt/InstdAmt/@Ccy is not an active ISO 4217 code.`,
        path: `${IN_FIRST}/Amt/InstdAmt/@Ccy`,
        index: 0,
      },
    ],
    [
      "no currency",
      ' Ccy="JPY"',
      "",
      {
        code: "currency_unknown",
        message: "PmtInf[2]/CdtTrfTxInf/Amt/InstdAmt/@Ccy is not an active ISO 4217 code.",
        path: "PmtInf[2]/CdtTrfTxInf/Amt/InstdAmt/@Ccy",
        index: 2,
      },
    ],
    ...amountRows([
      ["12.505", "amount_too_many_decimals", "has more decimals than its currency"],
      ["-12.50", "amount_not_positive", "must be more than zero"],
      ["0.00", "amount_not_positive", "must be more than zero"],
      ["90071992547409.92", "amount_too_large", "is more than 9007199254740991 minor units"],
      ["12,50", "amount_malformed", "is not a decimal such as 12.50"],
      ["1e3", "amount_malformed", "is not a decimal such as 12.50"],
      ["NaN", "amount_malformed", "is not a decimal such as 12.50"],
      ["", "amount_malformed", "is not a decimal such as 12.50"],
      ["9".repeat(100_000), "amount_malformed", "is not a decimal such as 12.50"],
    ]),
    [
      "decimals in a currency that has none",
      ">1000<",
      ">1000.5<",
      {
        code: "amount_too_many_decimals",
        message: "PmtInf[2]/CdtTrfTxInf/Amt/InstdAmt has more decimals than its currency.",
        path: "PmtInf[2]/CdtTrfTxInf/Amt/InstdAmt",
        index: 2,
      },
    ],
    [
      "an amount to be exchanged",
      '<InstdAmt Ccy="EUR">12.50</InstdAmt>',
      '<EqvtAmt><Amt Ccy="EUR">12.50</Amt><CcyOfTrf>USD</CcyOfTrf></EqvtAmt>',
      {
        code: "amount_not_instructed",
        message: `${IN_FIRST}/Amt/EqvtAmt asks for a currency exchange; only InstdAmt is taken.`,
        path: `${IN_FIRST}/Amt/EqvtAmt`,
        index: 0,
      },
    ],
    [
      "no end-to-end id",
      "<EndToEndId>e2e-2</EndToEndId>",
      "",
      {
        code: "element_missing",
        message: "PmtInf[1]/CdtTrfTxInf[2]/PmtId/EndToEndId is missing.",
        path: "PmtInf[1]/CdtTrfTxInf[2]/PmtId/EndToEndId",
        index: 1,
      },
    ],
    [
      "an IBAN with spaces",
      "NL69ABNA0078777868",
      "NL69 ABNA 0078 7778 68",
      {
        code: "value_malformed",
        message: `${IN_FIRST}/CdtrAcct/Id/IBAN must be an IBAN (ISO 13616) without spaces.`,
        path: `${IN_FIRST}/CdtrAcct/Id/IBAN`,
        index: 0,
      },
    ],
    [
      "a creditor account named in no way",
      "<IBAN>NL69ABNA0078777868</IBAN>",
      "",
      {
        code: "element_missing",
        message: `${IN_FIRST}/CdtrAcct/Id/Othr is missing.`,
        path: `${IN_FIRST}/CdtrAcct/Id/Othr`,
        index: 0,
      },
    ],
    [
      "an overlong foreign account id",
      "MERCHANT-7",
      "M".repeat(35),
      {
        code: "value_malformed",
        message: "PmtInf[2]/CdtTrfTxInf/CdtrAcct/Id/Othr/Id must be 1 to 34 characters.",
        path: "PmtInf[2]/CdtTrfTxInf/CdtrAcct/Id/Othr/Id",
        index: 2,
      },
    ],
  ])("for %s", (_, piece, by, expected) => {
    expect(refusal(broken(piece, by))).toEqual(expected);
  });

  it("for bytes that are no UTF-8, as of a file in Latin-1, since nobody knows whom they name", () => {
    const bytes = Buffer.from(broken("Jansen &amp; Zonen", "Caf\u00e9"), "latin1");
    expect(refusal(bytes.toString("utf8"))).toEqual({
      code: "malformed_xml",
      message: "The file is not UTF-8, whatever it declares: see line 19, column 22.",
      position: { line: 19, column: 22 },
    });
  });

  it("for a payment info without transactions", () => {
    const empty = WHOLE.replaceAll(/<CdtTrfTxInf>.*?<\/CdtTrfTxInf>/gs, "");
    expect(refusal(empty)).toMatchObject({ code: "element_missing", path: "PmtInf[1]/CdtTrfTxInf" });
  });

  it.each([
    ["nothing", "", "malformed_xml"],
    ["JSON", "{}", "malformed_xml"],
    ["elements nested without end", "<a>".repeat(200_000), "malformed_xml"],
    [
      "entities that expand one another",
      '<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><Document>&c;</Document>',
      "malformed_xml",
    ],
  ])("for %s in place of a file", (_, text, code) => {
    expect(refusal(text).code).toBe(code);
  });

  it("and the refusal quotes no names of the file", () => {
    const { message } = refusal(broken("Jansen &amp; Zonen</Nm>", "Jansen &amp; Zonen"));
    expect(message).toMatch(/^The file is not well-formed XML: see line \d+, column \d+\.$/);
  });
});

function amountRows(
  rows: readonly (readonly [string, Pain001Refusal["code"], string])[],
): [string, string, string, Pain001Refusal][] {
  const path = `${IN_FIRST}/Amt/InstdAmt`;
  return rows.map(([text, code, sentence]) => [
    `the amount "${text.slice(0, 20)}"`,
    ">12.50<",
    `>${text}<`,
    { code, message: `${path} ${sentence}.`, path, index: 0 },
  ]);
}
