// SPDX-License-Identifier: Apache-2.0
// charta codes fetch: the publishers' files of a year, where there is a network.
#include "app/command_codes.hpp"
#include "app/commands.hpp"
#include "app/configuration.hpp"
#include "base/clock.hpp"
#include "formats/json/json.hpp"
#include "store/durable_file.hpp"
#include "transport/download/download.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <optional>

namespace charta::app {
namespace {

constexpr int first_month_of_next_year = 10;  // fiscal years begin in October

struct Wanted {
  std::string what, url, release;
  std::optional<Date> not_before;  ///< its publisher does not put it out earlier
};

std::string with_year(std::string_view text, const std::string& year) {
  std::string whole(text);
  for (auto at = whole.find("{year}"); at != std::string::npos; at = whole.find("{year}")) whole.replace(at, 6, year);
  return whole;
}

Result<std::vector<Wanted>> downloads_of(const rules::RuleBook& rules, const std::string& year) {
  for (const auto& rule : rules.rules()) {
    if (rule.id != "coding/code-downloads") continue;
    CHARTA_TRY(const auto pack, json::Document::parse(rule.parameters));
    std::vector<Wanted> wanted;
    for (const auto one : pack.root()["downloads"]) {
      wanted.push_back({std::string(one["what"].text()), with_year(one["url"].text(), year),
                        with_year(one["release"].text(), year), Date::parse(with_year(one["not_before"].text(), year))});
    }
    return wanted;
  }
  return fail(ErrorKind::not_found, "the rule packs have no coding/code-downloads");
}

/// Kept beside the library, so that what was imported can be looked at.
Result<std::string> fetched(const Wanted& wanted, const std::string& folder) {
  CHARTA_TRY(const auto bytes, download::get(wanted.url));
  const auto path = folder + "/" + std::filesystem::path(wanted.url).filename().string();
  std::error_code ignored;
  std::filesystem::create_directories(folder, ignored);
  std::filesystem::remove(path, ignored);
  CHARTA_TRY(auto file, store::File::create(path));
  CHARTA_TRY_DO(file.write(bytes));
  CHARTA_TRY_DO(file.sync());
  return path;
}

Result<void> import_fetched(code_sets::CodeLibrary& library, const std::string& path, const std::string& release,
                            code_sets::Fewer fewer) {
  CHARTA_TRY(const auto sets, code_sets::read_published({path}, release, library.logic()));
  const auto before = library.entries();
  CHARTA_TRY_DO(library.keep(sets, fewer));
  for (const auto& set : sets) print_imported(*library.find(set.entry.kind, set.entry.release), before);
  return {};
}

Date today_in_utc() {
  static const SystemClock clock;
  return clock.now().utc_date();
}

std::string this_fiscal_year() {
  const auto today = today_in_utc().text();
  const int year = std::stoi(today.substr(0, 4)), month = std::stoi(today.substr(5, 2));
  return std::to_string(month >= first_month_of_next_year ? year + 1 : year);
}

}  // namespace

Result<void> codes_fetch(const Arguments& arguments) {
  const auto year = arguments.has("--year") ? arguments.value("--year") : this_fiscal_year();
  if (year.size() != 4 || year.find_first_not_of("0123456789") != std::string::npos)
    return fail(ErrorKind::invalid, "'--year' takes a fiscal year such as 2026", "usage");
  CHARTA_TRY(const auto configuration, read_configuration(arguments));
  CHARTA_TRY(const auto rules, rules::RuleBook::load(configuration.rules));
  CHARTA_TRY(auto library, code_sets::CodeLibrary::open(configuration.data + "/codes", rules));
  CHARTA_TRY(const auto wanted, downloads_of(rules, year));
  const auto fewer = arguments.has("--smaller") ? code_sets::Fewer::taken : code_sets::Fewer::refused;
  std::size_t taken = 0;
  for (const auto& one : wanted) {
    if (one.not_before && today_in_utc() < *one.not_before) {
      fmt::print("{}: not before {}\n", one.what, one.not_before->text());
      ++taken;
      continue;
    }
    fmt::print("{}: {}\n", one.what, one.url);
    auto done = fetched(one, configuration.data + "/codes/downloads");
    const auto imported = done ? import_fetched(library, *done, one.release, fewer) : Result<void>(done.error());
    if (imported)
      ++taken;
    else
      fmt::print("  not taken: {}\n", imported.error().message);
  }
  if (taken == wanted.size()) return {};
  return fail(ErrorKind::unavailable,
              fmt::format("{} of {} files were taken; what stood before stands still. Files may be downloaded elsewhere and "
                          "taken with 'charta codes import FILE…'",
                          taken, wanted.size()));
}

}  // namespace charta::app
