// SPDX-License-Identifier: Apache-2.0
#include "app/command_codes.hpp"

#include "app/commands.hpp"
#include "app/configuration.hpp"
#include "base/clock.hpp"
#include "department/coding/code_sets/published_files.hpp"
#include "formats/json/json.hpp"

#include <fmt/format.h>

namespace charta::app {

Result<code_sets::CodeLibrary> open_code_library(const Arguments& arguments) {
  CHARTA_TRY(const auto configuration, read_configuration(arguments));
  CHARTA_TRY(const auto rules, rules::RuleBook::load(configuration.rules));
  return code_sets::CodeLibrary::open(configuration.data + "/codes", rules);
}

void print_imported(const code_sets::CodeSetEntry& made, const std::vector<code_sets::CodeSetEntry>& before) {
  fmt::print("imported {} {}: {} rows for discharges {} to {}\n", made.kind, made.release, made.rows, made.from.text(),
             made.to ? made.to->text() : "further notice");
  for (const auto& old : before)
    if (old.kind == made.kind && old.release == made.release)
      fmt::print("  in place of {} rows{}\n", old.rows,
                 old.sha256 == made.sha256 ? ": the same tables"
                 : old.sources.empty()     ? std::string()
                                           : fmt::format(" from {}", old.sources.front().name));
}

Result<void> codes_import(const Arguments& arguments) {
  if (arguments.words().empty()) return fail(ErrorKind::invalid, "give at least one FILE or folder", "usage");
  CHARTA_TRY(auto library, open_code_library(arguments));
  std::vector<std::string> not_taken;
  const auto read = code_sets::read_published(arguments.words(), arguments.value("--release"), library.logic(),
                                              {arguments.value("--cpt-licence")}, not_taken);
  for (const auto& file : not_taken) fmt::print("not taken: {}\n", file);
  CHARTA_TRY(const auto sets, read);
  const auto before = library.entries();
  CHARTA_TRY_DO(library.keep(sets, arguments.has("--smaller") ? code_sets::Fewer::taken : code_sets::Fewer::refused));
  for (const auto& set : sets) print_imported(*library.find(set.entry.kind, set.entry.release), before);
  return {};
}

Result<void> codes_list(const Arguments& arguments) {
  CHARTA_TRY(const auto library, open_code_library(arguments));
  if (arguments.has("--json")) {
    std::string body;
    json::Writer out(body);
    out.begin_array();
    for (const auto& entry : library.entries()) {
      out.begin_object().member("kind", entry.kind).member("release", entry.release).member("from", entry.from.text());
      if (entry.to) out.member("to", entry.to->text());
      if (!entry.licence.empty()) out.member("licence", entry.licence);
      out.member("rows", entry.rows).member("sha256", entry.sha256).key("sources").begin_array();
      for (const auto& source : entry.sources)
        out.begin_object().member("name", source.name).member("sha256", source.sha256).member("bytes", source.bytes).end_object();
      out.end_array().end_object();
    }
    out.end_array();
    fmt::print("{}\n", body);
    return {};
  }
  if (library.entries().empty())
    fmt::print("no code sets are loaded; import the publishers' files with 'charta codes import FILE…'\n");
  for (const auto& entry : library.entries()) {
    fmt::print("{:<30} {:<10} {} to {}  {:>7} rows\n", entry.kind, entry.release, entry.from.text(),
               entry.to ? entry.to->text() : "further notice", entry.rows);
    if (!entry.licence.empty()) fmt::print("    licence: {}\n", entry.licence);
    if (const auto first = entry.kind.ends_with("-index") ? library.lent_before(entry) : std::nullopt)
      fmt::print("    asked for days before {} too, for which no index is loaded\n", first->text());
    for (const auto& source : entry.sources) fmt::print("    {}  {}\n", source.sha256, source.name);
  }
  return {};
}

Result<void> codes_search(const Arguments& arguments) {
  CHARTA_TRY(const auto words, only_word(arguments, "\"WORDS\""));
  CHARTA_TRY(const auto limit, arguments.number("--limit", 10, 1));
  const auto system = arguments.value("--system");
  static const SystemClock clock;
  CHARTA_TRY(const auto configuration, read_configuration(arguments));
  CHARTA_TRY(const auto zone, TimeZone::open(configuration.zone));
  auto day = zone.local_date(clock.now());
  if (arguments.has("--on")) {
    const auto given = Date::parse(arguments.value("--on"));
    if (!given) return fail(ErrorKind::invalid, "'--on' takes a day such as 2026-03-31", "usage");
    day = *given;
  }
  encoder::Encoder::Question question{words, static_cast<std::size_t>(limit), nullptr};
  static constexpr encoder::System systems[] = {encoder::System::icd10cm, encoder::System::icd10pcs, encoder::System::hcpcs,
                                                encoder::System::cpt};
  for (const auto& one : systems)
    if (encoder::name_of(one) == system) question.only = &one;
  if (!system.empty() && question.only == nullptr)
    return fail(ErrorKind::invalid, "'--system' takes icd10cm, icd10pcs, hcpcs or cpt", "usage");
  CHARTA_TRY(auto library, open_code_library(arguments));
  const bool is_service =
      question.only != nullptr && (*question.only == encoder::System::hcpcs || *question.only == encoder::System::cpt);
  CHARTA_TRY(const auto* found, is_service ? library.service_encoder(day) : library.encoder(day));
  if (const auto* index = library.index_asked("icd10cm-index", day); !is_service && index != nullptr && index->from > day)
    fmt::print(stderr, "no index is loaded for {}: that of {} is asked, for days from {} on\n", day.text(), index->release,
               index->from.text());
  std::string body;
  json::Writer out(body);
  out.begin_array();
  for (const auto& hit : found->search(question)) {
    const auto code = grouper::text_of(hit.code);
    const auto title = found->title(hit);
    out.begin_object()
        .member("code", code)
        .member("system", encoder::name_of(hit.system))
        .member("billable", hit.is_billable)
        .member("title", title);
    if (hit.by_index) out.member("index", hit.text);
    out.end_object();
    if (!arguments.has("--json"))
      fmt::print("{:<8} {} {}{}\n", code, hit.is_billable ? '*' : ' ', title,
                 hit.by_index ? fmt::format("  [{}]", hit.text) : std::string());
  }
  out.end_array();
  if (arguments.has("--json")) fmt::print("{}\n", body);
  return {};
}

}  // namespace charta::app
