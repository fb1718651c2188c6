// SPDX-License-Identifier: Apache-2.0
// How well suggestions meet the hand-labelled reports: precision and recall of both halves. A folder with the publishers' files
// adds their index and titles to the project's own words; --misses names what was wrong.
#include "department/coding/code_sets/code_library.hpp"
#include "department/coding/suggestions/suggest.hpp"
#include "store/durable_file.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstring>
#include <filesystem>
#include <set>

namespace {

using namespace charta;

struct Report {
  std::string name, words;
  bool is_inpatient = false, is_of_discharge = false;
  std::set<std::string> codes;
};

std::vector<Report> read_reports(const std::string& path) {
  std::vector<Report> reports;
  const auto text = store::read_file(path).value();
  std::size_t at = 0;
  const auto next_line = [&] {
    const auto end = std::min(text.find('\n', at), text.size());
    auto line = text.substr(at, end - at);
    at = end + 1;
    return line;
  };
  while (at < text.size()) {
    const auto line = next_line();
    if (line.starts_with("### ")) {
      Report report;
      report.name = line.substr(4, 3);
      report.is_inpatient = line.find("inpatient") != std::string::npos;
      report.is_of_discharge = line.find("discharge") != std::string::npos;
      const auto codes = next_line();
      for (std::size_t from = 0; from < codes.size();) {
        const auto end = std::min(codes.find(' ', from), codes.size());
        report.codes.insert(grouper::text_of(grouper::key_of(codes.substr(from, end - from))));
        from = end + 1;
      }
      reports.push_back(std::move(report));
    } else if (!reports.empty()) {
      reports.back().words += line + "\n";
    }
  }
  return reports;
}

std::string joined(const std::set<std::string>& codes) {
  std::string text;
  for (const auto& one : codes) text += " " + one;
  return text;
}

void score(const char* half, const suggestions::Suggester& suggester, const suggestions::Dictionary& dictionary,
           bool names_misses) {
  const auto reports = read_reports(std::string(CHARTA_SOURCE_FOLDER) + "/benchmarks/suggestions/" + half + ".txt");
  int right = 0, suggested = 0, labelled = 0, whole = 0;
  const auto begin = std::chrono::steady_clock::now();
  for (const auto& report : reports) {
    const std::vector<suggestions::Note> notes = {{report.words, "", report.is_of_discharge}};
    std::set<std::string> found, missed, wrong;
    for (const auto& one : suggester.suggest(notes, dictionary, report.is_inpatient)) found.insert(one.code);
    for (const auto& code : report.codes) (found.contains(code) ? right += 1, (void)0 : (void)missed.insert(code));
    for (const auto& code : found)
      if (!report.codes.contains(code)) wrong.insert(code);
    suggested += static_cast<int>(found.size());
    labelled += static_cast<int>(report.codes.size());
    whole += missed.empty() && wrong.empty() ? 1 : 0;
    if (names_misses && !(missed.empty() && wrong.empty()))
      fmt::print("  {}  missed:{}  wrong:{}\n", report.name, joined(missed), joined(wrong));
  }
  const auto took = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
  fmt::print(
      "{:<11} {} reports, {} labels, {} suggested: precision {:.1f} % ({}/{}), recall {:.1f} % ({}/{}), without a mistake {}; "
      "{:.2f} ms a report\n",
      half, reports.size(), labelled, suggested, 100.0 * right / suggested, right, suggested, 100.0 * right / labelled, right,
      labelled, whole, took / static_cast<double>(reports.size()));
}

}  // namespace

int main(int count, char** words) {
  using namespace charta;
  const auto book = rules::RuleBook::load(std::string(CHARTA_SOURCE_FOLDER) + "/data/rules").value();
  const auto today = *Date::parse("2026-03-01");
  const suggestions::Suggester suggester(suggestions::SuggestionRules::read(book, today, "US").value());
  suggestions::Dictionary dictionary(suggester.rules());
  bool names_misses = false;
  std::vector<std::string> files;
  for (int at = 1; at < count; ++at)
    if (std::strcmp(words[at], "--misses") == 0)
      names_misses = true;
    else
      files.emplace_back(words[at]);
  if (!files.empty()) {
    const std::string folder = (std::filesystem::temp_directory_path() / "charta-suggestion-books").string();
    std::filesystem::remove_all(folder);
    auto library = code_sets::CodeLibrary::open(folder, book).value();
    const auto sets = code_sets::read_published(files, {}, library.logic());
    if (!sets) return fmt::print("{}\n", sets.error().message), 1;
    library.keep(*sets).value();
    dictionary.add_titles(library.texts("icd10cm", today).value());
    if (const auto index = library.texts("icd10cm-index", today)) dictionary.add_index(*index);
    std::filesystem::remove_all(folder);
  }
  fmt::print("{} entries\n", dictionary.size());
  score("tuned", suggester, dictionary, names_misses);
  score("kept_aside", suggester, dictionary, names_misses);
  return 0;
}
