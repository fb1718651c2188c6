// SPDX-License-Identifier: Apache-2.0
// What changed between two releases of a list of codes that are loaded.
#include "app/command_codes.hpp"
#include "app/commands.hpp"
#include "department/coding/code_sets/loaded_release.hpp"
#include "formats/json/json.hpp"

#include <fmt/format.h>

#include <map>

namespace charta::app {
namespace {

using code_sets::CodeDifference;
using code_sets::CodeSetEntry;

std::string shown(const CodeSetEntry& of, grouper::CodeKey code) {
  return of.kind == "icd10cm" ? claim_edits::dotted(code) : grouper::text_of(code);
}

struct ComparedReleases {
  CodeSetEntry before, after;
  std::vector<CodeDifference> differences;
  std::optional<std::vector<std::string>> against_addenda;
};

Result<ComparedReleases> compare_releases(const Arguments& arguments) {
  if (arguments.words().size() != 2)
    return fail(ErrorKind::invalid, "give two releases, the earlier first: charta codes diff FY2025 FY2026", "usage");
  const auto kind = arguments.value("--set", "icd10cm");
  CHARTA_TRY(const auto library, open_code_library(arguments));
  ComparedReleases compared;
  CHARTA_TRY(compared.before, code_sets::find_release(library, kind, arguments.words()[0]));
  CHARTA_TRY(compared.after, code_sets::find_release(library, kind, arguments.words()[1]));
  CHARTA_TRY(const auto before, code_sets::codes_of(library, compared.before));
  CHARTA_TRY(const auto after, code_sets::codes_of(library, compared.after));
  compared.differences = code_sets::differences_between(before, after);
  compared.against_addenda = code_sets::against_addenda(library, compared.before, compared.after, compared.differences);
  return compared;
}

std::map<std::string_view, std::size_t> counts_of(const ComparedReleases& compared) {
  std::map<std::string_view, std::size_t> counts;
  for (const auto* name : {"added", "billable", "deleted", "not-billable", "retitled"}) counts[name] = 0;
  for (const auto& one : compared.differences) ++counts[name_of(one.what)];
  return counts;
}

void write_release(json::Writer& out, std::string_view name, const CodeSetEntry& entry) {
  out.key(name).begin_object().member("release", entry.release).member("from", entry.from.text());
  if (entry.to) out.member("to", entry.to->text());
  out.end_object();
}

void print_as_json(const ComparedReleases& compared) {
  std::string body;
  json::Writer out(body);
  out.begin_object().member("set", compared.after.kind);
  write_release(out, "before", compared.before);
  write_release(out, "after", compared.after);
  out.key("counts").begin_object();
  for (const auto& [name, count] : counts_of(compared)) out.member(name, static_cast<std::int64_t>(count));
  out.end_object().key("differences").begin_array();
  for (const auto& one : compared.differences) {
    out.begin_object().member("code", shown(compared.after, one.code)).member("what", name_of(one.what));
    out.member("billable", one.is_billable).member("title", one.title);
    if (!one.was.empty()) out.member("was", one.was);
    out.key("instead").begin_array();
    for (const auto code : one.instead) out.string(shown(compared.after, code));
    out.end_array().end_object();
  }
  out.end_array();
  if (compared.against_addenda) {
    out.key("against_addenda").begin_array();
    for (const auto& one : *compared.against_addenda) out.string(one);
    out.end_array();
  }
  out.end_object();
  fmt::print("{}\n", body);
}

void print_as_text(const ComparedReleases& compared) {
  fmt::print("{} {} to {}:", compared.after.kind, compared.before.release, compared.after.release);
  for (const auto& [name, count] : counts_of(compared)) fmt::print(" {} {}", count, name);
  fmt::print("\n");
  for (const auto& one : compared.differences) {
    fmt::print("{:<12} {:<8} {} {}\n", name_of(one.what), shown(compared.after, one.code), one.is_billable ? '*' : ' ',
               one.title);
    if (!one.was.empty()) fmt::print("{:<25}was: {}\n", "", one.was);
    std::string instead;
    for (const auto code : one.instead) instead += (instead.empty() ? "" : ", ") + shown(compared.after, code);
    if (!instead.empty()) fmt::print("{:<25}instead: {}\n", "", instead);
  }
  if (!compared.against_addenda) return;
  if (compared.against_addenda->empty()) fmt::print("The publisher's addenda name the same codes added and deleted.\n");
  for (const auto& one : *compared.against_addenda) fmt::print("only the lists or only the publisher's addenda say: {}\n", one);
}

}  // namespace

Result<void> codes_diff(const Arguments& arguments) {
  CHARTA_TRY(const auto compared, compare_releases(arguments));
  arguments.has("--json") ? print_as_json(compared) : print_as_text(compared);
  return {};
}

}  // namespace charta::app
