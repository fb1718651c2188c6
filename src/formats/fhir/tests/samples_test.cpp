// SPDX-License-Identifier: Apache-2.0
// Real resources: what others wrote must be accepted, and every value taken from it must make sense.
#include "formats/fhir/tests/samples.hpp"

#include "formats/fhir/tests/index_text.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <map>
#include <set>

namespace charta::fhir {
namespace {

using testing::read_file;
using testing::Samples;

std::string told(const std::vector<Issue>& issues) {
  std::string text;
  for (const Issue& issue : issues) text += "\n  " + issue.path + ": " + issue.message + " [" + issue.code + "]";
  return text;
}

std::vector<std::string> files_of(std::initializer_list<const Samples*> all) {
  std::vector<std::string> files;
  for (const Samples* samples : all)
    for (const auto& file : samples->files()) files.push_back(file.string());
  return files;
}

TEST(FhirSamples, EverySyntheaResourceIsValid) {
  const Samples few("synthea-r4"), more("synthea-r4-more.tar.gz"), shared("synthea-r4-shared");
  if (few.files().empty()) GTEST_SKIP() << "no test data";
  std::size_t resources = 0;
  std::size_t bytes = 0;
  std::chrono::nanoseconds validating{}, indexing{};
  std::vector<IndexValue> values;
  for (const std::string& file : files_of({&few, &more, &shared})) {
    const auto document = json::Document::parse(read_file(file));
    ASSERT_TRUE(document) << file;
    const auto start = std::chrono::steady_clock::now();
    const auto whole = validate(document->root());
    EXPECT_TRUE(whole.empty()) << file << told(whole);
    const auto middle = std::chrono::steady_clock::now();
    for (const json::Value entry : document->root()["entry"]) {
      ++resources;
      values.clear();
      index_values(entry["resource"], values);
    }
    validating += middle - start;
    indexing += std::chrono::steady_clock::now() - middle;
    bytes += json::write(document->root()).size();
  }
  RecordProperty("resources", static_cast<int>(resources));
  std::printf("%zu resources, %.1f MB: validate %.2f us, index %.2f us a resource; %.2f and %.2f us a KB\n", resources,
              static_cast<double>(bytes) / 1e6, static_cast<double>(validating.count()) / 1e3 / static_cast<double>(resources),
              static_cast<double>(indexing.count()) / 1e3 / static_cast<double>(resources),
              static_cast<double>(validating.count()) / static_cast<double>(bytes),
              static_cast<double>(indexing.count()) / static_cast<double>(bytes));
  EXPECT_GE(resources, 17'795U);
}

/// Published examples that break the rules they were published with, and the rule they break.
const std::map<std::string, std::string> broken_examples{
    {"ActivityDefinition-blood-tubes-supply.json", "this says nothing"},       // txt-2: the div has only white space
    {"ActivityDefinition-heart-valve-replacement.json", "this says nothing"},  // txt-2
    {"DeviceUseStatement-example.json", "this points at a Procedure"},         // reasonReference allows no Procedure
    {"MedicationRequest-medrx0301.json", "this points at a Practitioner"},     // dispenseRequest.performer: Organization only
    {"Questionnaire-qs1.json", "needs linkId"},                                // Questionnaire.item.linkId is 1..1
    {"ig-r4.json", "needs status"}};                                           // ImplementationGuide.status and name are 1..1

TEST(FhirSamples, EveryOfficialExampleIsValid) {
  const Samples examples("r4-examples.tar.gz");
  if (examples.files().empty()) GTEST_SKIP() << "no test data";
  EXPECT_EQ(examples.files().size(), 415U);
  for (const auto& file : examples.files()) {
    const auto document = json::Document::parse(read_file(file));
    ASSERT_TRUE(document) << file << document.error().message;
    const std::string found = told(validate(document->root()));
    const auto broken = broken_examples.find(file.filename().string());
    if (broken == broken_examples.end()) {
      EXPECT_EQ(found, "") << file.filename();
    } else {
      EXPECT_NE(found.find(broken->second), std::string::npos) << file.filename() << found;
    }
  }
}

TEST(FhirSamples, UsCoreExamplesAreValid) {
  const Samples examples("us-core-current-examples.tar.gz");
  if (examples.files().empty()) GTEST_SKIP() << "no test data";
  for (const auto& file : examples.files()) {
    const auto document = json::Document::parse(read_file(file));
    ASSERT_TRUE(document) << file << document.error().message;
    EXPECT_EQ(told(validate(document->root())), "") << file.filename();
  }
}

void expect_sense(const IndexValue& value, const std::string& file) {
  const std::string where = file + " " + std::string(value.parameter->type) + "." + std::string(value.parameter->code);
  switch (value.parameter->search_type) {
    case SearchType::string:
      EXPECT_FALSE(value.text.empty()) << where;
      break;
    case SearchType::token:
      EXPECT_FALSE(value.code.empty() && value.display.empty() && value.system.empty()) << where;
      break;
    case SearchType::date:
      EXPECT_LT(value.from_ms, value.until_ms) << where;
      EXPECT_GE(value.from_ms, beginning_of_time_ms) << where;
      EXPECT_LE(value.until_ms, end_of_time_ms) << where;
      break;
    case SearchType::number:
    case SearchType::quantity:
      EXPECT_EQ(value.number.find_first_not_of("0123456789+-.eE"), value.number.npos) << where;
      break;
    case SearchType::reference:
    case SearchType::uri:
      EXPECT_EQ(value.code.find(' '), value.code.npos) << where;
      EXPECT_FALSE(value.code.empty()) << where;
      break;
    case SearchType::composite:
    case SearchType::special:
      ADD_FAILURE() << where << " is not indexed";
      break;
  }
}

TEST(FhirSamples, EveryIndexValueMakesSense) {
  const Samples synthea("synthea-r4"), examples("r4-examples.tar.gz");
  if (synthea.files().empty()) GTEST_SKIP() << "no test data";
  std::size_t count = 0;
  for (const std::string& file : files_of({&synthea, &examples})) {
    const auto document = json::Document::parse(read_file(file));
    std::vector<IndexValue> values;
    index_values(document->root(), values);
    for (const json::Value entry : document->root()["entry"]) index_values(entry["resource"], values);
    for (const IndexValue& value : values) expect_sense(value, file);
    count += values.size();
  }
  EXPECT_GT(count, 25'000U);
}

/// Every Observation, Encounter, … of a Synthea bundle has exactly the values of its own type's parameters.
TEST(FhirSamples, ValuesBelongToTheTypeOfTheirResource) {
  const Samples synthea("synthea-r4");
  if (synthea.files().empty()) GTEST_SKIP() << "no test data";
  const auto document = json::Document::parse(read_file(synthea.files().front()));
  for (const json::Value entry : document->root()["entry"]) {
    std::vector<IndexValue> values;
    index_values(entry["resource"], values);
    EXPECT_FALSE(values.empty());
    for (const IndexValue& value : values) EXPECT_EQ(value.parameter->type, entry["resource"]["resourceType"].text());
  }
}

const std::set<std::string> must_be_refused{"attachment-with-invalid-binary.json",
                                            "attachment-with-wrong-size.json",
                                            "bad-json-close-2.json",
                                            "bundle-duplicate-id.json",
                                            "empty-array.json",
                                            "json-comma-bad-1.json",
                                            "json-comma-bad-2.json",
                                            "json-comments.json",
                                            "json-no-quotes-1.json",
                                            "mr-covid-m5.json",
                                            "obs-quantity.json",
                                            "pat-security-bad-xhtml.json",
                                            "patient-id-bad-1.json",
                                            "patient-id-bad-2.json",
                                            "patient-id-bad-3.json",
                                            "q-enablewhen-me-wrong.json",
                                            "risk-assessment-probability-range.json",
                                            "vs-canonical-urn-bad.json"};
const std::set<std::string> must_be_accepted{"bundle-document-versioned-references-good.json",
                                             "canonical-url.json",
                                             "cs-filter.json",
                                             "json-good.json",
                                             "pat-security-good3.json",
                                             "patient-ig-good.json",
                                             "params-resource.json",
                                             "parameters-profiled-resource-valid.json",
                                             "q-ca-explicit.json",
                                             "vs-expansion.json"};

// Structure and invariants of the published validator cases that need neither terminology nor profiles; what each breaks.
TEST(FhirSamples, RefusesTheValidatorCasesThatBreakTheStructure) {
  const Samples cases("validator-r4-cases.tar.gz");
  if (cases.files().empty()) GTEST_SKIP() << "no test data";
  std::size_t refused = 0;
  for (const auto& file : cases.files()) {
    const auto document = json::Document::parse(read_file(file));
    const bool is_refused = !document || !validate(document->root()).empty();
    refused += is_refused ? 1U : 0U;
    const std::string name = file.filename().string();
    EXPECT_FALSE(must_be_refused.contains(name) && !is_refused) << name;
    EXPECT_FALSE(must_be_accepted.contains(name) && is_refused)
        << name << (document ? told(validate(document->root())) : document.error().message);
  }
  std::printf("%zu of %zu JSON validator cases refused\n", refused, cases.files().size());
}

}  // namespace
}  // namespace charta::fhir
