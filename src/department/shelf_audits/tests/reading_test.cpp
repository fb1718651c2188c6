// SPDX-License-Identifier: Apache-2.0
#include "department/shelf_audits/audit.hpp"
#include "department/shelf_audits/audit_rules.hpp"
#include "tests/support/case_table.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <random>

namespace charta::shelf_audits {
namespace {

/// "56-02.1": a volume of its own that stands at 56-02.
class Shelf {
 public:
  VolumeId volume(const std::string& name) {
    const auto [at, is_new] = ids_.emplace(name, VolumeId(std::ssize(ids_) + 1));
    if (is_new) names_[at->second] = name;
    return at->second;
  }
  std::string name(VolumeId volume) const {
    const auto found = names_.find(volume);
    return found == names_.end() ? "none" : found->second;
  }
  static std::string key(const std::string& name) { return name.substr(0, name.find('.')); }

 private:
  std::map<std::string, VolumeId> ids_;
  std::map<VolumeId, std::string> names_;
};

std::pair<std::string, std::string> name_and_mark(const std::string& word) {
  const auto equals = word.find('=');
  return {word.substr(0, equals), equals == std::string::npos ? "" : word.substr(equals + 1)};
}

Read read_of_word(Shelf& shelf, const std::string& word, std::int64_t position) {
  const auto [name, mark] = name_and_mark(word);
  Read read;
  read.position = position;
  read.barcode = name;
  if (name == "?") return read;
  read.volume = shelf.volume(name);
  read.key = Shelf::key(name);
  read.by_record = mark == "away" ? ByRecord::away : mark == "elsewhere" ? ByRecord::elsewhere : ByRecord::here;
  return read;
}

std::vector<std::string> words_in(const std::string& rest) {
  std::vector<std::string> words;
  for (std::size_t from = 0; from < rest.size();) {
    const auto to = std::min(rest.find(' ', from), rest.size());
    if (to > from) words.push_back(rest.substr(from, to - from));
    from = to + 1;
  }
  return words;
}

TEST(ShelfReading, FindsWhatTheTableOfCasesSays) {
  for (const auto& one :
       charta::testing::read_cases(CHARTA_SOURCE_FOLDER "/src/department/shelf_audits/tests/cases/reading.case")) {
    SCOPED_TRACE(one.title);
    Shelf shelf;
    std::vector<Expected> expected;
    Comparison comparison;
    for (const auto& line : one.lines) {
      const auto words = words_in(line.rest);
      if (line.verb == "expected") {
        for (const auto& word : words) {
          const auto [name, mark] = name_and_mark(word);
          expected.push_back({shelf.volume(name), Shelf::key(name), mark == "moved"});
        }
      } else if (line.verb == "read") {
        std::vector<Read> reads;
        for (const auto& word : words) reads.push_back(read_of_word(shelf, word, std::ssize(reads) + 1));
        comparison = compare(expected, reads);
      } else if (line.verb == "finds") {
        std::vector<std::string> found;
        for (const auto& finding : comparison.findings)
          found.push_back(std::string(finding_code(finding.kind)) + "=" +
                          (finding.volume.is_set() ? shelf.name(finding.volume) : finding.barcode));
        auto wanted = words == std::vector<std::string>{"nothing"} ? std::vector<std::string>() : words;
        std::sort(found.begin(), found.end());
        std::sort(wanted.begin(), wanted.end());
        EXPECT_EQ(found, wanted);
      } else if (line.verb == "behind") {
        const auto [name, before] = name_and_mark(words.front());
        const auto finding = std::find_if(comparison.findings.begin(), comparison.findings.end(),
                                          [&](const Finding& it) { return it.volume == shelf.volume(name); });
        ASSERT_NE(finding, comparison.findings.end());
        EXPECT_EQ(shelf.name(finding->behind), before);
      } else {
        EXPECT_EQ(std::to_string(comparison.figures.read), line.value("read"));
        EXPECT_EQ(std::to_string(comparison.figures.in_order), line.value("in-order"));
        EXPECT_EQ(std::to_string(comparison.figures.misfiled()), line.value("misfiled"));
      }
    }
  }
}

TEST(ShelfReading, NeverMovesMoreThanItMustAndEveryVolumeIsAccountedFor) {
  std::mt19937 random(20'260'301);
  for (int round = 0; round < 300; ++round) {
    const int length = 1 + static_cast<int>(random() % 40), moved = static_cast<int>(random() % 6);
    std::vector<Expected> expected;
    std::vector<Read> reads;
    for (int i = 0; i < length; ++i) {
      const std::string key = std::to_string(1000 + i);
      expected.push_back({VolumeId(i + 1), key, false});
      reads.push_back({i + 1, key, VolumeId(i + 1), key, ByRecord::here});
    }
    for (int i = 0; i < moved; ++i) {
      const auto one = reads[random() % reads.size()];
      reads.erase(std::find_if(reads.begin(), reads.end(), [&](const Read& it) { return it.volume == one.volume; }));
      reads.insert(reads.begin() + static_cast<std::ptrdiff_t>(random() % (reads.size() + 1)), one);
    }
    const auto all = compare(expected, reads);
    EXPECT_LE(all.figures.out_of_place, moved);
    EXPECT_EQ(all.figures.in_order + all.figures.out_of_place, length);
    EXPECT_EQ(all.figures.not_seen, 0);
  }
}

TEST(ShelfReading, TheMachineHasNoDeadEnds) {
  EXPECT_EQ(worklists::check(audit_machine()), "");
  for (const auto state : worklists::states_of(audit_machine()))
    EXPECT_EQ(worklists::events_from(audit_machine(), state).empty(), worklists::is_final(audit_machine(), state)) << state;
}

TEST(ShelfReading, EveryFindingHasItsCodeAndItsProposal) {
  for (const auto kind : {FindingKind::out_of_place, FindingKind::foreign, FindingKind::stands_here, FindingKind::not_seen,
                          FindingKind::no_volume}) {
    EXPECT_EQ(parse_finding(finding_code(kind)), kind);
    EXPECT_FALSE(proposal_of(kind).empty());
  }
  EXPECT_FALSE(parse_finding("lost"));
}

TEST(MisfileRate, IsWhatTheRulesOwnCasesSay) {
  const auto book = rules::RuleBook::load(CHARTA_SOURCE_FOLDER "/data/rules");
  const auto day = *Date::parse("2026-03-01");
  const auto rules = AuditRules::read(*book, day, "US");
  ASSERT_TRUE(rules) << rules.error().message;
  const auto tests = json::Document::parse((*book->in_force("paper-charts/audits", day))->tests);
  for (const auto one : tests->root()) {
    SCOPED_TRACE(std::string(one["name"].text()));
    const auto rate = misfile_rate(*one["given"]["misfiled"].integer(), *one["given"]["read"].integer(), rules->z);
    EXPECT_EQ(std::llround(rate.from), *one["expect"]["from"].integer());
    EXPECT_EQ(std::llround(rate.until), *one["expect"]["until"].integer());
  }
}

TEST(AuditRules, ARuleThatIsWrongIsToldByItsElement) {
  const auto book = [](const std::string& parameters) {
    return rules::RuleBook::from_text(
        R"({"id":"paper-charts/audits","version":1,"title":"t","effective_from":"2026-01-01","citation":"c","parameters":)" +
        parameters + R"(,"tests":[{"name":"n","given":{},"expect":{}}]})");
  };
  const auto day = *Date::parse("2026-03-01");
  for (const auto& [parameters, element] :
       {std::pair(R"({"due_days":7,"z_thousandths":1960,"dismissals":{"a":"b"}})", "section_volumes"),
        std::pair(R"({"section_volumes":0,"due_days":7,"z_thousandths":1960,"dismissals":{"a":"b"}})", "section_volumes"),
        std::pair(R"({"section_volumes":10,"due_days":7,"z_thousandths":1960})", "dismissals")}) {
    const auto rules = book(parameters);
    ASSERT_TRUE(rules) << rules.error().message;
    const auto read = AuditRules::read(*rules, day, "US");
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().location, element);
  }
}

}  // namespace
}  // namespace charta::shelf_audits
