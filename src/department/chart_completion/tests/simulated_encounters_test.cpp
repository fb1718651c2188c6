// SPDX-License-Identifier: Apache-2.0
// Twenty thousand encounters with known truth: at every moment at which anything changes, what is owed is what the truth says.
#include "department/chart_completion/deficiency.hpp"
#include "department/chart_completion/tests/simulated_encounter.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <set>

namespace charta::chart_completion {
namespace {

const CompletionRules& rules_as_shipped() {
  static const auto rules = [] {
    auto book = rules::RuleBook::load(std::string(CHARTA_SOURCE_FOLDER) + "/data/rules");
    return CompletionRules::read(*book, *Date::parse("2026-03-01"), "US");
  }();
  EXPECT_TRUE(rules) << rules.error().message;
  return *rules;
}

/// The words of the truth for a row of the department.
std::string in_words(const Deficiency& row) {
  static const std::pair<std::string_view, std::string_view> names[] = {
      {"required-documents/history-and-physical", "hp"},
      {"required-documents/discharge-summary", "ds"},
      {"required-documents/emergency-note", "er"},
      {"required-documents/operative-report", "op"},
      {"required-documents/anesthesia-record", "anesthesia"},
      {"required-documents/postanesthesia-evaluation", "evaluation"},
      {"deficiencies/signature", "sign"},
      {"deficiencies/co-signature", "cosign"},
      {"deficiencies/transcription", "transcript"},
      {"deficiencies/final-result", "result"}};
  for (const auto& [rule, word] : names)
    if (row.key.starts_with(rule)) return std::string(word) + row.key.substr(rule.size());
  return row.key;
}

struct Tally {
  std::int64_t encounters = 0, moments = 0, false_open = 0, missed = 0, closed = 0, by_itself = 0, opened = 0;
};

/// The department without a store: looks when something happens and when a time that was noted has come, and at no other time.
class Department {
 public:
  void look(const EncounterFacts& facts, Instant now, Tally& tally) {
    const auto analysis = analyze(facts, rules_as_shipped(), TimeZone::utc());
    for (const auto& step : steps_of(analysis, rows_, now)) {
      auto* row = step.row == nullptr ? nullptr : &rows_[static_cast<std::size_t>(step.row - rows_.data())];
      if (step.change == Change::open) opened_.push_back(*step.finding);
      if (step.change == Change::reopen) {
        row->closed_at.reset();
        row->state = "assigned";
        row->document = step.finding->document;
      }
      if (step.change == Change::begin) row->state = "in-progress";
      if (step.change == Change::fall_back) row->state = "assigned";
      if (step.change != Change::complete && step.change != Change::become_void) continue;
      row->state = step.change == Change::complete ? "completed" : "void";
      row->closed_at = now;
      ++tally.closed;
      ++tally.by_itself;
    }
    for (const auto& finding : opened_) {
      Deficiency row;
      row.key = finding.key;
      row.lack = finding.lack;
      row.document = finding.document;
      row.state = finding.responsible.is_known() ? "assigned" : "open";
      rows_.push_back(row);
      ++tally.opened;
    }
    opened_.clear();
    next_ = next_opening(analysis, now);
  }
  void waive(const std::string& what, Instant at, Tally& tally) {
    for (auto& row : rows_) {
      if (!row.is_owed() || in_words(row) != what) continue;
      row.state = "waived";
      row.closed_at = at;
      ++tally.closed;
    }
  }
  bool wants_look(Instant now) const { return next_ && *next_ <= now; }
  std::set<std::string> owed() const {
    std::set<std::string> words;
    for (const auto& row : rows_)
      if (row.is_owed()) words.insert(in_words(row));
    return words;
  }

 private:
  std::vector<Deficiency> rows_;
  std::vector<Finding> opened_;
  std::optional<Instant> next_;
};

std::vector<Instant> moments_of(const testing::SimulatedEncounter& story) {
  std::set<Instant> all;
  for (const auto& event : story.events) all.insert(event.at);
  for (const auto& truth : story.truth) {
    all.insert(truth.from);
    all.insert(truth.from.plus(-std::chrono::milliseconds(1)));
    if (truth.until) all.insert(*truth.until);
  }
  for (const auto& waiver : story.waivers) all.insert(waiver.at);
  all.insert(story.ends_at);
  return {all.begin(), all.end()};
}

std::string joined(const std::set<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += word + " ";
  return text;
}

void play(unsigned seed, Tally& tally) {
  const auto story = testing::Storyteller(seed).tell();
  EncounterFacts facts;
  Department department;
  std::size_t told = 0;
  ++tally.encounters;
  for (const auto now : moments_of(story)) {
    bool happened = false;
    for (; told < story.events.size() && story.events[told].at <= now; ++told, happened = true) story.events[told].change(facts);
    if (happened || department.wants_look(now)) department.look(facts, now, tally);
    for (const auto& waiver : story.waivers)
      if (waiver.at == now) department.waive(waiver.what, now, tally);
    std::set<std::string> truth;
    for (const auto& one : story.truth)
      if (one.holds_at(now)) truth.insert(one.what);
    const auto owed = department.owed();
    ++tally.moments;
    for (const auto& one : owed) tally.false_open += truth.contains(one) ? 0 : 1;
    for (const auto& one : truth) tally.missed += owed.contains(one) ? 0 : 1;
    if (owed != truth && tally.false_open + tally.missed < 20)
      ADD_FAILURE() << "seed " << seed << " at " << now.text() << ": owed " << joined(owed) << "truth " << joined(truth);
  }
}

TEST(SimulatedEncounters, OweAtEveryMomentWhatTheTruthSays) {
  const char* wanted = std::getenv("CHARTA_SIMULATED_ENCOUNTERS");
  const unsigned count = wanted == nullptr ? 20'000U : static_cast<unsigned>(std::atoi(wanted));
  Tally tally;
  for (unsigned seed = 1; seed <= count; ++seed) play(seed, tally);
  EXPECT_EQ(tally.false_open, 0);
  EXPECT_EQ(tally.missed, 0);
  EXPECT_GE(tally.by_itself * 100, tally.closed * 80);
  std::cout << tally.encounters << " encounters, " << tally.moments << " moments, " << tally.opened << " deficiencies, "
            << tally.false_open << " false, " << tally.missed << " missed, " << tally.by_itself << " of " << tally.closed
            << " closed by themselves\n";
}

}  // namespace
}  // namespace charta::chart_completion
