// SPDX-License-Identifier: Apache-2.0
#include "department/coding/code_sets/published_files.hpp"

#include "base/text.hpp"
#include "department/coding/code_sets/book_files.hpp"
#include "department/coding/code_sets/code_library.hpp"
#include "department/coding/code_sets/compact_file.hpp"
#include "department/coding/code_sets/drg_files.hpp"
#include "department/coding/code_sets/edit_files.hpp"
#include "department/coding/code_sets/edit_list_file.hpp"
#include "department/coding/code_sets/joined_sets.hpp"
#include "department/coding/code_sets/manual_files.hpp"
#include "department/coding/code_sets/opened_files.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace charta::code_sets {
namespace {

constexpr std::string_view readable_kinds =
    "MS-DRG tables, Table 5, Medicare Code Editor, ICD-10 order files, tabular lists, indexes and tables, POA exempt list, "
    "HCPCS, "
    "NCCI, groups and terms";
constexpr std::size_t title_bytes = 2000;  // in which Table 5 says its year

std::map<std::string, std::int64_t> parts_of(const grouper::DrgTables& tables) {
  const auto count = [](const auto& rows) { return static_cast<std::int64_t>(rows.size()); };
  const auto count_if = [](const auto& rows, auto is_one) {
    return static_cast<std::int64_t>(std::count_if(rows.begin(), rows.end(), is_one));
  };
  return {
      {"diagnoses", count(tables.diagnoses)},
      {"procedures", count(tables.procedures)},
      {"clusters", count(tables.clusters)},
      {"choices of clusters", count(tables.parts)},
      {"lines of the hierarchy", count(tables.lines)},
      {"exclusions", count(tables.exclusions)},
      {"diagnoses with exclusions", count_if(tables.diagnoses, [](const auto& row) { return row.exclusion_group != 0; })},
      {"hospital-acquired diagnoses", count_if(tables.diagnoses, [](const auto& row) { return row.is_hac != 0; })},
      {"diagnoses whose MDC depends on sex", count_if(tables.diagnoses, [](const auto& row) { return row.mdc_of_women != 0; })},
      {"titles of MDCs", count(tables.mdc_titles)},
      {"titles of DRGs", count(tables.drg_titles)},
      {"titles of HACs", count(tables.hac_titles)}};
}

std::map<std::string, std::int64_t> parts_of(const editor::EditTables& tables) {
  return {{"spans of diagnoses", static_cast<std::int64_t>(tables.diagnoses.spans.size())},
          {"spans of procedures", static_cast<std::int64_t>(tables.procedures.spans.size())},
          {"ranges of age", static_cast<std::int64_t>(tables.ages.size())},
          {"discharge statuses", static_cast<std::int64_t>(tables.statuses.size())}};
}

class PublishedFiles {
 public:
  PublishedFiles(std::vector<OpenedFile> files, std::string_view release, const grouper::SpecialLogic& logic, Licences licences)
      : files_(std::move(files)), release_(release), logic_(logic), licences_(std::move(licences)) {}

  Result<std::vector<ReadySet>> sets() {
    CHARTA_TRY_DO(range_coded_drg());
    CHARTA_TRY_DO(one_version_drg());
    CHARTA_TRY_DO(code_editor());
    CHARTA_TRY_DO(books());
    CHARTA_TRY_DO(weights());
    CHARTA_TRY_DO(lists_of_manuals());
    CHARTA_TRY_DO(say_what_is_not_taken());
    if (made_.empty()) return fail(ErrorKind::invalid, "there is nothing to import");
    return joined_sets(std::move(made_));
  }
  /// Files in folders and archives of which nothing was taken, with the reason where there is one.
  const std::vector<std::string>& not_taken() const { return not_taken_; }

 private:
  /// Errors: `unsupported`, `invalid`: a file that the user named is of no use.
  Result<void> say_what_is_not_taken() {
    for (const auto& file : files_) {
      const auto why = reason_not_to_take(file);
      if (!file.from_folder && !is_of_use(file)) {
        if (!why.empty()) return fail(ErrorKind::unsupported, fmt::format("{}: {}", file.path, why));
        return fail(ErrorKind::unsupported,
                    fmt::format("{}: not a kind of file that can be imported ({})", file.path, readable_kinds));
      }
      if (!used_.contains(&file)) not_taken_.push_back(why.empty() ? file.named : file.named + ": " + why);
    }
    return {};
  }
  /// Something of the file that the user named went into a set.
  bool is_of_use(const OpenedFile& file) const {
    return std::any_of(used_.begin(), used_.end(),
                       [&](const auto& one) { return one.first->source.sha256 == file.source.sha256; });
  }
  Result<void> books() {
    for (const auto& file : files_) {
      if (used_.contains(&file)) continue;
      CHARTA_TRY(auto read, read_books({file.path, file.stem, file.text, file.named}, {release_, &logic_, licences_}));
      for (auto& book : read) {
        used_.emplace(&file, true);
        ready({book.kind,
               book.release,
               book.from,
               book.to,
               book.rows,
               {},
               {},
               {},
               book.needs_licence ? licences_.cpt : std::string()},
              {&file}, std::move(book.compact));
        if (book.part != 0) made_.back().files_of_set = {book.part};
      }
    }
    return {};
  }
  std::vector<const OpenedFile*> named(const std::vector<std::string_view>& names) {
    std::vector<const OpenedFile*> found;
    for (const auto& file : files_)
      if (!used_.contains(&file) && std::find(names.begin(), names.end(), file.stem) != names.end()) found.push_back(&file);
    return found;
  }
  NamedTexts texts_of(const std::vector<const OpenedFile*>& files) {
    NamedTexts texts;
    for (const auto* file : files) {
      texts[file->stem] = file->text;
      used_.emplace(file, true);
    }
    return texts;
  }
  void ready(CodeSetEntry entry, const std::vector<const OpenedFile*>& files, Bytes compact) {
    for (const auto* file : files)
      if (std::none_of(entry.sources.begin(), entry.sources.end(),
                       [&](const auto& one) { return one.sha256 == file->source.sha256; }))
        entry.sources.push_back(file->source);
    entry.sha256 = sha256(compact).hex();
    entry.file = entry.kind + "-" + entry.release + "-" + entry.sha256.substr(0, 16) + ".tables";
    made_.push_back({std::move(entry), std::move(compact)});
  }
  Result<void> add_drg(const PublishedDrg& published, int version, const std::vector<const OpenedFile*>& files) {
    const auto named_error = [&](const Error& error) {
      return fail(error.kind, fmt::format("MS-DRG v{}: {}", grouper::version_text(version), error.message));
    };
    auto tables = published.tables_of(version);
    if (!tables) return named_error(tables.error());
    Bytes compact = to_compact("ms-drg", *tables);
    const auto rows = static_cast<std::int64_t>(tables->diagnoses.size() + tables->procedures.size());
    if (const auto prepared = tables->prepare(logic_); !prepared) return named_error(prepared.error());
    if (const auto borne = every_condition_has_a_bearer(*tables); !borne) return named_error(borne.error());
    const int next = version % 10 == 0 ? version + 1 : (version / 10 + 1) * 10;
    ready({"ms-drg",
           grouper::version_text(version),
           logic_.first_day_of(version),
           logic_.first_day_of(next).plus_days(-1),
           rows,
           {},
           {},
           {},
           {},
           parts_of(*tables)},
          files, std::move(compact));
    return {};
  }
  Result<void> range_coded_drg() {
    const auto files = named(range_coded_names());
    if (files.empty()) return {};
    CHARTA_TRY(const auto published, read_range_coded(texts_of(files)));
    for (const int version : published.versions()) CHARTA_TRY_DO(add_drg(published, version, files));
    return {};
  }
  Result<void> one_version_drg() {
    const auto files = named(one_version_names());
    if (std::none_of(files.begin(), files.end(),
                     [](const auto* file) { return file->stem == "formulas" || file->stem == "diagnosis"; }))
      return {};
    const auto version = version_of(release_, files);
    if (!version)
      return fail(ErrorKind::missing, "the MS-DRG tables do not say their version: give --release, for instance --release 43.0");
    CHARTA_TRY(const auto published, read_one_version(texts_of(files), *version));
    return add_drg(published, *version, files);
  }
  Result<void> code_editor() {
    const auto files = named(code_editor_names());
    if (files.empty()) return {};
    CHARTA_TRY(auto tables, read_code_editor(texts_of(files)));
    const Date last(std::chrono::sys_days(std::chrono::days(tables.last_day)));
    tables.version = static_cast<std::uint32_t>(logic_.version_for(last));
    std::int32_t first = INT32_MAX;
    for (const auto& span : tables.diagnoses.spans) first = std::min(first, span.first_day);
    const auto rows = static_cast<std::int64_t>(tables.diagnoses.spans.size() + tables.procedures.spans.size());
    ready({"mce",
           grouper::version_text(static_cast<int>(tables.version)),
           Date(std::chrono::sys_days(std::chrono::days(first))),
           last,
           rows,
           {},
           {},
           {},
           {},
           parts_of(tables)},
          files, to_compact("mce", tables));
    return {};
  }
  Result<void> weights() {
    for (const auto& file : files_) {
      if (used_.contains(&file) || !is_weight_table(file.text)) continue;
      const std::vector<const OpenedFile*> one{&file};
      auto version = version_of(release_, one);
      if (!version) version = version_in(std::string_view(file.text).substr(0, title_bytes));
      if (!version)
        return fail(ErrorKind::missing,
                    fmt::format("{}: Table 5 does not say its year: give --release, for instance --release 43.0", file.path));
      auto table = read_weight_table(file.text, *version);
      if (!table) return fail(table.error().kind, fmt::format("{}: {}", file.path, table.error().message));
      used_.emplace(&file, true);
      const int whole = *version / 10 * 10;
      ready({"ms-drg-weights",
             fmt::format("FY{}", *version / 10 + first_fiscal_year),
             logic_.first_day_of(whole),
             logic_.first_day_of(whole + 10).plus_days(-1),
             static_cast<std::int64_t>(table->facts.size()),
             {},
             {},
             {},
             {}},
            one, to_compact("ms-drg-weights", *table));
    }
    return {};
  }

  Result<void> lists_of_manuals() {
    for (const auto& file : files_) {
      if (used_.contains(&file)) continue;
      const auto done = is_edit_list(file.text) ? edit_list(file) : is_drg_list(file.text) ? drg_list(file) : Result<void>();
      if (!done) return fail(done.error().kind, fmt::format("{}: {}", file.path, done.error().message));
    }
    return {};
  }
  /// The codes of a list that came with it.
  Result<encoder::CodeTexts> codes_imported_with(std::string_view kind, std::string_view release) const {
    for (const auto& set : made_)
      if (set.entry.kind == kind && set.entry.release == release) return from_compact<encoder::CodeTexts>(kind, set.compact);
    return fail(ErrorKind::missing,
                fmt::format("it names only the codes that an edit is about: import it together with the order files of {} "
                            "(ICD-10-CM and ICD-10-PCS), which say what can be reported at all",
                            release));
  }
  Result<void> edit_list(const OpenedFile& file) {
    CHARTA_TRY(const auto list, read_edit_list(file.text));
    const auto release = fmt::format("FY{}", list.version + first_fiscal_year);
    CHARTA_TRY(const auto diagnoses, codes_imported_with("icd10cm", release));
    CHARTA_TRY(const auto procedures, codes_imported_with("icd10pcs", release));
    const int version = list.version * 10;
    const auto first = logic_.first_day_of(version), last = logic_.first_day_of(version + 10).plus_days(-1);
    CHARTA_TRY(auto tables, edit_tables_of(list, diagnoses, procedures, first, last, logic_.valid_discharge_status));
    used_.emplace(&file, true);
    auto parts = parts_of(tables);
    parts.erase("ranges of age");  // those are the rule pack's
    parts["rows of the list"] = static_cast<std::int64_t>(list.rows.size());
    const auto rows = static_cast<std::int64_t>(tables.diagnoses.spans.size() + tables.procedures.spans.size());
    ready({"mce", grouper::version_text(version), first, last, rows, {}, {}, {}, {}, std::move(parts)}, {&file},
          to_compact("mce", tables));
    return {};
  }
  Result<void> drg_list(const OpenedFile& file) {
    CHARTA_TRY(auto list, read_drg_list(file.text));
    used_.emplace(&file, true);
    const int next = list.version % 10 == 0 ? list.version + 1 : (list.version / 10 + 1) * 10;
    ready({"ms-drg-list",
           grouper::version_text(list.version),
           logic_.first_day_of(list.version),
           logic_.first_day_of(next).plus_days(-1),
           static_cast<std::int64_t>(list.drgs.terms.size()),
           {},
           {},
           {},
           {}},
          {&file}, to_compact("ms-drg-list", list.drgs));
    return {};
  }

  std::vector<OpenedFile> files_;
  std::string release_;
  const grouper::SpecialLogic& logic_;
  Licences licences_;
  std::map<const OpenedFile*, bool> used_;
  std::vector<ReadySet> made_;
  std::vector<std::string> not_taken_;
};

}  // namespace

Result<std::vector<ReadySet>> read_published(const std::vector<std::string>& paths, std::string_view release,
                                             const grouper::SpecialLogic& logic, const Licences& licences,
                                             std::vector<std::string>& not_taken) {
  CHARTA_TRY(auto files, open_all(paths));
  PublishedFiles published(std::move(files), release, logic, licences);
  auto sets = published.sets();
  not_taken = published.not_taken();
  return sets;
}

Result<std::vector<ReadySet>> read_published(const std::vector<std::string>& paths, std::string_view release,
                                             const grouper::SpecialLogic& logic, const Licences& licences) {
  std::vector<std::string> not_taken;
  return read_published(paths, release, logic, licences, not_taken);
}

}  // namespace charta::code_sets
