// SPDX-License-Identifier: Apache-2.0
#include "department/data_entry/reconciliation.hpp"

#include "department/data_entry/tests/shipped_rules.hpp"
#include "tests/support/case_table.hpp"

#include <algorithm>
#include <map>

namespace charta::data_entry {
namespace {

using charta::testing::CaseLine;

ValueKey value_key(const std::string& text) {
  const auto slash = text.find('/');
  return {text.substr(0, slash), std::stoi(text.substr(slash + 1))};
}

std::string print_value_key(const ValueKey& key) {
  return key.is_set() ? key.field + '/' + std::to_string(key.row) : std::string();
}

struct ListCase {
  std::vector<PriorItem> prior;
  std::vector<EnteredValue> values;
  std::vector<PriorAnswer> answers;
  std::vector<std::string> open, fresh, doubled;
  std::map<std::string, std::string> suggested;
  bool is_whole = false;
};

std::string words_from(const CaseLine& line, std::size_t at) {
  std::string text;
  for (; at < line.words.size(); ++at) text += (text.empty() ? "" : " ") + line.words[at];
  return text;
}

void take_list_line(ListCase& one, const CaseLine& line) {
  if (line.verb == "chart") {
    PriorItem item;
    const auto& kind = line.words.at(0);
    item.type = kind == "problem" ? "Condition" : kind == "medication" ? "MedicationStatement" : "AllergyIntolerance";
    item.id = line.words.at(1);
    item.text = words_from(line, 2);
    item.code = line.value("code");
    item.side = line.value("side");
    item.version = line.has("version") ? std::stoi(line.value("version")) : 1;
    one.prior.push_back(item);
  } else if (line.verb == "value") {
    EnteredValue value;
    value.field = line.words.at(0);
    value.text = words_from(line, 1);
    value.code = line.value("code");
    value.side = line.value("side");
    value.row = line.has("row") ? std::stoi(line.value("row")) : 1;
    one.values.push_back(value);
  } else if (line.verb == "answer") {
    PriorAnswer answer;
    answer.id = line.words.at(0);
    for (const auto& item : one.prior)
      if (item.id == answer.id) answer.type = item.type;
    ASSERT_TRUE(parse_prior(line.words.at(1))) << "line " << line.number;
    answer.says = *parse_prior(line.words.at(1));
    answer.version = line.has("version") ? std::stoi(line.value("version")) : 1;
    if (line.has("by")) answer.value = value_key(line.value("by"));
    const auto* value = find_value(one.values, answer.value);
    EnteredValue before;
    before.text = line.value("when");
    answer.value_digest = saying_digest(line.has("when") ? &before : value);
    one.answers.push_back(answer);
  }
  if (line.verb == "open") one.open = line.words;
  if (line.verb == "new") one.fresh = line.words;
  if (line.verb == "doubled") one.doubled = line.words;
  if (line.verb == "suggests") one.suggested[line.words.at(0)] = line.words.at(1);
  if (line.verb == "whole") one.is_whole = true;
}

TEST(Reconciliation, SaysWhatTheTableOfCasesSays) {
  const auto cases = charta::testing::read_cases(std::string(CHARTA_SOURCE_FOLDER) +
                                                 "/src/department/data_entry/tests/cases/reconciliation.case");
  ASSERT_GE(cases.size(), 20u);
  const auto& form = *testing::shipped_rules().form("office-visit");
  for (const auto& given : cases) {
    ListCase one;
    for (const auto& line : given.lines) take_list_line(one, line);
    const auto all = reconcile(form, one.prior, one.values, one.answers);
    std::vector<std::string> open, fresh, doubled;
    std::map<std::string, std::string> suggested;
    for (const auto& line : all.lines) {
      if (!line.fault.empty()) open.push_back(line.prior.id);
      if (line.suggested.is_set()) suggested[line.prior.id] = print_value_key(line.suggested);
    }
    for (const auto& key : all.fresh) fresh.push_back(print_value_key(key));
    for (const auto& [key, words] : all.doubled) doubled.push_back(print_value_key(key));
    EXPECT_EQ(open, one.open) << given.title << " (line " << given.line << ")";
    EXPECT_EQ(fresh, one.fresh) << given.title << " (line " << given.line << ")";
    EXPECT_EQ(doubled, one.doubled) << given.title << " (line " << given.line << ")";
    EXPECT_EQ(suggested, one.suggested) << given.title << " (line " << given.line << ")";
    EXPECT_EQ(all.is_whole(), one.is_whole) << given.title << " (line " << given.line << ")";
  }
}

TEST(Reconciliation, LosesNoItemOfTheChartWhateverIsTypedAndAnswered) {
  const auto& form = *testing::shipped_rules().form("office-visit");
  const std::vector<std::string> words = {"Asthma", "Lisinopril", "Latex", "Eczema"};
  const std::vector<std::string> types = {"Condition", "MedicationStatement", "AllergyIntolerance"};
  const std::vector<std::string> fields = {"problems", "medications", "allergies"};
  unsigned seed = 7;
  const auto any = [&](std::size_t most) {
    return static_cast<std::size_t>((seed = seed * 1664525U + 1013904223U) >> 16U) % most;
  };
  for (int round = 0; round < 3000; ++round) {
    std::vector<PriorItem> prior;
    std::vector<EnteredValue> values;
    std::vector<PriorAnswer> answers;
    for (std::size_t at = any(4); at > 0; --at) {
      PriorItem item;
      item.type = types[any(3)];
      item.id = "i" + std::to_string(at);
      item.text = words[any(4)];
      item.version = 1;
      prior.push_back(item);
    }
    for (int row = static_cast<int>(any(4)); row > 0; --row) {
      EnteredValue value;
      value.field = fields[any(3)];
      value.text = words[any(4)];
      value.row = row;
      values.push_back(value);
    }
    for (const auto& item : prior)
      if (any(4) != 0)
        answers.push_back({item.type, item.id, static_cast<std::int64_t>(1 + any(8) / 7), static_cast<PriorSays>(any(5)),
                           any(2) == 0 ? ValueKey{} : ValueKey{fields[any(3)], static_cast<int>(1 + any(3))}});
    for (auto& one : answers) {
      EnteredValue other;
      other.text = "said before";
      one.value_digest = saying_digest(any(6) == 0 ? &other : find_value(values, one.value));
    }
    const auto all = reconcile(form, prior, values, answers);
    ASSERT_EQ(all.lines.size(), prior.size());
    for (const auto& line : all.lines) EXPECT_TRUE(line.says != PriorSays::unanswered || !line.fault.empty());
    // A value is brought new, or says of one item that it goes on: never neither, never both.
    for (const auto& value : values) {
      const auto is_fresh = std::count(all.fresh.begin(), all.fresh.end(), key_of(value));
      const auto goes_on = std::count_if(all.lines.begin(), all.lines.end(), [&](const ReconcileLine& line) {
        return line.fault.empty() && line.says == PriorSays::goes_on && line.value == key_of(value);
      });
      EXPECT_EQ(is_fresh + goes_on, 1) << "round " << round;
    }
  }
}

}  // namespace
}  // namespace charta::data_entry
