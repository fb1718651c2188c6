// SPDX-License-Identifier: Apache-2.0
// A transaction of one invented person's record, shaped as US Core servers are fed: the same number gives the same bundle.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace charta::resources {

class SyntheticBundle {
 public:
  explicit SyntheticBundle(std::uint64_t number) : state_(number * 0x9E3779B97F4A7C15ULL + 1), number_(number) {}

  /// A transaction of `entries` entries: patient, provider, visits, and what was found and done there.
  std::string transaction(int entries) {
    text_ = R"({"resourceType":"Bundle","type":"transaction","entry":[)";
    add("Organization", organization());
    add("Practitioner", practitioner());
    add("Patient", patient());
    while (count_ < entries) visit(entries);
    return text_ + "]}";
  }

  /// One resource by itself, about 1.5 KB.
  std::string patient() {
    const std::string id = uuid();
    patient_ = "urn:uuid:" + id;
    const bool female = below(2) == 0;
    const std::string family = std::string(pick(families)) + std::to_string(below(900));
    const std::string given = std::string(pick(given_names)) + std::to_string(below(900));
    return R"({"resourceType":"Patient","id":")" + id +
           R"(","meta":{"profile":["http://hl7.org/fhir/us/core/StructureDefinition/us-core-patient"]},)" +
           R"("text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\">Invented person, number )" +
           std::to_string(number_) + R"(</div>"},)" +
           R"("extension":[{"url":"http://hl7.org/fhir/us/core/StructureDefinition/us-core-race","extension":[{"url":"ombCategory","valueCoding":{"system":"urn:oid:2.16.840.1.113883.6.238","code":"2106-3","display":"White"}},{"url":"text","valueString":"White"}]},)" +
           R"({"url":"http://hl7.org/fhir/us/core/StructureDefinition/us-core-ethnicity","extension":[{"url":"ombCategory","valueCoding":{"system":"urn:oid:2.16.840.1.113883.6.238","code":"2186-5","display":"Not Hispanic or Latino"}},{"url":"text","valueString":"Not Hispanic or Latino"}]},)" +
           R"({"url":"http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex","valueCode":")" + (female ? "F" : "M") +
           R"("}],)" +
           R"("identifier":[{"type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0203","code":"MR","display":"Medical Record Number"}],"text":"Medical Record Number"},"system":"http://hospital.charta.test","value":")" +
           id + R"("},)" +
           R"({"type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0203","code":"SS","display":"Social Security Number"}],"text":"Social Security Number"},"system":"http://hl7.org/fhir/sid/us-ssn","value":"999-)" +
           digits(2) + "-" + digits(4) + R"("}],)" + R"("name":[{"use":"official","family":")" + family + R"(","given":[")" +
           given + R"("],"prefix":[")" + (female ? "Mrs." : "Mr.") + R"("]}],)" +
           R"("telecom":[{"system":"phone","value":"555-)" + digits(3) + "-" + digits(4) + R"(","use":"home"}],"gender":")" +
           (female ? "female" : "male") + R"(","birthDate":")" + day(1930, 70) + R"(",)" + R"("address":[{"line":[")" +
           digits(3) + " " + std::string(pick(families)) + R"( Road"],"city":")" + std::string(pick(cities)) +
           R"(","state":"MA","postalCode":"0)" + digits(4) + R"(","country":"US"}],)" +
           R"("maritalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-MaritalStatus","code":"M","display":"M"}],"text":"M"},"multipleBirthBoolean":false,)" +
           R"("communication":[{"language":{"coding":[{"system":"urn:ietf:bcp:47","code":"en-US","display":"English"}],"text":"English"}}]})";
  }

  std::string observation(const std::string& patient_reference, const std::string& encounter_reference) {
    const Test& test = pick(tests);
    const std::string value = std::to_string(below(200)) + "." + digits(2);
    return R"({"resourceType":"Observation","id":")" + uuid() +
           R"(","status":"final","category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":")" +
           std::string(test.category) + R"(","display":")" + std::string(test.category) +
           R"("}]}],"code":{"coding":[{"system":"http://loinc.org","code":")" + std::string(test.code) + R"(","display":")" +
           std::string(test.display) + R"("}],"text":")" + std::string(test.display) + R"("},"subject":{"reference":")" +
           patient_reference + "\"}" +
           (encounter_reference.empty() ? "" : R"(,"encounter":{"reference":")" + encounter_reference + "\"}") +
           R"(,"effectiveDateTime":")" + time() + R"(","issued":")" + instant() + R"(","valueQuantity":{"value":)" + value +
           R"(,"unit":")" + std::string(test.unit) + R"(","system":"http://unitsofmeasure.org","code":")" +
           std::string(test.unit) + "\"}}";
  }

  /// The name by which the person can be found.
  static std::string_view some_family(std::uint64_t number) { return families[number % std::size(families)]; }
  static constexpr std::string_view some_code = "8480-6";

 private:
  struct Test {
    std::string_view code, display, unit, category;
  };
  static constexpr std::string_view families[] = {"Alder", "Birch",   "Cedar",   "Dorn",   "Elm",   "Fenn",   "Grove", "Hazel",
                                                  "Iver",  "Juniper", "Kestrel", "Linden", "Marsh", "Nettle", "Oakes", "Pine"};
  static constexpr std::string_view given_names[] = {"Ada", "Bert",  "Cleo", "Dora", "Emil", "Frida",
                                                     "Gus", "Hanna", "Ivo",  "Jana", "Karl", "Lena"};
  static constexpr std::string_view cities[] = {"Boston", "Lowell", "Salem", "Quincy", "Newton", "Holyoke"};
  static constexpr Test tests[] = {{"8480-6", "Systolic Blood Pressure", "mm[Hg]", "vital-signs"},
                                   {"8462-4", "Diastolic Blood Pressure", "mm[Hg]", "vital-signs"},
                                   {"8302-2", "Body Height", "cm", "vital-signs"},
                                   {"29463-7", "Body Weight", "kg", "vital-signs"},
                                   {"39156-5", "Body Mass Index", "kg/m2", "vital-signs"},
                                   {"2339-0", "Glucose", "mg/dL", "laboratory"},
                                   {"6299-2", "Urea Nitrogen", "mg/dL", "laboratory"},
                                   {"38483-4", "Creatinine", "mg/dL", "laboratory"},
                                   {"2947-0", "Sodium", "mmol/L", "laboratory"},
                                   {"6298-4", "Potassium", "mmol/L", "laboratory"},
                                   {"2093-3", "Total Cholesterol", "mg/dL", "laboratory"},
                                   {"4548-4", "Hemoglobin A1c/Hemoglobin.total in Blood", "%", "laboratory"}};
  struct Code {
    std::string_view code, display;
  };
  static constexpr Code conditions[] = {{"38341003", "Hypertension"},
                                        {"44054006", "Diabetes"},
                                        {"195662009", "Acute viral pharyngitis (disorder)"},
                                        {"10509002", "Acute bronchitis (disorder)"},
                                        {"162864005", "Body mass index 30+ - obesity (finding)"}};
  static constexpr Code procedures[] = {{"430193006", "Medication Reconciliation (procedure)"},
                                        {"76601001", "Intramuscular injection"},
                                        {"73761001", "Colonoscopy"}};
  static constexpr Code drugs[] = {{"314076", "Lisinopril 10 MG Oral Tablet"},
                                   {"860975", "24 HR Metformin hydrochloride 500 MG Extended Release Oral Tablet"},
                                   {"198405", "Ibuprofen 100 MG Oral Tablet"}};
  static constexpr Code vaccines[] = {{"140", "Influenza, seasonal, injectable, preservative free"},
                                      {"113", "Td (adult) preservative free"}};

  std::uint64_t next() {
    state_ ^= state_ << 13U;
    state_ ^= state_ >> 7U;
    state_ ^= state_ << 17U;
    return state_;
  }
  std::uint64_t below(std::uint64_t limit) { return (next() >> 11U) % limit; }
  template <class T, std::size_t N>
  const T& pick(const T (&values)[N]) {
    return values[below(N)];
  }
  std::string digits(int count) {
    std::string text;
    while (count-- > 0) text += static_cast<char>('0' + below(10));
    return text;
  }
  std::string hex(int count) {
    std::string text;
    while (count-- > 0) text += "0123456789abcdef"[below(16)];
    return text;
  }
  std::string uuid() { return hex(8) + "-" + hex(4) + "-" + hex(4) + "-" + hex(4) + "-" + hex(12); }
  std::string two(std::uint64_t number) { return (number < 10 ? "0" : "") + std::to_string(number); }
  std::string day(std::uint64_t from_year, std::uint64_t years) {
    return std::to_string(from_year + below(years)) + "-" + two(1 + below(12)) + "-" + two(1 + below(28));
  }
  std::string time() { return visit_day_ + "T" + two(below(24)) + ":" + two(below(60)) + ":" + two(below(60)) + "-05:00"; }
  std::string instant() {
    return visit_day_ + "T" + two(below(24)) + ":" + two(below(60)) + ":" + two(below(60)) + "." + digits(3) + "-05:00";
  }
  static std::string concept_of(std::string_view system, const Code& code) {
    return R"({"coding":[{"system":")" + std::string(system) + R"(","code":")" + std::string(code.code) + R"(","display":")" +
           std::string(code.display) + R"("}],"text":")" + std::string(code.display) + "\"}";
  }

  std::string add(std::string_view type, const std::string& resource) {
    const std::size_t at = resource.find(R"("id":")") + 6;
    const std::string url = "urn:uuid:" + resource.substr(at, resource.find('"', at) - at);
    text_ += (count_++ == 0 ? "" : ",") + std::string(R"({"fullUrl":")") + url + R"(","resource":)" + resource +
             R"(,"request":{"method":"POST","url":")" + std::string(type) + "\"}}";
    return url;
  }

  std::string organization() {
    const std::string id = uuid();
    organization_ = "urn:uuid:" + id;
    return R"({"resourceType":"Organization","id":")" + id +
           R"(","identifier":[{"system":"https://hospital.charta.test/organization","value":")" + id +
           R"("}],"active":true,"type":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/organization-type","code":"prov","display":"Healthcare Provider"}],"text":"Healthcare Provider"}],"name":")" +
           std::string(pick(cities)) + R"( General Hospital","telecom":[{"system":"phone","value":"617)" + digits(7) +
           R"("}],"address":[{"line":["1 Hospital Road"],"city":")" + std::string(pick(cities)) +
           R"(","state":"MA","postalCode":"02111","country":"US"}]})";
  }
  std::string practitioner() {
    const std::string id = uuid();
    practitioner_ = "urn:uuid:" + id;
    return R"({"resourceType":"Practitioner","id":")" + id +
           R"(","identifier":[{"system":"http://hl7.org/fhir/sid/us-npi","value":"9999)" + digits(6) +
           R"("}],"active":true,"name":[{"family":")" + std::string(pick(families)) + digits(3) + R"(","given":[")" +
           std::string(pick(given_names)) + digits(3) + R"("],"prefix":["Dr."]}],"gender":"male"})";
  }

  std::string who(std::string_view name, const std::string& reference) {
    return "\"" + std::string(name) + R"(":{"reference":")" + reference + "\"}";
  }

  void visit(int entries) {
    visit_day_ = day(2010, 14);
    const std::string period = R"("period":{"start":")" + time() + R"(","end":")" + visit_day_ + R"(T23:59:59-05:00"})";
    const std::string encounter = add(
        "Encounter",
        R"({"resourceType":"Encounter","id":")" + uuid() +
            R"(","status":"finished","class":{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"AMB"},"type":[)" +
            concept_of("http://snomed.info/sct", {"162673000", "General examination of patient (procedure)"}) + "]," +
            who("subject", patient_) + R"(,"participant":[{)" + who("individual", practitioner_) + "}]," + period + "," +
            who("serviceProvider", organization_) + "}");
    std::vector<std::string> results;
    for (int test = 0; test < 6 && count_ < entries; ++test)
      results.push_back(add("Observation", observation(patient_, encounter)));
    const auto more = [&] { return count_ < entries; };
    const std::string id = R"(","id":")" + uuid() + "\",";
    if (more())
      add("Condition",
          R"({"resourceType":"Condition)" + id +
              R"("clinicalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-clinical","code":"active"}]},"verificationStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-ver-status","code":"confirmed"}]},"code":)" +
              concept_of("http://snomed.info/sct", pick(conditions)) + "," + who("subject", patient_) + "," +
              who("encounter", encounter) + R"(,"onsetDateTime":")" + time() + R"(","recordedDate":")" + time() + "\"}");
    if (more())
      add("DiagnosticReport",
          R"({"resourceType":"DiagnosticReport","id":")" + uuid() +
              R"(","status":"final","category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0074","code":"LAB","display":"Laboratory"}]}],"code":)" +
              concept_of("http://loinc.org", {"51990-0", "Basic Metabolic Panel"}) + "," + who("subject", patient_) + "," +
              who("encounter", encounter) + R"(,"effectiveDateTime":")" + time() + R"(","issued":")" + instant() +
              R"(","result":[{"reference":")" + results[0] + "\"}]}");
    if (more())
      add("Procedure", R"({"resourceType":"Procedure","id":")" + uuid() + R"(","status":"completed","code":)" +
                           concept_of("http://snomed.info/sct", pick(procedures)) + "," + who("subject", patient_) + "," +
                           who("encounter", encounter) + R"(,"performedPeriod":{"start":")" + time() + R"("}})");
    if (more())
      add("Immunization", R"({"resourceType":"Immunization","id":")" + uuid() + R"(","status":"completed","vaccineCode":)" +
                              concept_of("http://hl7.org/fhir/sid/cvx", pick(vaccines)) + "," + who("patient", patient_) + "," +
                              who("encounter", encounter) + R"(,"occurrenceDateTime":")" + time() + R"(","primarySource":true})");
    if (more())
      add("MedicationRequest",
          R"({"resourceType":"MedicationRequest","id":")" + uuid() +
              R"(","status":"active","intent":"order","medicationCodeableConcept":)" +
              concept_of("http://www.nlm.nih.gov/research/umls/rxnorm", pick(drugs)) + "," + who("subject", patient_) + "," +
              who("encounter", encounter) + R"(,"authoredOn":")" + time() + "\"," + who("requester", practitioner_) +
              R"(,"dosageInstruction":[{"sequence":1,"timing":{"repeat":{"frequency":1,"period":1.0,"periodUnit":"d"}},"asNeededBoolean":false,"doseAndRate":[{"type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/dose-rate-type","code":"ordered","display":"Ordered"}]},"doseQuantity":{"value":1.0}}]}]})");
    if (more()) add("Claim", claim(encounter));
    if (more()) add("ExplanationOfBenefit", benefit(encounter));
  }

  std::string money() { return R"({"value":)" + std::to_string(below(900) + 50) + "." + digits(2) + R"(,"currency":"USD"})"; }
  std::string claim(const std::string& encounter) {
    return R"({"resourceType":"Claim","id":")" + uuid() +
           R"(","status":"active","type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/claim-type","code":"institutional"}]},"use":"claim",)" +
           who("patient", patient_) + R"(,"billablePeriod":{"start":")" + time() + R"(","end":")" + visit_day_ +
           R"(T23:59:59-05:00"},"created":")" + time() + "\"," + who("provider", organization_) +
           R"(,"priority":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/processpriority","code":"normal"}]},"insurance":[{"sequence":1,"focal":true,"coverage":{"display":"Invented Insurance"}}],"item":[{"sequence":1,"productOrService":)" +
           concept_of("http://snomed.info/sct", {"162673000", "General examination of patient (procedure)"}) +
           R"(,"encounter":[{"reference":")" + encounter + R"("}]}],"total":)" + money() + "}";
  }
  std::string benefit(const std::string& encounter) {
    return R"({"resourceType":"ExplanationOfBenefit","id":")" + uuid() +
           R"(","identifier":[{"system":"https://bluebutton.cms.gov/resources/variables/clm_id","value":")" + uuid() +
           R"("},{"system":"https://bluebutton.cms.gov/resources/identifier/claim-group","value":"99999999999"}],"status":"active","type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/claim-type","code":"professional"}]},"use":"claim",)" +
           who("patient", patient_) + R"(,"billablePeriod":{"start":")" + time() + R"(","end":")" + visit_day_ +
           R"(T23:59:59-05:00"},"created":")" + time() + R"(","insurer":{"display":"Invented Insurance"},)" +
           who("provider", practitioner_) +
           R"(,"outcome":"complete","insurance":[{"focal":true,"coverage":{"display":"Invented Insurance"}}],"item":[{"sequence":1,"category":{"coding":[{"system":"https://bluebutton.cms.gov/resources/variables/line_cms_type_srvc_cd","code":"1","display":"Medical care"}]},"productOrService":)" +
           concept_of("http://snomed.info/sct", {"162673000", "General examination of patient (procedure)"}) +
           R"(,"servicedPeriod":{"start":")" + time() + R"(","end":")" + visit_day_ +
           R"(T23:59:59-05:00"},"locationCodeableConcept":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/ex-serviceplace","code":"21","display":"Inpatient Hospital"}]},"encounter":[{"reference":")" +
           encounter +
           R"("}]}],"total":[{"category":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/adjudication","code":"submitted","display":"Submitted Amount"}],"text":"Submitted Amount"},"amount":)" +
           money() + R"(}],"payment":{"amount":)" + money() + "}}";
  }

  std::uint64_t state_, number_;
  int count_ = 0;
  std::string text_, patient_, practitioner_, organization_, visit_day_ = "2020-01-01";
};

}  // namespace charta::resources
