// SPDX-License-Identifier: Apache-2.0
// Every kind of search over one small record: what it finds, and that no table is read from end to end for it.
// Source: https://hl7.org/fhir/R4/search.html
#include "base/text.hpp"
#include "record/resources/search_store.hpp"
#include "record/resources/tests/repository_fixture.hpp"

#include <gmock/gmock.h>

#include <algorithm>

namespace charta::resources {
namespace {

/// `finds` in the order of the answer when `ordered`, else as a set; blanks between ids, '+' before an include.
struct SearchCase {
  const char* query;
  const char* finds;
  bool ordered = false;
};

constexpr SearchCase cases[] = {
    // string
    {"Patient?name=mar", "ada bert"},
    {"Patient?name=MÁRSH", "ada bert"},
    {"Patient?name=arsh", ""},
    {"Patient?name:contains=arsh", "ada bert"},
    {"Patient?family:exact=Marsh", "ada bert"},
    {"Patient?family:exact=marsh", ""},
    {"Patient?family=quill,marsh", "ada bert cleo"},
    {"Patient?family=marsh&given=ada", "ada"},
    {"Patient?phonetic=mar", "ada bert"},
    {"Patient?address-city=lake%20town", "ada"},
    {"Patient?family:contains=100%25", "dora"},
    {"Patient?given=a\\,b", "dora"},
    // token
    {"Patient?gender=female", "ada cleo"},
    {"Patient?gender:not=female", "bert dora"},
    {"Patient?gender=female,male", "ada bert cleo"},
    {"Patient?identifier=urn:oid:1.2.3|1001", "ada"},
    {"Patient?identifier=1001", "ada bert"},
    {"Patient?identifier=|1001", ""},
    {"Patient?identifier=urn:oid:2.9.9|1001", "bert"},
    {"Patient?identifier=urn:oid:1.2.3|", "ada cleo"},
    {"Patient?identifier=urn:oid:2.4.4|1001", ""},
    {"Patient?active=true", "ada"},
    {"Observation?code=http://loinc.org|8480-6", "pressure-1 pressure-2"},
    {"Observation?code=8480-6,8867-4", "pressure-1 pressure-2 pulse-1 pulse-b"},
    {"Observation?code:not=8480-6", "panel-1 pulse-1 pulse-b"},
    {"Observation?combo-code=8462-4", "panel-1"},
    {"Observation?component-code=8462-4", "panel-1"},
    {"Observation?status=final&category=vital-signs", "pressure-1 pressure-2 pulse-1"},
    // reference
    {"Observation?patient=ada", "panel-1 pressure-1 pressure-2 pulse-1"},
    {"Observation?patient=Patient/ada", "panel-1 pressure-1 pressure-2 pulse-1"},
    {"Observation?subject=ada", "panel-1 pressure-1 pressure-2 pulse-1"},
    {"Observation?subject:Patient=ada", "panel-1 pressure-1 pressure-2 pulse-1"},
    {"Observation?subject=Patient/ada,Patient/bert", "panel-1 pressure-1 pressure-2 pulse-1 pulse-b"},
    {"Observation?subject=Group/everybody", ""},
    {"Observation?patient=nobody", ""},
    {"Observation?patient=ada&code=8480-6", "pressure-1 pressure-2"},
    {"Observation?patient=ada&code=8480-6&date=ge2024-02-01", "pressure-2"},
    {"Observation?patient=bert&code=8480-6", ""},
    {"Observation?encounter=visit-1", "pressure-1"},
    {"Observation?encounter=Encounter/visit-1&patient=ada", "pressure-1"},
    {"Observation?performer=http://elsewhere.test/Practitioner/7", "pulse-b"},
    {"Observation?subject=http://charta.test/fhir/Patient/bert", "pulse-b"},
    // chains and _has
    {"Observation?subject:Patient.name=marsh", "panel-1 pressure-1 pressure-2 pulse-1 pulse-b"},
    {"Observation?patient.gender=male", "pulse-b"},
    {"Observation?patient.identifier=urn:oid:1.2.3|1001&code=8867-4", "pulse-1"},
    {"Observation?encounter.service-provider.name=general", "pressure-1"},
    {"Observation?encounter:Encounter.status=finished", "pressure-1"},
    {"Patient?_has:Observation:patient:code=8480-6", "ada"},
    {"Patient?_has:Observation:subject:date=2024-03", "ada"},
    {"Patient?gender=male&_has:Observation:patient:code=8867-4", "bert"},
    {"Patient?_has:Observation:patient:code=8867-4&name=marsh", "ada bert"},
    {"Encounter?_has:Observation:encounter:code=8480-6", "visit-1"},
    {"Patient?_has:Encounter:patient:_has:Observation:encounter:code=8480-6", "ada"},
    {"Organization?_has:Encounter:service-provider:status=finished", "hospital"},
    // date
    {"Patient?birthdate=1961-04-02", "ada"},
    {"Patient?birthdate=1961", "ada bert"},
    {"Patient?birthdate=ne1961", "cleo"},
    {"Patient?birthdate=lt1961-04-03", "ada"},
    {"Patient?birthdate=gt1961-12-31", "cleo"},
    {"Patient?birthdate=ge1961-05-17&birthdate=le1961-05-17", "bert"},
    {"Observation?date=2024-01-10", "pressure-1"},
    {"Observation?date=ge2024-03-05T08:00:00Z", "pressure-2 pulse-b"},
    {"Observation?date=sa2024-03-05", "pulse-b"},
    {"Observation?date=eb2024-01-11", "pressure-1"},
    {"Encounter?date=2024-01", "visit-1"},
    {"Encounter?date=lt2024-01-10", "visit-1"},
    {"Encounter?date=sa2024-01-08", ""},
    {"Encounter?date=ap2024-01-10", "visit-1"},
    // number and quantity
    {"Observation?value-quantity=120", "pressure-1"},
    {"Observation?value-quantity=gt120", "pressure-2"},
    {"Observation?value-quantity=ge120", "pressure-1 pressure-2"},
    {"Observation?value-quantity=120|http://unitsofmeasure.org|mm[Hg]", "pressure-1"},
    {"Observation?value-quantity=120|http://unitsofmeasure.org|kg", ""},
    {"Observation?value-quantity=lt100||/min", "pulse-1"},
    {"Observation?value-quantity=ap125", "pressure-1 pressure-2"},
    {"RiskAssessment?probability=gt0.8", "risk"},
    {"RiskAssessment?probability=0.9", "risk"},
    {"RiskAssessment?probability=0.90", ""},
    // uri
    {"ValueSet?url=http://example.org/sets/a", "set-a"},
    {"ValueSet?url:below=http://example.org/sets", "set-a set-b"},
    // what every type has
    {"Patient?_id=ada", "ada"},
    {"Patient?_id=ada,cleo,nobody", "ada cleo"},
    {"Patient?_id=ada&gender=male", ""},
    {"Patient", "ada bert cleo dora"},
    {"Patient?_lastUpdated=ge2023-01-01", "ada bert cleo dora"},
    {"Patient?_lastUpdated=lt2023-01-01", ""},
    {"Patient?gender=female&_lastUpdated=ge2023-01-01", "ada cleo"},
    {"Patient?address-city:missing=true", "bert cleo dora"},
    {"Patient?address-city:missing=false", "ada"},
    {"Patient?birthdate:missing=true&name=100", "dora"},
    {"Observation?encounter:missing=true&patient=ada", "panel-1 pressure-2 pulse-1"},
    {"Observation?patient:missing=false&code=8867-4", "pulse-1 pulse-b"},
    // order
    {"Patient?_sort=birthdate", "ada bert cleo dora", true},
    {"Patient?_sort=-birthdate", "cleo bert ada dora", true},
    {"Patient?_sort=family,-birthdate", "dora bert ada cleo", true},
    {"Patient?_sort=-family,given", "cleo ada bert dora", true},
    {"Patient?_sort=gender,-birthdate", "cleo ada bert dora", true},
    {"Patient?_sort=_id", "ada bert cleo dora", true},
    {"Patient?_sort=-_id", "dora cleo bert ada", true},
    {"Patient?_sort=_lastUpdated", "ada bert cleo dora", true},
    {"Patient?_sort=-_lastUpdated", "dora cleo bert ada", true},
    {"Patient?gender=female&_sort=-_lastUpdated", "cleo ada", true},
    {"Observation?patient=ada&_sort=-date", "pressure-2 pressure-1 pulse-1 panel-1", true},
    {"Observation?patient=ada&code=8480-6&_sort=date", "pressure-1 pressure-2", true},
    {"Observation?_sort=-value-quantity&status=final", "pressure-2 pressure-1 pulse-1 pulse-b panel-1", true},
    // includes
    {"Observation?_id=pressure-1&_include=Observation:patient", "pressure-1 +ada"},
    {"Observation?_id=pressure-1&_include=Observation:encounter&_include:iterate=Encounter:service-provider",
     "pressure-1 +visit-1 +hospital"},
    {"Observation?_id=pressure-1&_include=Observation:subject:Group", "pressure-1"},
    {"Observation?_id=pressure-1&_include=*", "pressure-1 +ada +visit-1"},
    {"Patient?_id=bert&_revinclude=Observation:subject", "bert +pulse-b"},
    {"Encounter?_id=visit-1&_revinclude=Observation:encounter", "visit-1 +pressure-1"},
    {"Organization?_id=hospital&_revinclude=Encounter:service-provider&_revinclude:iterate=Observation:encounter",
     "hospital +pressure-1 +visit-1"},
};

std::vector<std::string> words(std::string_view text) {
  std::vector<std::string> parts;
  for (const std::string_view part : split(text, ' '))
    if (!part.empty()) parts.emplace_back(part);
  return parts;
}

class SearchCases : public RepositoryTest {
 protected:
  void SetUp() override {
    RepositoryTest::SetUp();
    if (!IsSkipped()) write_record();
  }

  void add(const std::string& type, const std::string& id, const std::string& members) {
    clock.advance(std::chrono::milliseconds(1));
    put(type, id, R"({"resourceType":")" + type + R"(","id":")" + id + "\"," + members + "}");
  }

  void observation(const std::string& id, const std::string& patient, const std::string& code, const std::string& rest) {
    add("Observation", id,
        R"("status":"final","code":{"coding":[{"system":"http://loinc.org","code":")" + code +
            R"("}]},"subject":{"reference":"Patient/)" + patient + "\"}" + rest);
  }

  void write_record() {
    add("Organization", "hospital", R"("name":"General Hospital")");
    add("Patient", "ada",
        R"("active":true,"identifier":[{"system":"urn:oid:1.2.3","value":"1001"}],"name":[{"family":"Marsh","given":["Ada","Jane"]}],
      "gender":"female","birthDate":"1961-04-02","address":[{"city":"Lake Town"}])");
    add("Patient", "bert",
        R"("identifier":[{"system":"urn:oid:2.9.9","value":"1001"}],"name":[{"family":"Marsh","given":["Bert"]}],"gender":"male","birthDate":"1961-05-17")");
    add("Patient", "cleo",
        R"("identifier":[{"system":"urn:oid:1.2.3","value":"1003"}],"name":[{"family":"Quill"}],"gender":"female","birthDate":"1990")");
    add("Patient", "dora", R"("name":[{"family":"100% Sure","given":["A,B"]}])");
    add("Encounter", "visit-1",
        R"("status":"finished","class":{"code":"IMP"},"subject":{"reference":"Patient/ada"},"serviceProvider":{"reference":"Organization/hospital"},
      "period":{"start":"2024-01-08T07:00:00Z","end":"2024-01-12T12:00:00Z"})");
    const std::string vital = R"(,"category":[{"coding":[{"code":"vital-signs"}]}])";
    const std::string mm = R"("unit":"mmHg","system":"http://unitsofmeasure.org","code":"mm[Hg]"})";
    observation(
        "pressure-1", "ada", "8480-6",
        vital +
            R"(,"encounter":{"reference":"Encounter/visit-1"},"effectiveDateTime":"2024-01-10T09:30:00Z","valueQuantity":{"value":120,)" +
            mm);
    observation("pressure-2", "ada", "8480-6",
                vital + R"(,"effectiveDateTime":"2024-03-05T09:30:00Z","valueQuantity":{"value":131.5,)" + mm);
    observation("pulse-1", "ada", "8867-4",
                vital + R"(,"valueQuantity":{"value":71,"system":"http://unitsofmeasure.org","code":"/min"})");
    observation("pulse-b", "bert", "8867-4",
                R"(,"effectiveDateTime":"2024-04-01","performer":[{"reference":"http://elsewhere.test/Practitioner/7"}])");
    observation("panel-1", "ada", "85354-9",
                R"(,"component":[{"code":{"coding":[{"system":"http://loinc.org","code":"8462-4"}]}}])");
    add("RiskAssessment", "risk",
        R"("status":"final","subject":{"reference":"Patient/ada"},"prediction":[{"probabilityDecimal":0.88}])");
    add("ValueSet", "set-a", R"("status":"active","url":"http://example.org/sets/a")");
    add("ValueSet", "set-b", R"("status":"active","url":"http://example.org/sets/b")");
  }

  std::vector<std::string> ids(const std::string& query) {
    std::vector<std::string> bare;
    for (const std::string& address : found(query))
      bare.push_back((address[0] == '+' ? "+" : "") + address.substr(address.find('/') + 1));
    return bare;
  }
};
CHARTA_ON_BOTH_ENGINES(SearchCases);

TEST_P(SearchCases, FindWhatTheySay) {
  for (const SearchCase& one : cases) {
    auto expected = words(one.finds);
    auto answered = ids(one.query);
    if (!one.ordered) std::sort(answered.begin(), answered.end());
    if (!one.ordered) std::sort(expected.begin(), expected.end());
    EXPECT_EQ(answered, expected) << one.query;
  }
}

TEST_P(SearchCases, PageByPageTheSameIsFoundInTheSameOrder) {
  for (const SearchCase& one : cases) {
    const std::string query = one.query;
    if (query.find("include") != std::string::npos) continue;
    const auto whole = ids(query);
    std::vector<std::string> paged;
    std::string next = query + (query.find('?') == std::string::npos ? "?" : "&") + "_count=1";
    for (int page = 0; !next.empty() && page < 10; ++page) {
      const auto bundle = search(next);
      for (const json::Value entry : bundle.root()["entry"]) paged.emplace_back(entry["resource"]["id"].text());
      next.clear();
      for (const json::Value link : bundle.root()["link"])
        if (link["relation"].text() == "next")
          next = std::string(link["url"].text()).substr(std::string("http://charta.test/fhir/").size());
    }
    EXPECT_EQ(paged, whole) << query;
  }
}

TEST_P(SearchCases, TotalsAgreeWithWhatIsFound) {
  for (const SearchCase& one : cases) {
    const std::string query = one.query;
    if (query.find("include") != std::string::npos) continue;
    const std::string mark = query.find('?') == std::string::npos ? "?" : "&";
    const auto counted = search(query + mark + "_summary=count");
    EXPECT_EQ(counted.root()["total"].integer(), static_cast<std::int64_t>(words(one.finds).size())) << query;
    EXPECT_EQ(counted.root()["entry"].size(), 0U);
    EXPECT_EQ(search(query + mark + "_total=accurate&_count=1").root()["total"].integer(),
              static_cast<std::int64_t>(words(one.finds).size()))
        << query;
  }
}

/// An actor of another facility, to whom every table's predicate must apply.
access::Visibility somewhere_else() {
  return {access::FacilityMask{1} << 5, access::full_clearance, {}};
}

TEST_P(SearchCases, AnActorOfAnotherFacilityFindsNothingByAnyRoute) {
  actor.visibility = somewhere_else();
  for (const SearchCase& one : cases) EXPECT_TRUE(ids(one.query).empty()) << one.query;
}

/// Whether `alias` stands for a table of the schema, not for rows that the statement made itself.
bool names_table(const std::string& sql, const std::string& alias) {
  for (const char* table :
       {"resource ", "resource_version ", "index_token ", "index_reference ", "index_string ", "index_date ", "index_number "})
    if ((sql + " ").find(table + alias + " ") != std::string::npos) return true;
  return false;
}

TEST_P(SearchCases, NoTableIsReadFromEndToEnd) {
  if (GetParam() != store::Engine::sqlite) GTEST_SKIP() << "PostgreSQL reads small tables whole on purpose";
  const ResourceStore resources;
  CodeSystems systems;
  const SearchStore search_store(resources, systems);
  for (const auto& visibility : {access::Visibility{access::all_facilities, access::full_clearance, {}}, somewhere_else()}) {
    for (const SearchCase& one : cases) {
      const std::string query = one.query;
      const std::size_t question = query.find('?');
      const auto parsed = parse_search(query.substr(0, question), question == std::string::npos ? "" : query.substr(question + 1),
                                       {Instant(0), "http://charta.test/fhir"})
                              .value();
      std::vector<std::string> scans;
      const auto explain = [&](store::Reader& reader) -> Result<void> {
        for (const std::string_view what : {"keys", "rows", "count"}) {
          CHARTA_TRY(const auto compiled, what == "count"
                                              ? search_store.compile_count(reader, parsed, visibility)
                                              : search_store.compile_page(reader, parsed, visibility, what == "rows"));
          if (compiled.sql.empty()) continue;
          const std::string sql = "EXPLAIN QUERY PLAN " + compiled.sql;
          CHARTA_TRY_DO(reader.read({"test.explain", sql}, compiled.binder->bindings(), [&](const store::Row& row) {
            const std::string step = row.string(3);
            if (step.starts_with("SCAN ") && names_table(compiled.sql, step.substr(5, step.find(' ', 5) - 5)))
              scans.push_back(step);
            return true;
          }));
        }
        return {};
      };
      ASSERT_TRUE(store().read(explain)) << query;
      EXPECT_TRUE(scans.empty()) << query << ": " << scans[0];
    }
  }
}

TEST_P(SearchCases, UnknownParametersAreRefusedOrWarnedOf) {
  EXPECT_EQ(try_search("Patient?shoe-size=42").error().kind, ErrorKind::invalid);
  EXPECT_EQ(try_search("Patient?shoe-size=42").error().location, "shoe-size");
  const auto lenient = search("Patient?shoe-size=42&gender=male", false);
  ASSERT_EQ(lenient.root()["entry"].size(), 2U);
  EXPECT_EQ(lenient.root()["entry"].at(1)["search"]["mode"].text(), "outcome");
  EXPECT_EQ(lenient.root()["entry"].at(1)["resource"]["issue"].at(0)["severity"].text(), "warning");
  EXPECT_EQ(lenient.root()["link"].at(0)["url"].text(), "http://charta.test/fhir/Patient?gender=male");
}

TEST_P(SearchCases, BadValuesAndModifiersAreRefusedWithTheParameter) {
  for (const char* query :
       {"Patient?birthdate=yesterday", "Patient?birthdate:exact=1961", "Patient?name:not=x", "Observation?value-quantity=much",
        "Patient?_count=-1", "Patient?_cursor=zzz", "Patient?_total=some", "Patient?identifier=a|b|c",
        "Patient?gender:missing=maybe", "Patient?_include=Patient", "Patient?name=", "Patient?_sort=shoe-size"}) {
    const auto refused = try_search(query);
    ASSERT_FALSE(refused) << query;
    EXPECT_TRUE(refused.error().kind == ErrorKind::invalid || refused.error().kind == ErrorKind::unsupported) << query;
    EXPECT_FALSE(refused.error().location.empty()) << query;
  }
  EXPECT_EQ(try_search("Nonsense?x=1").error().kind, ErrorKind::not_found);
}

TEST_P(SearchCases, ElementsGiveTheChosenOnesMarkedAsReduced) {
  const auto bundle = search("Patient?_id=ada&_elements=gender");
  const json::Value patient = bundle.root()["entry"].at(0)["resource"];
  EXPECT_EQ(patient["gender"].text(), "female");
  EXPECT_FALSE(patient["name"]);
  EXPECT_EQ(patient["meta"]["tag"].at(0)["code"].text(), "SUBSETTED");
}

TEST_P(SearchCases, LinkedPatientRecordsAreSearchedTogether) {
  repository->set_patient_expansion([this](store::Reader& reader, PatientId patient) -> Result<std::vector<PatientId>> {
    const auto ada = repository->load(reader, "Patient", "ada").value()->key;
    const auto bert = repository->load(reader, "Patient", "bert").value()->key;
    if (patient.key() != ada.key()) return std::vector<PatientId>{patient};
    return std::vector<PatientId>{patient, PatientId(bert.key())};
  });
  EXPECT_THAT(ids("Observation?patient=ada&code=8867-4"), ::testing::UnorderedElementsAre("pulse-1", "pulse-b"));
  EXPECT_THAT(ids("Observation?patient=bert&code=8867-4"), ::testing::UnorderedElementsAre("pulse-b"));
}

TEST_P(SearchCases, LinksThatCannotBeReadFailTheSearchInsteadOfShorteningIt) {
  repository->set_patient_expansion([](store::Reader&, PatientId) -> Result<std::vector<PatientId>> {
    return fail(ErrorKind::unavailable, "the links cannot be read");
  });
  const auto answer = repository->search(actor, {"Observation", "patient=ada&code=8867-4", "", false});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, ErrorKind::unavailable) << answer.error().message;
}

TEST_P(SearchCases, ALabelledResourceIsHiddenFromThoseWithoutClearanceUntilTheGlassIsBroken) {
  const std::string body =
      R"({"resourceType":"Observation","status":"final","code":{"coding":[{"code":"secret"}]},"subject":{"reference":"Patient/ada"}})";
  PutOptions options;
  options.sensitivity = static_cast<access::SensitivityMask>(access::Sensitivity::vip);
  auto prepared = repository->prepare(body, options).value();
  const auto written = store().write([&](store::UnitOfWork& work) { return repository->put(work, actor, prepared); }).value();
  actor.visibility.clearance = 0;
  EXPECT_TRUE(ids("Observation?code=secret").empty());
  EXPECT_EQ(repository->read(actor, "Observation", written.id).error().kind, ErrorKind::not_found);
  EXPECT_EQ(
      repository->update(actor, "Observation", written.id, R"({"id":")" + written.id + "\"," + body.substr(1), {}).error().kind,
      ErrorKind::not_found);
  EXPECT_EQ(repository->remove(actor, "Observation", written.id).error().kind, ErrorKind::not_found);
  const auto ada = store().read([&](store::Reader& reader) { return repository->load(reader, "Patient", "ada"); }).value()->key;
  actor.visibility.opened_by_glass = {PatientId(ada.key())};
  actor.visibility.glass_clearance = access::full_clearance;
  EXPECT_EQ(ids("Observation?code=secret").size(), 1U);
}

TEST_P(SearchCases, DepartmentsFindByTokenAndByPatient) {
  const auto found_keys = store()
                              .read([&](store::Reader& reader) {
                                return repository->find_by_token(reader, "Patient", "identifier", "urn:oid:1.2.3", "1001");
                              })
                              .value();
  ASSERT_EQ(found_keys.size(), 1U);
  const auto newest = store()
                          .read([&](store::Reader& reader) {
                            return repository->of_patient(reader, PatientId(found_keys[0].key()), "Observation", 2);
                          })
                          .value();
  ASSERT_EQ(newest.size(), 2U);
  EXPECT_EQ(newest[0].id, "panel-1");
}

}  // namespace
}  // namespace charta::resources
