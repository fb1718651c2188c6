// SPDX-License-Identifier: Apache-2.0
// Claims a second on one core, edits apart and together, with the memory of three versions.
//
//   build/release/benchmarks/coding_benchmark [CASES.jsonl(.gz) [TABLES_FOLDER [EDITOR_FOLDER]]]
#include "base/text.hpp"
#include "department/coding/code_sets/claim_json.hpp"
#include "department/coding/code_sets/code_library.hpp"
#include "formats/archive/archive.hpp"
#include "store/durable_file.hpp"

#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <unistd.h>

namespace {

using namespace charta;
using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

double resident_megabytes() {
  std::ifstream statm("/proc/self/statm");
  double pages = 0, resident = 0;
  statm >> pages >> resident;
  return resident * static_cast<double>(::sysconf(_SC_PAGESIZE)) / (1 << 20);
}

/// The best of `rounds` rates of `work` over all claims.
template <class Work>
double best_rate(std::size_t claims, int rounds, Work work) {
  double best = 0;
  for (int round = 0; round < rounds; ++round) {
    const auto start = Clock::now();
    work();
    best = std::max(best, static_cast<double>(claims) / seconds_since(start));
  }
  return best;
}

Result<void> measure(const std::string& cases, const std::string& tables, const std::string& edits) {
  const auto folder =
      (std::filesystem::temp_directory_path() / ("charta-coding-benchmark-" + std::to_string(::getpid()))).string();
  CHARTA_TRY(const auto rules, rules::RuleBook::load(CHARTA_SOURCE_FOLDER "/data/rules"));
  {
    CHARTA_TRY(auto library, code_sets::CodeLibrary::open(folder, rules));
    const auto start = Clock::now();
    CHARTA_TRY(const auto sets, code_sets::read_published({tables, edits}, "", library.logic()));
    CHARTA_TRY_DO(library.keep(sets));
    fmt::print("import of {} sets: {:.2f} s\n", sets.size(), seconds_since(start));
  }
  CHARTA_TRY(auto library, code_sets::CodeLibrary::open(folder, rules));
  CHARTA_TRY(auto bytes, store::read_file(cases));
  if (archive::is_gzip(bytes)) {
    CHARTA_TRY(bytes, archive::gunzip(bytes));
  }
  const double before = resident_megabytes();
  const auto start = Clock::now();
  std::vector<code_sets::ClaimLine> claims;
  std::vector<const grouper::DrgTables*> published;
  std::vector<const editor::CodeEditor*> editors;
  for (const std::string_view text : split(bytes, '\n')) {
    if (text.empty()) continue;
    CHARTA_TRY(const auto document, json::Document::parse(text));
    CHARTA_TRY(auto claim, code_sets::read_claim(document.root()));
    CHARTA_TRY(const auto* found, library.drg_tables(claim.discharge_date));
    CHARTA_TRY(const auto* code_editor, library.code_editor(claim.discharge_date));
    claims.push_back(std::move(claim));
    published.push_back(found);
    editors.push_back(code_editor);
  }
  fmt::print("{} claims read and the versions they need loaded: {:.2f} s, {:.0f} MB\n", claims.size(), seconds_since(start),
             resident_megabytes() - before);
  grouper::Workspace workspace;
  grouper::Grouping grouping;
  std::vector<editor::CodeEditor::Finding> findings;
  std::int64_t sum = 0;
  const auto group_one = [&](std::size_t n) {
    grouper::group(*published[n], claims[n].claim, workspace, grouping);
    sum += grouping.final.drg;
  };
  const auto edit_one = [&](std::size_t n) {
    editors[n]->edit(claims[n].claim, claims[n].discharge_date, claims[n].length_of_stay, findings);
    sum += static_cast<std::int64_t>(findings.size());
  };
  const auto all = [&](auto each) {
    for (std::size_t n = 0; n < claims.size(); ++n) each(n);
  };
  fmt::print("grouping: {:.0f} claims/s\n", best_rate(claims.size(), 15, [&] { all(group_one); }));
  fmt::print("edits: {:.0f} claims/s\n", best_rate(claims.size(), 15, [&] { all(edit_one); }));
  fmt::print("grouping with edits: {:.0f} claims/s\n",
             best_rate(claims.size(), 15, [&] { all([&](std::size_t n) { group_one(n), edit_one(n); }); }));
  fmt::print("(sum {})\n", sum);
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
  return {};
}

}  // namespace

int main(int count, char** words) {
  const std::string data = CHARTA_SOURCE_FOLDER "/../shared/data";
  const auto word = [&](int n, const std::string& standard) { return count > n ? std::string(words[n]) : standard; };
  const auto done = measure(word(1, data + "/drg/cases_give.jsonl.gz"), word(2, data + "/drg/tables-raw-v400-v431"),
                            word(3, data + "/mce/mce_v43.1"));
  if (!done) fmt::print(stderr, "{}\n", done.error().message);
  return done ? 0 : 1;
}
