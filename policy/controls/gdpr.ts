import { elsewhere, inCode, type Regime } from "./regime.ts";

/** The articles of the GDPR that a platform's operator answers for; numbers are article.paragraph.letter. */
export const gdpr: Regime = {
  framework: "gdpr",
  name: "GDPR",
  version: "Regulation (EU) 2016/679",
  source: "https://eur-lex.europa.eu/eli/reg/2016/679/oj",
  requirements: [
    ...inCode([
      ["5.1.c", "Data minimisation"],
      ["5.1.e", "Personal data is kept no longer than needed"],
      ["5.1.f", "Integrity and confidentiality of personal data"],
      ["5.2", "Compliance can be demonstrated"],
      ["17", "Personal data can be erased"],
      ["25.1", "Data protection by design"],
      ["25.2", "Data protection by default: not open to an indefinite number of persons"],
      ["30.1", "Records of processing"],
      ["32.1.a", "Personal data is pseudonymised and encrypted as fits the risk"],
      ["32.1.b", "Confidentiality, integrity, availability and resilience are ensured"],
      ["32.1.c", "Availability and access can be restored in time after an incident"],
      ["32.1.d", "Measures are tested and evaluated regularly"],
      ["32.2", "Risks of loss, change, disclosure and access are taken into account"],
      ["32.4", "Persons with access act on instruction only"],
      ["33.1", "Breaches are told to the authority within 72 hours, so they have to be noticed"],
      ["44", "Transfers to third countries keep the level of protection"],
    ]),
    ...elsewhere([
      ["5.1.a", "Lawfulness, fairness and transparency", "The legal basis of each processing."],
      ["5.1.b", "Purpose limitation", "The record of processing."],
      ["5.1.d", "Accuracy", "Records of corrections."],
      ["6", "Lawfulness of processing", "The legal basis of each processing."],
      ["12-16", "Information, access and rectification", "The privacy notice and records of requests."],
      ["18-22", "Restriction, portability, objection, automated decisions", "Records of requests."],
      ["28", "Processors are bound by contract", "Contracts with processors, the provider's among them."],
      ["34", "Breaches are told to the persons concerned", "The incident plan."],
      ["35", "Impact assessments", "The data protection impact assessment."],
      ["37", "A data protection officer", "The designation."],
      ["45-49", "Grounds for transfers to third countries", "Adequacy decisions and standard clauses."],
    ]),
  ],
};
