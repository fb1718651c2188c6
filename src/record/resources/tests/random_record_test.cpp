// SPDX-License-Identifier: Apache-2.0
// A few hundred random writes of every kind beside a plain model of what should stand there: whatever the order, every search
// finds exactly what a reading of all resources would find, and every version can be read.
#include "base/text.hpp"
#include "record/resources/tests/repository_fixture.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <random>
#include <set>

namespace charta::resources {
namespace {

struct Person {
  std::string family, given, born, number;
  bool is_active = false, says_active = false;
};
struct Finding {
  std::string patient, code, date, status;
  int tenths = 0;  ///< 52 is 5.2
};

const char* const families[] = {"Marsh", "Marshall", "MARSH", "Müller", "Mueller", "O'Neil", "Quill", ""};
const char* const births[] = {"1961-04-02", "1961-04", "1961", "1970-12-31", "2001-01-01"};
const char* const codes[] = {"GLU", "K", "NA", "glu"};
const char* const dates[] = {"2026-01-15T08:00:00Z", "2026-01-15", "2026-01", "2026-02-01T00:00:00Z"};
const char* const statuses[] = {"final", "preliminary"};

std::string json_of(const Person& person, const std::string& id) {
  std::string text = R"({"resourceType":"Patient")";
  if (!id.empty()) text += R"(,"id":")" + id + "\"";
  text += R"(,"identifier":[{"system":"urn:m","value":")" + person.number + R"("}])";
  if (person.says_active) text += std::string(R"(,"active":)") + (person.is_active ? "true" : "false");
  if (!person.family.empty() || !person.given.empty()) {
    text += R"(,"name":[{)";
    if (!person.family.empty()) text += R"("family":")" + person.family + "\"";
    if (!person.given.empty()) text += std::string(person.family.empty() ? "" : ",") + R"("given":[")" + person.given + R"("])";
    text += "}]";
  }
  return text + R"(,"birthDate":")" + person.born + "\"}";
}

std::string json_of(const Finding& finding, const std::string& id) {
  std::string text = R"({"resourceType":"Observation")";
  if (!id.empty()) text += R"(,"id":")" + id + "\"";
  text += R"(,"status":")" + finding.status + R"(","code":{"coding":[{"system":"urn:c","code":")" + finding.code + R"("}]})";
  if (!finding.patient.empty()) text += R"(,"subject":{"reference":"Patient/)" + finding.patient + "\"}";
  return text + R"(,"effectiveDateTime":")" + finding.date + R"(","valueQuantity":{"value":)" +
         std::to_string(finding.tenths / 10) + "." + std::to_string(finding.tenths % 10) + R"(,"unit":"mmol/L"}})";
}

/// The span that a date may mean, in days and seconds as text that compares.
std::pair<std::string, std::string> span_of(const std::string& date) {
  static const std::map<std::string, std::pair<std::string, std::string>> known = {
      {"1961", {"1961-01-01T00:00:00", "1962-01-01T00:00:00"}},
      {"1961-04", {"1961-04-01T00:00:00", "1961-05-01T00:00:00"}},
      {"1961-04-02", {"1961-04-02T00:00:00", "1961-04-03T00:00:00"}},
      {"1970-12-31", {"1970-12-31T00:00:00", "1971-01-01T00:00:00"}},
      {"2001-01-01", {"2001-01-01T00:00:00", "2001-01-02T00:00:00"}},
      {"2026-01", {"2026-01-01T00:00:00", "2026-02-01T00:00:00"}},
      {"2026-01-15", {"2026-01-15T00:00:00", "2026-01-16T00:00:00"}},
      {"2026-01-15T08:00:00Z", {"2026-01-15T08:00:00", "2026-01-15T08:00:01"}},
      {"2026-02-01T00:00:00Z", {"2026-02-01T00:00:00", "2026-02-01T00:00:01"}}};
  return known.at(date);
}

class RandomRecord : public RepositoryTest {
 protected:
  std::size_t any(std::size_t below) { return random_() % below; }
  template <class List>
  std::string one_of(const List& list) {
    return std::string(list[any(std::size(list))]);
  }
  template <class Map>
  std::string some_id(const Map& map) {
    if (map.empty()) return "";
    return std::next(map.begin(), static_cast<std::ptrdiff_t>(any(map.size())))->first;
  }

  Person some_person() {
    Person person;
    person.family = one_of(families);
    person.given = any(3) == 0 ? "Ada" : "";
    person.born = one_of(births);
    person.number = std::to_string(any(12));
    person.says_active = any(3) != 0;
    person.is_active = person.says_active && any(2) == 0;
    return person;
  }
  Finding some_finding() {
    Finding finding;
    if (any(5) != 0) finding.patient = some_id(people_);
    finding.code = one_of(codes);
    finding.date = one_of(dates);
    finding.status = one_of(statuses);
    finding.tenths = static_cast<int>(any(100));
    return finding;
  }

  void wrote(const std::string& address, std::int64_t version) { versions_[address] = version; }

  void create_one() {
    if (any(2) == 0) {
      const Person person = some_person();
      const auto done = repository->create(actor, "Patient", json_of(person, ""), {});
      ASSERT_TRUE(done) << done.error().message;
      people_[done->id] = person;
      wrote("Patient/" + done->id, done->version);
    } else {
      const Finding finding = some_finding();
      const auto done = repository->create(actor, "Observation", json_of(finding, ""), {});
      ASSERT_TRUE(done) << done.error().message;
      findings_[done->id] = finding;
      wrote("Observation/" + done->id, done->version);
    }
  }

  /// Also brings back what was deleted, and makes what the client names.
  void update_one() {
    if (any(2) == 0) {
      std::string id = any(6) == 0 ? some_id(gone_) : some_id(people_);
      if (id.empty() || findings_.contains(id)) id = "client-" + std::to_string(any(4));
      if (gone_.contains(id) && gone_.at(id) != "Patient") return;
      const Person person = some_person();
      const auto done = repository->update(actor, "Patient", id, json_of(person, id), {});
      ASSERT_TRUE(done) << done.error().message;
      people_[id] = person;
      gone_.erase(id);
      wrote("Patient/" + id, done->version);
    } else if (const std::string id = some_id(findings_); !id.empty()) {
      const Finding finding = some_finding();
      const auto done = repository->update(actor, "Observation", id, json_of(finding, id), {});
      ASSERT_TRUE(done) << done.error().message;
      findings_[id] = finding;
      wrote("Observation/" + id, done->version);
    }
  }

  void delete_one() {
    const bool is_person = any(2) == 0;
    const std::string type = is_person ? "Patient" : "Observation";
    const std::string id = is_person ? some_id(people_) : some_id(findings_);
    if (id.empty()) return;
    const auto done = repository->remove(actor, type, id);
    ASSERT_TRUE(done) << done.error().message;
    people_.erase(id);
    findings_.erase(id);
    gone_[id] = type;
    ++versions_[type + "/" + id];
  }

  void patch_one() {
    const std::string id = some_id(people_);
    if (id.empty()) return;
    Person person = people_.at(id);
    person.born = one_of(births);
    const auto done =
        repository->patch(actor, "Patient", id, R"([{"op":"replace","path":"/birthDate","value":")" + person.born + R"("}])", {});
    ASSERT_TRUE(done) << done.error().message;
    people_[id] = person;
    wrote("Patient/" + id, done->version);
  }

  void update_by_number() {
    const Person person = some_person();
    std::vector<std::string> holders;
    for (const auto& [id, other] : people_)
      if (other.number == person.number) holders.push_back(id);
    const auto done = repository->conditional_update(actor, "Patient", "identifier=urn:m|" + person.number, json_of(person, ""));
    ASSERT_EQ(static_cast<bool>(done), holders.size() < 2) << holders.size() << " have the number";
    if (!done) return;
    EXPECT_EQ(done->created, holders.empty());
    people_[done->id] = person;
    wrote("Patient/" + done->id, done->version);
  }

  /// Three writes that are all done or, when the last is refused, none.
  void transact() {
    const Person first = some_person(), second = some_person();
    const bool fails = any(3) == 0;
    const std::string changed = some_id(people_);
    const auto entry = [](const std::string& full_url, const std::string& body, const std::string& method,
                          const std::string& url) {
      return R"({"fullUrl":")" + full_url + R"(","resource":)" + body + R"(,"request":{"method":")" + method + R"(","url":")" +
             url + R"("}})";
    };
    std::string entries = entry("urn:uuid:1", json_of(first, ""), "POST", "Patient");
    if (!changed.empty()) entries += "," + entry("", json_of(second, changed), "PUT", "Patient/" + changed);
    entries += fails ? "," + entry("", R"({"resourceType":"Patient","gender":"unheard-of"})", "POST", "Patient") : "";
    const auto done = repository->bundle(actor, R"({"resourceType":"Bundle","type":"transaction","entry":[)" + entries + "]}",
                                         "http://charta.test/fhir");
    ASSERT_EQ(static_cast<bool>(done), !fails);
    if (!done) return;
    const auto answer = std::move(json::Document::parse(*done).value());
    const std::string location(answer.root()["entry"].at(0)["response"]["location"].text());
    const std::string id =
        location.substr(location.find("Patient/") + 8, location.find("/_history") - location.find("Patient/") - 8);
    people_[id] = first;
    wrote("Patient/" + id, 1);
    if (!changed.empty()) {
      people_[changed] = second;
      ++versions_["Patient/" + changed];
    }
  }

  void step() {
    clock.advance(std::chrono::milliseconds(any(2000)));
    switch (any(8)) {
      case 0:
      case 1:
        return create_one();
      case 2:
      case 3:
        return update_one();
      case 4:
        return delete_one();
      case 5:
        return patch_one();
      case 6:
        return update_by_number();
      default:
        return transact();
    }
  }

  using OfPerson = std::function<bool(const std::string&, const Person&)>;
  using OfFinding = std::function<bool(const std::string&, const Finding&)>;
  void expect_people(const std::string& query, const OfPerson& is_one) {
    std::set<std::string> should;
    for (const auto& [id, person] : people_)
      if (is_one(id, person)) should.insert("Patient/" + id);
    expect("Patient?" + query, should);
  }
  void expect_findings(const std::string& query, const OfFinding& is_one) {
    std::set<std::string> should;
    for (const auto& [id, finding] : findings_)
      if (is_one(id, finding)) should.insert("Observation/" + id);
    expect("Observation?" + query, should);
  }
  void expect(const std::string& query, const std::set<std::string>& should) {
    const auto addresses = found(query + (query.ends_with('?') ? "" : "&") + "_count=1000");
    EXPECT_EQ(std::set<std::string>(addresses.begin(), addresses.end()), should) << query;
    EXPECT_EQ(addresses.size(), should.size()) << query << " found one twice";
    const auto counted = search(query + (query.ends_with('?') ? "" : "&") + "_summary=count");
    EXPECT_EQ(counted.root()["total"].integer(), static_cast<std::int64_t>(should.size())) << query;
  }

  void compare_people() {
    for (const char* typed : {"mar", "MARSH", "müller", "muller", "o'n", "x"})
      expect_people(std::string("family=") + typed, [&](const auto&, const Person& one) {
        return !one.family.empty() && folded(one.family).starts_with(folded(typed));
      });
    expect_people("family:exact=Marsh", [](const auto&, const Person& one) { return one.family == "Marsh"; });
    expect_people("family:contains=ars",
                  [](const auto&, const Person& one) { return folded(one.family).find("ars") != std::string::npos; });
    expect_people("name:missing=true", [](const auto&, const Person& one) { return one.family.empty() && one.given.empty(); });
    expect_people("active=true", [](const auto&, const Person& one) { return one.is_active; });
    expect_people("active:not=true", [](const auto&, const Person& one) { return !one.is_active; });
    expect_people("active:missing=true", [](const auto&, const Person& one) { return !one.says_active; });
    expect_people("identifier=urn:m|3,urn:m|4",
                  [](const auto&, const Person& one) { return one.number == "3" || one.number == "4"; });
    expect_people("birthdate=1961-04", [](const auto&, const Person& one) { return one.born.starts_with("1961-04"); });
    expect_people("birthdate=gt1961-04-02",
                  [](const auto&, const Person& one) { return span_of(one.born).second > span_of("1961-04-02").second; });
    expect_people("birthdate=lt1961-04-02",
                  [](const auto&, const Person& one) { return span_of(one.born).first < span_of("1961-04-02").first; });
    expect_people("_has:Observation:patient:code=GLU", [&](const std::string& id, const Person&) {
      return std::any_of(findings_.begin(), findings_.end(),
                         [&](const auto& one) { return one.second.patient == id && one.second.code == "GLU"; });
    });
  }
  void compare_findings() {
    const std::string patient = some_id(people_);
    expect_findings("code=urn:c|GLU", [](const auto&, const Finding& one) { return one.code == "GLU"; });
    expect_findings("code:not=GLU,K", [](const auto&, const Finding& one) { return one.code != "GLU" && one.code != "K"; });
    expect_findings("patient=" + patient + "&code=GLU,NA", [&](const auto&, const Finding& one) {
      return !patient.empty() && one.patient == patient && (one.code == "GLU" || one.code == "NA");
    });
    expect_findings("subject:missing=true", [](const auto&, const Finding& one) { return one.patient.empty(); });
    expect_findings("patient.family=marsh", [&](const auto&, const Finding& one) {
      const auto whose = people_.find(one.patient);
      return whose != people_.end() && folded(whose->second.family).starts_with("marsh");
    });
    expect_findings("value-quantity=gt5.2", [](const auto&, const Finding& one) { return one.tenths > 52; });
    expect_findings("value-quantity=5.2", [](const auto&, const Finding& one) { return one.tenths == 52; });
    expect_findings("date=2026-01-15", [](const auto&, const Finding& one) { return one.date.starts_with("2026-01-15"); });
    expect_findings("date=ge2026-01-15T08:00:00Z&status=final", [](const auto&, const Finding& one) {
      return one.status == "final" && span_of(one.date).second > "2026-01-15T08:00:00";
    });
  }
  void compare_versions() {
    for (const auto& [address, version] : versions_) {
      const auto slash = address.find('/');
      const std::string type = address.substr(0, slash), id = address.substr(slash + 1);
      const auto now = repository->read(actor, type, id);
      EXPECT_EQ(static_cast<bool>(now), !gone_.contains(id)) << address;
      if (now) {
        EXPECT_EQ(now->version, version) << address;
        EXPECT_EQ(json::write(json::Document::parse(now->json)->root()["identifier"]).find("urn:m") != std::string::npos,
                  type == "Patient");
      }
      const auto past = repository->vread(actor, type, id, "1");
      EXPECT_TRUE(past) << address;
      const auto history = repository->history(actor, type, id, {"", "_count=1000", "http://charta.test/fhir", true});
      ASSERT_TRUE(history);
      EXPECT_EQ(json::Document::parse(*history)->root()["entry"].size(), static_cast<std::size_t>(version)) << address;
    }
  }

  std::mt19937 random_{20260311};
  std::map<std::string, Person> people_;
  std::map<std::string, Finding> findings_;
  std::map<std::string, std::string> gone_;       ///< id to type
  std::map<std::string, std::int64_t> versions_;  ///< of every address, the newest
};
CHARTA_ON_BOTH_ENGINES(RandomRecord);

TEST_P(RandomRecord, IsFoundByEverySearchExactlyAsAReadingOfItAllWouldFindIt) {
  for (int round = 0; round < 20; ++round) {
    SCOPED_TRACE("after " + std::to_string(25 * (round + 1)) + " steps");
    for (int steps = 0; steps < 25; ++steps) ASSERT_NO_FATAL_FAILURE(step());
    compare_people();
    compare_findings();
    if (HasFailure()) return;
  }
  compare_versions();
  const auto verified = ledger->verify();
  ASSERT_TRUE(verified);
  EXPECT_TRUE(verified->holds) << verified->first_broken;
}

}  // namespace
}  // namespace charta::resources
