// SPDX-License-Identifier: Apache-2.0
// What one message after the other makes of a chart: cases/filing.case.
#include "department/chart/tests/chart_fixture.hpp"
#include "tests/support/case_table.hpp"
#include "tests/support/json_path.hpp"

#include <algorithm>
#include <filesystem>

namespace charta::chart {
namespace {

using charta::testing::CaseLine;

std::string fields(std::initializer_list<std::pair<int, std::string>> values, const std::string& name) {
  std::string segment = name;
  int at = 0;
  for (const auto& [number, value] : values) {
    for (; at < number; ++at) segment += '|';
    segment += value;
  }
  return segment;
}

std::string or_else(const CaseLine& line, const std::string& key, const std::string& otherwise) {
  return line.has(key) ? line.value(key) : otherwise;
}

class ChartFiling : public ChartTest {
 protected:
  void begin_case() {
    const int number = ++cases_;
    for (const auto* name : {"ada", "tom"}) register_patient(name);
    // Each case has charts, and numbers, of its own.
    sender_.default_assigner = "urn:charta:assigner:CASE" + std::to_string(number);
    outcome_ = "";
    resource_ = {};
    happened_.clear();
    placed_.reset();
    document_.reset();
  }

  static std::vector<std::string> order(const CaseLine& line) {
    std::vector<std::string> segments{fields({{1, line.value("control")},
                                              {2, line.value("placer")},
                                              {3, line.value("filler")},
                                              {5, line.value("status")},
                                              {9, line.value("time")}},
                                             "ORC")};
    if (line.has("code"))
      segments.push_back(fields({{1, "1"},
                                 {2, line.value("placer")},
                                 {3, line.value("filler")},
                                 {4, line.value("code")},
                                 {7, line.value("at")},
                                 {24, line.value("department")},
                                 {27, "^^^^^" + line.value("priority")}},
                                "OBR"));
    return segments;
  }
  static std::vector<std::string> report(const CaseLine& line) {
    std::vector<std::string> segments{fields({{1, "1"},
                                              {2, line.value("placer")},
                                              {3, line.value("filler")},
                                              {4, or_else(line, "code", "24323-8^Panel^LN")},
                                              {7, line.value("at")},
                                              {22, line.value("issued")},
                                              {25, or_else(line, "status", "F")}},
                                             "OBR")};
    int number = 0;
    for (const auto& value : line.all("value"))
      segments.push_back("OBX|" + std::to_string(++number) + "|NM|" + or_else(line, "finding", "2345-7^Glucose^LN") + "|" +
                         line.value("sub") + "|" + value + "|mmol/L|||||" + or_else(line, "status", "F"));
    for (const auto& text : line.all("text"))
      segments.push_back("OBX|" + std::to_string(++number) + "|TX|1^Note^L||" + text + "||||||F");
    return segments;
  }
  static std::vector<std::string> document(const CaseLine& line) {
    std::vector<std::string> segments{fields({{1, "1"},
                                              {2, or_else(line, "type", "DS")},
                                              {3, "TX"},
                                              {4, or_else(line, "at", "20260115080000")},
                                              {9, "77^Weiss^Rosa"},
                                              {12, line.value("number")},
                                              {13, line.value("parent")},
                                              {14, line.value("placer")},
                                              {17, line.value("status")},
                                              {19, line.value("available")}},
                                             "TXA")};
    if (line.has("text")) segments.push_back("OBX|1|TX|1^Summary||" + line.value("text") + "||||||F");
    return segments;
  }
  static std::vector<std::string> appointment(const CaseLine& line) {
    return {fields({{1, line.value("placer")}, {2, line.value("filler")}}, "SCH"),
            "AIS|1|A|99213^Office visit^C4|" + line.value("at") + "|||" + line.value("takes")};
  }

  void message(const CaseLine& line) {
    happened_.clear();
    const auto& type = line.verb;
    const auto segments = type.starts_with("MDM")   ? document(line)
                          : type.starts_with("ORU") ? report(line)
                          : type.starts_with("SIU") ? appointment(line)
                                                    : order(line);
    const auto done = file(or_else(line, "for", "ada"), type, segments);
    outcome_ = done ? "filed" : done.error().location.empty() ? done.error().message : done.error().location;
    if (outcome_.starts_with("hold:")) outcome_ = outcome_.substr(5);
  }

  /// A resource written through another door: the first of these lines creates it, the next change it.
  void write(const CaseLine& line) {
    happened_.clear();
    auto body = std::move(json::Document::parse(line.rest).value());
    const std::string type(body.root()["resourceType"].text());
    body.set(body.root(),
             type == "DocumentReference" || type == "ServiceRequest" || type == "DiagnosticReport" ? "subject" : "patient",
             *reference_to(body, "ada"));
    if (!resource_.second.empty()) body.set(body.root(), "id", resource_.second);
    const std::string text = json::write(body.root());
    const auto done = resource_.second.empty() ? resources_->create(actor_, type, text, "")
                                               : resources_->update(actor_, type, resource_.second, text, "");
    ASSERT_TRUE(done) << done.error().message;
    resource_ = {type, done->id};
    outcome_ = "filed";
  }
  std::optional<json::Value> reference_to(json::Document& body, const std::string& patient) {
    auto value = body.object();
    body.set(value, "reference", "Patient/" + patients_.at(patient).second);
    return value;
  }

  /// "order:active:2" for each line of the chart, in the order in which they came.
  std::string lines_of(const std::string& patient) {
    auto entries = timeline(patient);
    std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return a.resource < b.resource; });
    std::string text;
    for (const auto& entry : entries)
      text += (text.empty() ? "" : " ") + entry.kind + ":" + entry.status + ":" + std::to_string(entry.version);
    return text;
  }

  static std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const auto& word : words) text += (text.empty() ? "" : " ") + word;
    return text;
  }

  void check_placed(const CaseLine& line) {
    ASSERT_TRUE(placed_);
    const std::map<std::string, std::string> said = {{"placer", placed_->keys.placer},
                                                     {"filler", placed_->keys.filler},
                                                     {"priority", placed_->priority},
                                                     {"department", placed_->department},
                                                     {"ordered", placed_->ordered_at.text().substr(0, 16)},
                                                     {"code", placed_->keys.service_code},
                                                     {"reinstated", placed_->is_reinstated ? "yes" : "no"}};
    for (const auto& [key, value] : line.values) EXPECT_EQ(said.at(key), value) << key;
  }
  void check_document(const CaseLine& line) {
    ASSERT_TRUE(document_);
    const std::map<std::string, std::string> said = {
        {"completion", document_->completion},  {"type", document_->type_code},
        {"resource", document_->resource_type}, {"number", document_->document_number},
        {"placer", document_->keys.placer},     {"replaces", document_->replaces_earlier ? "yes" : "no"}};
    for (const auto& [key, value] : line.values) EXPECT_EQ(said.at(key), value) << key;
  }
  /// The newest resource of a type, place by place.
  void check_resource(const CaseLine& line) {
    std::vector<ChartEntry> entries = timeline("ada");
    std::erase_if(entries, [&](const auto& entry) { return entry.resource_type != line.words.at(0); });
    ASSERT_FALSE(entries.empty()) << line.words.at(0);
    const auto newest =
        *std::max_element(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return a.resource < b.resource; });
    const auto stored = resources_->read(actor_, newest.resource_type, newest.fhir_id);
    ASSERT_TRUE(stored) << stored.error().message;
    const auto parsed = std::move(json::Document::parse(stored->json).value());
    for (const auto& [path, value] : line.values)
      EXPECT_EQ(charta::testing::shown(charta::testing::at_path(parsed.root(), path)), value) << path << "\n" << stored->json;
  }

  /// The values of every finding that stands in the chart, smallest first.
  std::string observed() {
    const std::string query = "patient=" + patients_.at("ada").second + "&_count=100&_sort=value-quantity";
    const auto bundle = resources_->search(actor_, {"Observation", query, "http://charta.test/fhir", true});
    EXPECT_TRUE(bundle) << bundle.error().message;
    std::vector<std::string> values;
    const auto parsed = std::move(json::Document::parse(*bundle).value());
    for (const auto entry : parsed.root()["entry"])
      values.emplace_back(std::string(entry["resource"]["valueQuantity"]["value"].text()) + ":" +
                          std::string(entry["resource"]["status"].text()));
    std::sort(values.begin(), values.end());
    return joined(values);
  }

  void check(const CaseLine& line) {
    if (line.verb == "filed") {
      EXPECT_EQ(outcome_, "filed");
      EXPECT_EQ(joined(happened_), joined(line.words));
    } else if (line.verb == "held") {
      EXPECT_EQ(outcome_, line.words.at(0));
      EXPECT_EQ(joined(happened_), "") << "what is held does nothing";
    } else if (line.verb == "chart") {
      EXPECT_EQ(lines_of(or_else(line, "of", "ada")), joined(line.words));
    } else if (line.verb == "placed") {
      check_placed(line);
    } else if (line.verb == "document") {
      check_document(line);
    } else if (line.verb == "observed") {
      EXPECT_EQ(observed(), joined(line.words));
    } else if (line.verb == "reads") {
      check_resource(line);
    } else {
      ADD_FAILURE() << "no verb " << line.verb;
    }
  }

  /// A misfiled one, put into the right chart: `moves <type> <patient>`.
  void move(const CaseLine& line) {
    happened_.clear();
    const std::string id = newest_id(line.words.at(0));
    const auto stored = resources_->read(actor_, line.words.at(0), id);
    ASSERT_TRUE(stored) << stored.error().message;
    auto body = std::move(json::Document::parse(stored->json).value());
    body.set(body.root(), "subject", *reference_to(body, line.words.at(1)));
    const auto done = resources_->update(actor_, line.words.at(0), id, json::write(body.root()), "");
    ASSERT_TRUE(done) << done.error().message;
    outcome_ = "filed";
  }

  void step(const CaseLine& line) {
    if (line.verb.find('^') != std::string::npos) return message(line);
    if (line.verb == "writes") return write(line);
    if (line.verb == "moves") return move(line);
    if (line.verb == "deletes") {
      happened_.clear();
      const auto done = line.words.empty() ? resources_->remove(actor_, resource_.first, resource_.second)
                                           : resources_->remove(actor_, line.words[0], newest_id(line.words[0]));
      ASSERT_TRUE(done) << done.error().message;
      outcome_ = "filed";
      return;
    }
    check(line);
  }
  std::string newest_id(const std::string& type) {
    std::string id;
    for (const auto& entry : timeline("ada"))
      if (entry.resource_type == type) id = entry.fhir_id;
    return id;
  }

  int cases_ = 0;
  std::string outcome_;
  std::pair<std::string, std::string> resource_;  ///< type and id of what `writes` wrote
};
CHARTA_ON_BOTH_ENGINES(ChartFiling);

TEST_P(ChartFiling, MakesOfTheChartWhatTheTableSays) {
  const auto cases = charta::testing::read_cases(CHARTA_MODULE_FOLDER "/tests/cases/filing.case");
  ASSERT_GT(cases.size(), 30U);
  for (const auto& one : cases) {
    begin_case();
    for (const auto& line : one.lines) {
      SCOPED_TRACE(one.title + ", line " + std::to_string(line.number));
      step(line);
    }
  }
}

class ChartContent : public ChartTest {
 protected:
  /// The content of a document filed with this text.
  Result<DocumentContent> content_of(std::size_t size) {
    const auto done = file("ada", "MDM^T02",
                           {"TXA|1|DS|TX|20260115080000||||||||D" + std::to_string(size) + "|||||AU",
                            "OBX|1|TX|1^Summary||" + std::string(size, 'x') + "||||||F"});
    if (!done) return done.error();
    return chart_->content(actor_, "DocumentReference", newest(), "");
  }
  std::string newest() {
    const auto entries = timeline("ada", "document");
    return std::max_element(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return a.resource < b.resource; })
        ->fhir_id;
  }
};
CHARTA_ON_BOTH_ENGINES(ChartContent);

// In the resource, in a Binary, as a blob: wherever it stands it is read back byte for byte.
TEST_P(ChartContent, OfAnySizeIsReadBackAsItCame) {
  for (const std::size_t size : {std::size_t{1}, inline_limit, inline_limit + 1, binary_limit, binary_limit + 1}) {
    const auto content = content_of(size);
    ASSERT_TRUE(content) << size << ": " << content.error().message;
    EXPECT_EQ(content->bytes, std::string(size, 'x')) << size;
    const auto view = chart_->document(actor_, "DocumentReference", newest());
    ASSERT_TRUE(view);
    EXPECT_EQ(view->size, static_cast<std::int64_t>(size));
    EXPECT_EQ(view->versions.size(), 1U);
  }
}

TEST_P(ChartContent, ThatIsLostOrNeverCameIsNotTakenForADocumentThatIsNone) {
  ASSERT_TRUE(content_of(binary_limit + 1));
  const std::string id = newest();
  std::filesystem::remove_all(options().directory + "/blobs");
  const auto lost = chart_->content(actor_, "DocumentReference", id, "");
  ASSERT_FALSE(lost);
  EXPECT_EQ(lost.error().kind, ErrorKind::unavailable) << "the document is there, and its operator must hear of it";
  const auto second = chart_->content(actor_, "DocumentReference", id, "", 1);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind, ErrorKind::not_found);
  EXPECT_EQ(second.error().location, "number");
  ASSERT_TRUE(file("ada", "MDM^T01", {"TXA|1|DS|TX|20260115080000||||||||D0|||||DI"}));
  const auto announced = chart_->content(actor_, "DocumentReference", newest(), "");
  ASSERT_FALSE(announced);
  EXPECT_EQ(announced.error().location, "content") << "it is still to come";
  const auto none = chart_->content(actor_, "DocumentReference", "no-such-document", "");
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().location, "") << "there is no such document at all";
}

}  // namespace
}  // namespace charta::chart
