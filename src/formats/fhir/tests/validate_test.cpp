// SPDX-License-Identifier: Apache-2.0
// Each rule of structure, refusal beside acceptance. Source: FHIR R4 4.0.1, https://hl7.org/fhir/R4/
#include "formats/fhir/definitions.hpp"

#include <gtest/gtest.h>

#include <ostream>

namespace charta::fhir {
namespace {

struct Case {
  const char* why;
  const char* json;
  const char* expected;  ///< "path [code] part of the message", one a line; empty: valid
};

void PrintTo(const Case& row, std::ostream* out) {
  *out << row.why;
}

std::vector<Issue> issues_of(std::string_view json, std::size_t limit = 50) {
  const auto document = json::Document::parse(json);
  if (!document) return {{Issue::Severity::error, "parse", document.error().message, ""}};
  return validate(document->root(), limit);
}

class FhirValidation : public ::testing::TestWithParam<Case> {};

TEST_P(FhirValidation, FindsWhatIsWrongAndWhere) {
  const auto issues = issues_of(GetParam().json);
  const std::string expected = GetParam().expected;
  std::string found;
  for (const Issue& issue : issues) found += issue.path + " [" + issue.code + "] " + issue.message + "\n";
  if (expected.empty()) {
    EXPECT_EQ(found, "") << GetParam().why;
    return;
  }
  ASSERT_EQ(issues.size(), 1U) << GetParam().why << "\n" << found;
  const std::string head = issues[0].path + " [" + issues[0].code + "]";
  const std::size_t end = expected.find("] ", expected.find(" [")) + 1;
  EXPECT_EQ(expected.substr(0, end), head) << GetParam().why << "\n" << found;
  const std::string rest = expected.substr(end + 1);
  EXPECT_NE(issues[0].message.find(rest), std::string::npos) << GetParam().why << "\n" << found;
}

#define GROUP(name, ...) INSTANTIATE_TEST_SUITE_P(name, FhirValidation, ::testing::Values(__VA_ARGS__))

GROUP(Resource, Case{"the smallest", R"({"resourceType":"Patient"})", ""},
      Case{"no type", R"({"id":"1"})", " [structure] resourceType"},
      Case{"an unknown type", R"({"resourceType":"Elephant"})", " [structure] resourceType"},
      Case{"an abstract type", R"({"resourceType":"DomainResource"})", " [structure] resourceType"},
      Case{"no object", R"([1])", " [structure] resourceType"}, Case{"an id", R"({"resourceType":"Patient","id":"a-1.B"})", ""},
      Case{"an id of other characters", R"({"resourceType":"Patient","id":"a_1"})", "Patient.id [value] is no id"},
      Case{"an id too long",
           R"({"resourceType":"Patient","id":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"})",
           "Patient.id [value] is no id"});

GROUP(
    Elements,
    Case{"an unknown one", R"({"resourceType":"Patient","gendr":"male"})",
         "Patient.gendr [structure] 'gendr' is no element of Patient; remove it or mend its name"},
    Case{"an unknown one deep inside", R"({"resourceType":"Patient","contact":[{"name":{"text":"a"}},{"name":{"first":"a"}}]})",
         "Patient.contact[1].name.first [structure] is no element of HumanName"},
    Case{"resourceType inside a data type", R"({"resourceType":"Patient","name":[{"resourceType":"HumanName","text":"a"}]})",
         "Patient.name[0].resourceType [structure] is no element"},
    Case{"one where many may be", R"({"resourceType":"Patient","name":{"text":"a"}})",
         "Patient.name [structure] write it in brackets"},
    Case{"many where one may be", R"({"resourceType":"Patient","gender":["male"]})",
         "Patient.gender [structure] write it without brackets"},
    Case{"an empty list", R"({"resourceType":"Patient","name":[]})", "Patient.name [structure] this list is empty"},
    Case{"an empty object", R"({"resourceType":"Patient","name":[{}]})", "Patient.name[0] [invariant] (ele-1)"},
    Case{"an id alone is no content", R"({"resourceType":"Patient","name":[{"id":"1"}]})", "Patient.name[0] [invariant] (ele-1)"},
    Case{"a text where an object belongs", R"({"resourceType":"Patient","name":["Ada"]})",
         "Patient.name[0] [structure] must be an object"},
    Case{"an object where a text belongs", R"({"resourceType":"Patient","gender":{"a":1}})",
         "Patient.gender [value] write a string"},
    Case{"a required one is missing", R"({"resourceType":"Observation","code":{"text":"x"}})",
         "Observation [required] Observation needs status; add it"},
    Case{"a required one of a part is missing", R"({"resourceType":"Patient","communication":[{"preferred":true}]})",
         "Patient.communication[0] [required] Patient.communication needs language"},
    Case{
        "a required one has only an extension",
        R"({"resourceType":"Observation","_status":{"extension":[{"url":"http://x","valueCode":"unknown"}]},"code":{"text":"x"}})",
        ""});

GROUP(
    Choices, Case{"one variant", R"({"resourceType":"Patient","deceasedBoolean":true})", ""},
    Case{"two variants", R"({"resourceType":"Patient","deceasedBoolean":true,"deceasedDateTime":"2020"})",
         "Patient.deceased [structure] keep one of deceased[x]"},
    Case{"a variant that is not allowed", R"({"resourceType":"Patient","deceasedString":"yes"})",
         "Patient.deceasedString [structure] is no element"},
    Case{"the bare name", R"({"resourceType":"Patient","deceased":true})", "Patient.deceased [structure] is no element"},
    Case{
        "a variant and its own extension",
        R"({"resourceType":"Patient","deceasedDateTime":"2020","_deceasedDateTime":{"id":"a","extension":[{"url":"http://x","valueCode":"y"}]}})",
        ""},
    Case{
        "the extension of another variant after it",
        R"({"resourceType":"Patient","deceasedDateTime":"2020","_deceasedBoolean":{"extension":[{"url":"http://x","valueCode":"y"}]}})",
        "Patient.deceased [structure] two types"},
    Case{
        "the extension of another variant before it",
        R"({"resourceType":"Patient","_deceasedBoolean":{"extension":[{"url":"http://x","valueCode":"y"}]},"deceasedDateTime":"2020"})",
        "Patient.deceased [structure] two types"},
    Case{"a path names the choice by its own name",
         R"({"resourceType":"Observation","status":"final","code":{"text":"x"},"valueQuantity":{"value":"1"}})",
         "Observation.value.value [value] is no decimal"});

GROUP(Primitives,
      Case{"a boolean in quotes", R"({"resourceType":"Patient","active":"true"})", "Patient.active [value] without quotes"},
      Case{"a number in quotes", R"({"resourceType":"Patient","multipleBirthInteger":"2"})",
           "Patient.multipleBirth [value] is no integer"},
      Case{"a fraction where an integer belongs", R"({"resourceType":"Patient","multipleBirthInteger":2.5})",
           "Patient.multipleBirth [value] is no integer"},
      Case{"an integer beyond 32 bits", R"({"resourceType":"Patient","multipleBirthInteger":4294967296})",
           "Patient.multipleBirth [value] is no integer"},
      Case{"zero where a positive number belongs",
           R"({"resourceType":"Patient","telecom":[{"system":"phone","value":"1","rank":0}]})",
           "Patient.telecom[0].rank [value] is no positiveInt"},
      Case{"a negative unsigned number", R"({"resourceType":"Bundle","type":"searchset","total":-1})",
           "Bundle.total [value] is no unsignedInt"},
      Case{"a partial date", R"({"resourceType":"Patient","birthDate":"1961-04"})", ""},
      Case{"a day that does not exist", R"({"resourceType":"Patient","birthDate":"1961-02-29"})",
           "Patient.birthDate [value] is no date"},
      Case{"a leap day", R"({"resourceType":"Patient","birthDate":"1960-02-29"})", ""},
      Case{"a time where a date belongs", R"({"resourceType":"Patient","birthDate":"1961-04-02T10:00:00Z"})",
           "Patient.birthDate [value] is no date"},
      Case{"a dateTime", R"({"resourceType":"Patient","deceasedDateTime":"2020-01-01T10:00:00+14:00"})", ""},
      Case{"a dateTime without zone", R"({"resourceType":"Patient","deceasedDateTime":"2020-01-01T10:00:00"})",
           "Patient.deceased [value] is no dateTime"},
      Case{"a dateTime without seconds", R"({"resourceType":"Patient","deceasedDateTime":"2020-01-01T10:00Z"})",
           "Patient.deceased [value] is no dateTime"},
      Case{"a zone out of range", R"({"resourceType":"Patient","deceasedDateTime":"2020-01-01T10:00:00+15:00"})",
           "Patient.deceased [value] is no dateTime"},
      Case{"an instant without a time", R"({"resourceType":"Patient","meta":{"lastUpdated":"2020-01-01"}})",
           "Patient.meta.lastUpdated [value] is no instant"},
      Case{"an instant", R"({"resourceType":"Patient","meta":{"lastUpdated":"2020-01-01T00:00:00.123456Z"}})", ""},
      Case{"an empty text", R"({"resourceType":"Patient","name":[{"family":""}]})", "Patient.name[0].family [value] is empty"},
      Case{"blanks alone", R"({"resourceType":"Patient","name":[{"family":"  "}]})", "Patient.name[0].family [value] is empty"},
      Case{"a control character", R"({"resourceType":"Patient","name":[{"family":"a\u0001"}]})",
           "Patient.name[0].family [value] control character"},
      Case{"a code with a blank at its end", R"({"resourceType":"Patient","language":"en "})",
           "Patient.language [value] is no code"},
      Case{"a uri with a blank", R"({"resourceType":"Patient","implicitRules":"http://a b"})",
           "Patient.implicitRules [value] is no URI"},
      Case{"a broken uuid", R"({"resourceType":"Patient","implicitRules":"urn:uuid:12"})",
           "Patient.implicitRules [value] is no UUID"},
      Case{"an oid", R"({"resourceType":"Patient","implicitRules":"urn:oid:2.16.840.1"})", ""},
      Case{"a broken oid", R"({"resourceType":"Patient","implicitRules":"urn:oid:2.16..1"})",
           "Patient.implicitRules [value] is no OID"},
      Case{"an oid with a leading zero", R"({"resourceType":"Patient","implicitRules":"urn:oid:2.016"})",
           "Patient.implicitRules [value] is no OID"},
      Case{"base64", R"({"resourceType":"Binary","contentType":"text/plain","data":"YWI="})", ""},
      Case{"base64 cut short", R"({"resourceType":"Binary","contentType":"text/plain","data":"YWI"})",
           "Binary.data [value] is no base64"},
      Case{"base64 that goes on after its padding", R"({"resourceType":"Binary","contentType":"text/plain","data":"YW==YWI="})",
           "Binary.data [value] is no base64"},
      Case{"a time", R"({"resourceType":"Observation","status":"final","code":{"text":"x"},"valueTime":"23:59:60"})", ""},
      Case{"a time without seconds", R"({"resourceType":"Observation","status":"final","code":{"text":"x"},"valueTime":"23:59"})",
           "Observation.value [value] is no time"},
      Case{"null", R"({"resourceType":"Patient","active":null})", "Patient.active [structure] this is null"});

GROUP(
    Extensions, Case{"a value", R"({"resourceType":"Patient","extension":[{"url":"http://x","valueString":"a"}]})", ""},
    Case{"parts", R"({"resourceType":"Patient","extension":[{"url":"http://x","extension":[{"url":"y","valueString":"a"}]}]})",
         ""},
    Case{"no url", R"({"resourceType":"Patient","extension":[{"valueString":"a"}]})",
         "Patient.extension[0] [required] needs url"},
    Case{
        "value and parts",
        R"({"resourceType":"Patient","extension":[{"url":"http://x","valueString":"a","extension":[{"url":"y","valueString":"a"}]}]})",
        "Patient.extension[0] [invariant] (ext-1)"},
    Case{"neither", R"({"resourceType":"Patient","extension":[{"url":"http://x"}]})", "Patient.extension[0] [invariant] (ext-1)"},
    Case{"a value of no FHIR type",
         R"({"resourceType":"Patient","extension":[{"url":"http://x","valueText":"a","valueString":"b"}]})",
         "Patient.extension[0].valueText [structure] is no element of Extension"},
    Case{
        "beside a primitive",
        R"({"resourceType":"Patient","_birthDate":{"extension":[{"url":"http://x","valueDateTime":"1961-04-02T10:00:00Z"}]},"birthDate":"1961-04-02"})",
        ""},
    Case{"an empty one beside a primitive", R"({"resourceType":"Patient","_birthDate":{}})",
         "Patient.birthDate [invariant] (ele-1)"},
    Case{"beside what is no primitive", R"({"resourceType":"Patient","_name":[{"id":"a"}]})",
         "Patient._name [structure] '_name' is no element"},
    Case{
        "beside a list, padded with nulls",
        R"({"resourceType":"Patient","name":[{"given":["Ada",null],"_given":[null,{"extension":[{"url":"http://x","valueCode":"y"}]}]}]})",
        ""},
    Case{"a null that nothing stands beside", R"({"resourceType":"Patient","name":[{"given":["Ada",null]}]})",
         "Patient.name[0].given[1] [structure] this null has no extension"},
    Case{"an item that is null in both lists", R"({"resourceType":"Patient","name":[{"given":["Ada"],"_given":[null]}]})", ""},
    Case{
        "lists of different lengths",
        R"({"resourceType":"Patient","name":[{"given":["Ada","Rose"],"_given":[{"extension":[{"url":"http://x","valueCode":"y"}]}]}]})",
        "Patient.name[0].given [structure] differ in length"},
    Case{"beside a list, but no list", R"({"resourceType":"Patient","name":[{"given":["Ada"],"_given":{"id":"a"}}]})",
         "Patient.name[0].given [structure] write it in brackets"});

GROUP(
    Bindings, Case{"a code of the set", R"({"resourceType":"Patient","gender":"other"})", ""},
    Case{"another code", R"({"resourceType":"Patient","gender":"Male"})",
         "Patient.gender [code-invalid] http://hl7.org/fhir/ValueSet/administrative-gender: male, female, other, unknown"},
    Case{
        "a concept of the set",
        R"({"resourceType":"Condition","subject":{"reference":"Patient/1"},"clinicalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-clinical","code":"active"}]}})",
        ""},
    Case{
        "one coding of several is enough",
        R"({"resourceType":"Condition","subject":{"reference":"Patient/1"},"clinicalStatus":{"coding":[{"system":"urn:own","code":"x"},{"system":"http://terminology.hl7.org/CodeSystem/condition-clinical","code":"active"}]}})",
        ""},
    Case{
        "the code under another system",
        R"({"resourceType":"Condition","subject":{"reference":"Patient/1"},"clinicalStatus":{"coding":[{"system":"urn:own","code":"active"}]}})",
        "Condition.clinicalStatus [code-invalid] none of the codings"},
    Case{"text where a code is required",
         R"({"resourceType":"Condition","subject":{"reference":"Patient/1"},"clinicalStatus":{"text":"active"}})",
         "Condition.clinicalStatus [code-invalid] none of the codings"},
    Case{"a binding that is only preferred", R"({"resourceType":"Patient","maritalStatus":{"coding":[{"code":"zzz"}]}})", ""},
    Case{"currency", R"({"resourceType":"Invoice","status":"draft","totalNet":{"value":1,"currency":"USD"}})", ""});

GROUP(
    References, Case{"relative", R"({"resourceType":"Patient","managingOrganization":{"reference":"Organization/1"}})", ""},
    Case{"absolute",
         R"({"resourceType":"Patient","managingOrganization":{"reference":"https://h/fhir/Organization/1/_history/2"}})", ""},
    Case{"in a bundle",
         R"({"resourceType":"Patient","managingOrganization":{"reference":"urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0"}})",
         ""},
    Case{"a search in a transaction",
         R"({"resourceType":"Patient","managingOrganization":{"reference":"Organization?identifier=a|b"}})", ""},
    Case{"an identifier", R"({"resourceType":"Patient","managingOrganization":{"identifier":{"system":"urn:a","value":"1"}}})",
         ""},
    Case{"an unknown type", R"({"resourceType":"Patient","managingOrganization":{"reference":"Organisation/1"}})",
         "Patient.managingOrganization [value] no form of FHIR"},
    Case{"no id", R"({"resourceType":"Patient","managingOrganization":{"reference":"Organization/"}})",
         "Patient.managingOrganization [value] no form of FHIR"},
    Case{"a type that may not stand there", R"({"resourceType":"Patient","managingOrganization":{"reference":"Patient/1"}})",
         "Patient.managingOrganization [value] this points at a Patient; only Organization may stand here"},
    Case{"type and reference differ",
         R"({"resourceType":"Patient","generalPractitioner":[{"reference":"Organization/1","type":"Practitioner"}]})",
         "Patient.generalPractitioner[0] [value] make them agree"},
    Case{
        "inside, and there",
        R"({"resourceType":"Patient","contained":[{"resourceType":"Organization","id":"o","name":"x"}],"managingOrganization":{"reference":"#o"}})",
        ""},
    Case{"inside, and not there", R"({"resourceType":"Patient","managingOrganization":{"reference":"#o"}})",
         "Patient.managingOrganization [invariant] (ref-1)"});

GROUP(
    Contained,
    Case{"that nothing points at",
         R"({"resourceType":"Patient","contained":[{"resourceType":"Organization","id":"o","name":"x"}]})",
         "Patient.contained[0] [invariant] (dom-3)"},
    Case{
        "that points back",
        R"({"resourceType":"Patient","contained":[{"resourceType":"Provenance","id":"p","target":[{"reference":"#"}],"recorded":"2020-01-01T00:00:00Z","agent":[{"who":{"display":"x"}}]}]})",
        ""},
    Case{"without an id", R"({"resourceType":"Patient","contained":[{"resourceType":"Organization","name":"x"}]})",
         "Patient.contained[0] [required] needs an id"},
    Case{
        "in what is contained",
        R"({"resourceType":"Patient","contained":[{"resourceType":"Organization","id":"o","name":"x","contained":[{"resourceType":"Organization","id":"q","name":"y"}]}],"managingOrganization":{"reference":"#o"}})",
        "Patient.contained[0] [invariant] (dom-2)"},
    Case{
        "that is wrong itself",
        R"({"resourceType":"Patient","contained":[{"resourceType":"Organization","id":"o","nam":"x","name":"x"}],"managingOrganization":{"reference":"#o"}})",
        "Patient.contained[0].nam [structure] is no element of Organization"});

GROUP(
    Narrative,
    Case{
        "plain",
        R"({"resourceType":"Patient","text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\"><p>a &amp; b<br/></p><!-- c --></div>"}})",
        ""},
    Case{
        "an image alone",
        R"({"resourceType":"Patient","text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\"><img src='#a'/></div>"}})",
        ""},
    Case{"no namespace", R"({"resourceType":"Patient","text":{"status":"generated","div":"<div>a</div>"}})",
         "Patient.text.div [value] without its namespace"},
    Case{
        "nothing in it",
        R"({"resourceType":"Patient","text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\"> </div>"}})",
        "Patient.text.div [value] says nothing"},
    Case{
        "a script",
        R"({"resourceType":"Patient","text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\"><script>x</script></div>"}})",
        "Patient.text.div [value] may not"},
    Case{
        "an event",
        R"({"resourceType":"Patient","text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\"><p onclick='x'>a</p></div>"}})",
        "Patient.text.div [value] event attribute"},
    Case{
        "a script address",
        R"({"resourceType":"Patient","text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\"><a href='javascript:x'>a</a></div>"}})",
        "Patient.text.div [value] script address"},
    Case{
        "crossed elements",
        R"({"resourceType":"Patient","text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\"><b><i>a</b></i></div>"}})",
        "Patient.text.div [value] not well-formed"},
    Case{
        "text after the end",
        R"({"resourceType":"Patient","text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\">a</div>b"}})",
        "Patient.text.div [value] not well-formed"},
    Case{"cut off",
         R"({"resourceType":"Patient","text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\">a"}})",
         "Patient.text.div [value] not well-formed"});

GROUP(
    Invariants,
    Case{
        "obs-6",
        R"({"resourceType":"Observation","status":"final","code":{"text":"x"},"valueString":"a","dataAbsentReason":{"text":"b"}})",
        "Observation [invariant] (obs-6)"},
    Case{
        "obs-7",
        R"({"resourceType":"Observation","status":"final","code":{"coding":[{"code":"a"}]},"valueString":"a","component":[{"code":{"coding":[{"code":"a"}]}}]})",
        "Observation [invariant] (obs-7)"},
    Case{
        "obs-7 where the components have the value",
        R"({"resourceType":"Observation","status":"final","code":{"coding":[{"code":"a"}]},"component":[{"code":{"coding":[{"code":"a"}]},"valueString":"a"}]})",
        ""},
    Case{"pat-1", R"({"resourceType":"Patient","contact":[{"gender":"male"}]})", "Patient.contact[0] [invariant] (pat-1)"},
    Case{"per-1", R"({"resourceType":"Patient","name":[{"text":"a","period":{"start":"2021","end":"2020"}}]})",
         "Patient.name[0].period [invariant] (per-1)"},
    Case{"per-1 with a day and a time of that day",
         R"({"resourceType":"Patient","name":[{"text":"a","period":{"start":"2021-03-01","end":"2021-03-01T06:20:00Z"}}]})", ""},
    Case{"cpt-2", R"({"resourceType":"Patient","telecom":[{"value":"1"}]})", "Patient.telecom[0] [invariant] (cpt-2)"},
    Case{"qty-3", R"({"resourceType":"Observation","status":"final","code":{"text":"x"},"valueQuantity":{"value":1,"code":"g"}})",
         "Observation.value [invariant] (qty-3)"},
    Case{
        "rng-2",
        R"({"resourceType":"Observation","status":"final","code":{"text":"x"},"valueRange":{"low":{"value":2},"high":{"value":1}}})",
        "Observation.value [invariant] (rng-2)"},
    Case{"att-1", R"({"resourceType":"Patient","photo":[{"data":"YWI="}]})", "Patient.photo[0] [invariant] (att-1)"},
    Case{"the size of an attachment",
         R"({"resourceType":"Patient","photo":[{"contentType":"text/plain","data":"YWI=","size":3}]})",
         "Patient.photo[0] [value] size"},
    Case{"the right size", R"({"resourceType":"Patient","photo":[{"contentType":"text/plain","data":"YWI=","size":2}]})", ""},
    Case{
        "con-4",
        R"({"resourceType":"Condition","subject":{"reference":"Patient/1"},"clinicalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-clinical","code":"active"}]},"abatementDateTime":"2020"})",
        "Condition [invariant] (con-4)"},
    Case{
        "con-5",
        R"({"resourceType":"Condition","subject":{"reference":"Patient/1"},"clinicalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-clinical","code":"active"}]},"verificationStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-ver-status","code":"entered-in-error"}]}})",
        "Condition [invariant] (con-5)"},
    Case{"org-1", R"({"resourceType":"Organization","active":true})", "Organization [invariant] (org-1)"},
    Case{
        "org-3, of one item among several",
        R"({"resourceType":"Organization","name":"a","telecom":[{"system":"phone","value":"1","use":"work"},{"system":"phone","value":"2","use":"home"}]})",
        "Organization [invariant] (org-3)"},
    Case{
        "tim-2",
        R"({"resourceType":"ServiceRequest","status":"active","intent":"order","subject":{"reference":"Patient/1"},"occurrenceTiming":{"repeat":{"period":1}}})",
        "ServiceRequest.occurrence.repeat [invariant] (tim-2)"},
    Case{"a code system by a short name",
         R"({"resourceType":"Observation","status":"final","code":{"coding":[{"system":"LOINC","code":"718-7"}]}})",
         "Observation.code.coding[0] [invariant] absolute URI"},
    Case{
        "que-12",
        R"({"resourceType":"Questionnaire","status":"draft","item":[{"linkId":"1","type":"string","enableWhen":[{"question":"a","operator":"exists","answerBoolean":true},{"question":"b","operator":"exists","answerBoolean":true}]}]})",
        "Questionnaire.item[0] [invariant] (que-12)"},
    Case{
        "que-7, the type of an answer",
        R"({"resourceType":"Questionnaire","status":"draft","item":[{"linkId":"1","type":"string","enableWhen":[{"question":"a","operator":"exists","answerString":"x"}]}]})",
        "Questionnaire.item[0].enableWhen[0] [invariant] (que-7)"},
    Case{
        "ras-2",
        R"({"resourceType":"RiskAssessment","status":"final","subject":{"reference":"Patient/1"},"prediction":[{"probabilityDecimal":101}]})",
        "RiskAssessment.prediction[0] [invariant] (ras-2)"},
    Case{"inv-1 of Parameters", R"({"resourceType":"Parameters","parameter":[{"name":"a"}]})",
         "Parameters.parameter[0] [invariant] (inv-1)"});

GROUP(
    Bundles,
    Case{
        "a transaction",
        R"({"resourceType":"Bundle","type":"transaction","entry":[{"fullUrl":"urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0","resource":{"resourceType":"Patient"},"request":{"method":"POST","url":"Patient"}}]})",
        ""},
    Case{"bdl-3, no request",
         R"({"resourceType":"Bundle","type":"transaction","entry":[{"resource":{"resourceType":"Patient"}}]})",
         "Bundle [invariant] (bdl-3)"},
    Case{
        "bdl-3, a request in a collection",
        R"({"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"Patient"},"request":{"method":"POST","url":"Patient"}}]})",
        "Bundle [invariant] (bdl-3)"},
    Case{"bdl-1", R"({"resourceType":"Bundle","type":"collection","total":1})", "Bundle [invariant] (bdl-1)"},
    Case{
        "bdl-7",
        R"({"resourceType":"Bundle","type":"collection","entry":[{"fullUrl":"http://a/Patient/1","resource":{"resourceType":"Patient"}},{"fullUrl":"http://a/Patient/1","resource":{"resourceType":"Patient"}}]})",
        "Bundle [invariant] (bdl-7)"},
    Case{
        "bdl-7, two versions",
        R"({"resourceType":"Bundle","type":"collection","entry":[{"fullUrl":"http://a/Patient/1","resource":{"resourceType":"Patient","meta":{"versionId":"1"}}},{"fullUrl":"http://a/Patient/1","resource":{"resourceType":"Patient","meta":{"versionId":"2"}}}]})",
        ""},
    Case{
        "bdl-8",
        R"({"resourceType":"Bundle","type":"collection","entry":[{"fullUrl":"http://a/Patient/1/_history/1","resource":{"resourceType":"Patient"}}]})",
        "Bundle.entry[0] [invariant] (bdl-8)"},
    Case{
        "a relative fullUrl",
        R"({"resourceType":"Bundle","type":"collection","entry":[{"fullUrl":"Patient/1","resource":{"resourceType":"Patient"}}]})",
        "Bundle.entry[0] [invariant] absolute address"},
    Case{
        "bdl-12",
        R"({"resourceType":"Bundle","type":"message","entry":[{"fullUrl":"http://a/Patient/1","resource":{"resourceType":"Patient"}}]})",
        "Bundle [invariant] (bdl-12)"},
    Case{
        "an entry's own mistake",
        R"({"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"Patient"}},{"resource":{"resourceType":"Patient","gender":"x"}}]})",
        "Bundle.entry[1].resource.gender [code-invalid] administrative-gender"},
    Case{"an entry that is no resource",
         R"({"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"Elephant"}}]})",
         "Bundle.entry[0].resource [structure] resourceType"},
    Case{
        "contained resources are an entry's own",
        R"({"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"Patient","contained":[{"resourceType":"Organization","id":"o","name":"x"}],"managingOrganization":{"reference":"#o"}}},{"resource":{"resourceType":"Patient","managingOrganization":{"reference":"#o"}}}]})",
        "Bundle.entry[1].resource.managingOrganization [invariant] (ref-1)"});

TEST(FhirValidationLimits, ReportsEveryFindingUpToTheLimit) {
  const std::string_view json = R"({"resourceType":"Patient","a":1,"b":2,"c":3,"gender":"x","birthDate":"y"})";
  EXPECT_EQ(issues_of(json).size(), 5U);
  EXPECT_EQ(issues_of(json, 2).size(), 2U);
  EXPECT_TRUE(issues_of(json, 0).empty());
}

// Invariant 9 of the architecture: no message carries what was said about a person.
TEST(FhirValidationLimits, MessagesNameElementsAndNotValues) {
  for (const Issue& issue : issues_of(
           R"({"resourceType":"Patient","name":[{"family":"Quillfeather\u0001"}],"birthDate":"1961-02-31","gender":"Quillfeather",
                                          "managingOrganization":{"reference":"Quillfeather/1"}})")) {
    EXPECT_EQ(issue.message.find("Quillfeather"), std::string::npos) << issue.message;
    EXPECT_EQ(issue.message.find("1961"), std::string::npos) << issue.message;
  }
}

TEST(FhirValidationLimits, WildMemberNamesAreCut) {
  const auto issues = issues_of(R"({"resourceType":"Patient","\u0000)" + std::string(5000, 'x') + R"(":1})");
  ASSERT_EQ(issues.size(), 1U);
  EXPECT_LT(issues[0].message.size(), 150U);
}

TEST(FhirValidationLimits, DeepQuestionnairesAreWalkedToTheirEnd) {
  std::string json = R"({"resourceType":"Questionnaire","status":"draft","item":[)";
  std::string end = "]}";
  for (int i = 0; i < 45; ++i) {
    json += R"({"linkId":")" + std::to_string(i) + R"(","type":"group","item":[)";
    end = "]}" + end;
  }
  EXPECT_TRUE(issues_of(json + R"({"linkId":"x","type":"string"})" + end).empty());
  EXPECT_EQ(issues_of(json + R"({"type":"string"})" + end).size(), 1U);
}

}  // namespace
}  // namespace charta::fhir
