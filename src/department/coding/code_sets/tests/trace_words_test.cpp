// SPDX-License-Identifier: Apache-2.0
// tests/cases/trace_words.case: why a claim of the starter set has its DRG, sentence by sentence.
#include "department/coding/code_sets/ms_drg_grouper.hpp"
#include "department/coding/code_sets/tests/starter_library.hpp"
#include "tests/support/case_table.hpp"

#include <fmt/format.h>

namespace charta::code_sets {
namespace {

using grouper::key_of;

grouper::Claim told_claim(const charta::testing::CaseLine& line) {
  grouper::Claim claim;
  claim.principal = {key_of(line.value("pdx")), 'Y'};
  for (const auto& text : line.all("sdx")) claim.secondary.push_back({key_of(text.substr(0, text.find(':'))), text.back()});
  for (const auto& text : line.all("px")) claim.procedures.push_back(key_of(text));
  claim.age = 60, claim.sex = 'F', claim.discharge_status = line.has("status") ? std::stoi(line.value("status")) : 1;
  return claim;
}

/// A case cannot hold the quotes in which a class stands: it writes ' for them.
std::string written_out(std::string text) {
  if (!text.starts_with("It is the class '")) return text;
  std::replace(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(text.rfind('\'')) + 1, '\'', '"');
  return text;
}

TEST(TraceWords, SayWhatTheTableOfCasesSays) {
  const auto cases = charta::testing::read_cases(std::string(CHARTA_MODULE_FOLDER) + "/tests/cases/trace_words.case");
  ASSERT_GE(cases.size(), 10U);
  MsDrgGrouper port(testing::starter_library());
  for (const auto& one : cases) {
    SCOPED_TRACE(one.title + ", line " + std::to_string(one.line));
    const auto claim = told_claim(one.lines.front());
    grouper::GroupedClaim grouped;
    ASSERT_TRUE(port.group(claim, testing::starter_day, grouped));
    const auto reasons = port.explain(claim, testing::starter_day, grouped).value();
    const auto whole = fmt::format("{}", fmt::join(reasons.trace, "\n"));
    for (const auto& line : one.lines) {
      if (line.verb == "says") {
        EXPECT_NE(std::find(reasons.trace.begin(), reasons.trace.end(), written_out(line.words.at(0))), reasons.trace.end())
            << line.words.at(0) << "\n  in\n"
            << whole;
      }
      if (line.verb == "never") {
        EXPECT_EQ(whole.find(line.words.at(0)), std::string::npos) << line.words.at(0) << "\n  in\n" << whole;
      }
      if (line.verb == "formula") {
        EXPECT_EQ(reasons.formula, line.words.at(0));
      }
    }
    for (const auto* sign : {" & ", " | ", "PDX:", "NOR", "Z@"})
      for (const auto& sentence : reasons.trace)
        EXPECT_TRUE(sentence.find(sign) == std::string::npos || sentence.find("(cluster Z@") != std::string::npos) << sentence;
  }
}

}  // namespace
}  // namespace charta::code_sets
