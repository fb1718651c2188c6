// SPDX-License-Identifier: Apache-2.0
// A year of everything: how long the import takes and what the loaded books weigh. Files that are not there are left out and
// named.
//
//   build/release/benchmarks/code_books_benchmark [DATA_FOLDER]
#include "department/coding/code_sets/book_shelf.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <unistd.h>

namespace {

using namespace charta;
using Clock = std::chrono::steady_clock;

// One of each kind that a year has; where the newest XML of a kind is older, that year's stands for it.
constexpr const char* a_year[] = {"icd10/cms_2026_dx.zip",
                                  "icd10/cms_2026_pr.zip",
                                  "icd10/ICD10CM_FY2017_Full_XML.zip",
                                  "icd10/POAexemptCodesFY26.zip",
                                  "icd10/pcs-2024/pcs_tables_2024.csv",
                                  "icd10/pcs-2024/pcs_index_2024.csv.gz",
                                  "icd10/icd10pcs_definitions_2026.xml",
                                  "icd10/pcs-2024/pcs_devices_2024.csv",
                                  "icd10/pcs-2024/pcs_includes_2024.csv",
                                  "icd10/fy2025-index",
                                  "drg/tables-raw-v400-v431",
                                  "mce/mce_v43.1",
                                  "hcpcs/hcpcs_level2_2024.csv",
                                  "ncci/ncci_mue_out_level2_2024q3.csv",
                                  "ncci/ncci_mue_prac_level2_2024q3.csv",
                                  "ncci/ncci_mue_dme_level2_2024q3.csv",
                                  "ncci/ncci_ptp_out_level2_2024q3.csv.gz",
                                  "ncci/ncci_ptp_prac_level2_2024q3.csv.gz",
                                  "reference/AHRQ_Elixhauser_CMR_v2025.1.zip",
                                  "reference/hcc/ra_dx_to_cc_2026.csv",
                                  "reference/place_of_service.csv",
                                  "reference/cdc-vaccine/cvx.csv",
                                  "reference/ucum/ucum-essence.xml"};

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

double resident_megabytes() {
  std::ifstream in("/proc/self/statm");
  long total = 0, resident = 0;
  in >> total >> resident;
  return static_cast<double>(resident) * static_cast<double>(::sysconf(_SC_PAGESIZE)) / 1e6;
}

Date the_day(const char* text) {
  return *Date::parse(text);
}

int run(const std::string& data) {
  const auto rules = rules::RuleBook::load(CHARTA_SOURCE_FOLDER "/data/rules").value();
  const auto folder = std::filesystem::temp_directory_path() / ("charta-code-books-" + std::to_string(::getpid()));
  auto library = code_sets::CodeLibrary::open(folder.string(), rules).value();
  std::vector<std::string> files;
  for (const auto* file : a_year)
    if (std::filesystem::exists(data + "/" + file))
      files.push_back(data + "/" + file);
    else
      fmt::print("not here: {}\n", file);
  const auto start = Clock::now();
  const auto sets = code_sets::read_published(files, {}, library.logic());
  if (!sets) {
    fmt::print("{}\n", sets.error().message);
    return 1;
  }
  const auto read = seconds_since(start);
  if (const auto kept = library.keep(*sets); !kept) fmt::print("{}\n", kept.error().message);
  std::int64_t rows = 0, bytes = 0;
  for (const auto& set : *sets) rows += set.entry.rows, bytes += static_cast<std::int64_t>(set.compact.size());
  fmt::print("import of {} sets with {} rows: {:.2f} s (read and checked {:.2f} s), {:.1f} MB on disk\n", sets->size(), rows,
             seconds_since(start), read, static_cast<double>(bytes) / 1e6);
  // In a process of its own, so that what the import used does not count.
  std::fflush(stdout);
  ::execl("/proc/self/exe", "code_books_benchmark", "--load", folder.c_str(), static_cast<char*>(nullptr));
  return 1;
}

int load(const std::string& folder) {
  const auto rules = rules::RuleBook::load(CHARTA_SOURCE_FOLDER "/data/rules").value();
  const double before = resident_megabytes();
  auto library = code_sets::CodeLibrary::open(folder, rules).value();
  auto shelf = code_sets::BookShelf::open(folder, rules, *Date::parse("2026-02-01"), "US").value();
  double last = before;
  const auto start = Clock::now();
  const auto step = [&](std::string_view what, bool is_there) {
    const double now = resident_megabytes();
    fmt::print("{:<40} {:>7.1f} MB{}\n", what, now - last, is_there ? "" : "  (not loaded)");
    last = now;
  };
  step("tabular list of ICD-10-CM", shelf->tabular(the_day("2017-01-15")).has_value());
  step("alphabetic index as a book", shelf->index("icd10cm-index-book", the_day("2017-01-15")).has_value());
  step("external causes", shelf->index("icd10cm-external-causes", the_day("2017-01-15")).has_value());
  step("drugs", shelf->index("icd10cm-drugs", the_day("2017-01-15")).has_value());
  step("neoplasms", shelf->index("icd10cm-neoplasms", the_day("2017-01-15")).has_value());
  step("tables of ICD-10-PCS", shelf->procedure_tables(the_day("2024-01-15")).has_value());
  step("index of ICD-10-PCS", shelf->index("icd10pcs-index", the_day("2024-01-15")).has_value());
  step("definitions of ICD-10-PCS", shelf->procedure_definitions(the_day("2026-01-15")).has_value());
  step("claims of a day: lists, POA exempt", shelf->claim_books(the_day("2026-01-15")).has_value());
  step("HCPCS, units and pairs", shelf->claim_books(the_day("2024-08-15")).has_value());
  step("condition categories", shelf->groups("condition-categories", the_day("2026-01-15")).has_value());
  step("Elixhauser", shelf->groups("elixhauser", the_day("2025-01-15")).has_value());
  step("vaccines, units, places", shelf->terms("cvx", the_day("2026-01-15")).has_value());
  step("MS-DRG v43.0", library.drg_tables(the_day("2025-11-15")).has_value());
  step("MS-DRG v43.1", library.drg_tables(the_day("2026-05-15")).has_value());
  step("code editor", library.code_editor(the_day("2026-01-15")).has_value());
  step("search over ICD-10-CM, PCS and index", library.encoder(the_day("2026-01-15")).has_value());
  fmt::print("all of it: {:.1f} MB in {:.2f} s\n", resident_megabytes() - before, seconds_since(start));
  std::filesystem::remove_all(folder);
  return 0;
}

}  // namespace

int main(int count, char** words) {
  if (count == 3 && std::string_view(words[1]) == "--load") return load(words[2]);
  const char* given = std::getenv("CHARTA_TEST_DATA");
  return run(count > 1 ? words[1] : given != nullptr ? given : CHARTA_SOURCE_FOLDER "/../shared/data");
}
