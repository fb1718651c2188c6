// SPDX-License-Identifier: Apache-2.0
#include "department/coding/code_sets/book_files.hpp"

#include "base/text.hpp"
#include "department/coding/code_sets/code_library.hpp"
#include "department/coding/code_sets/code_text_files.hpp"
#include "department/coding/code_sets/compact_file.hpp"
#include "department/coding/code_sets/modifier_files.hpp"
#include "department/coding/code_sets/procedure_files.hpp"
#include "department/coding/code_sets/release_spans.hpp"
#include "department/coding/code_sets/small_files.hpp"
#include "department/coding/code_sets/tabular_file.hpp"

#include <fmt/format.h>

#include <functional>

namespace charta::code_sets {
namespace {

bool says(const BookFile& file, std::string_view word) {
  return lower_ascii(file.stem).find(word) != std::string::npos;
}
bool has_root(const BookFile& file, std::string_view name) {
  return file.text.substr(0, 600).find("<" + std::string(name)) != std::string_view::npos;
}

/// In which quarter's file a service stands is told by the name alone: "…_out_…", "…_prac_…", "…_dme_…", or CMS's own words
/// ("ccipra" and "ccioph" are its pairs for practitioners and outpatient hospitals).
std::string setting_of(const BookFile& file) {
  const auto beginning = lower_ascii(file.text.substr(0, 3000));
  const auto name = lower_ascii(file.named);
  const auto told = [&](std::string_view word, std::string_view in_text) {
    return name.find(word) != std::string::npos || beginning.find(in_text) != std::string::npos;
  };
  if (told("dme", "dme supplier")) return "dme";
  if (told("prac", "practitioner") || told("ccipra", "practitioner")) return "practitioner";
  if (told("out", "outpatient hospital") || told("ccioph", "outpatient hospital") || told("hospital", "outpatient hospital"))
    return "outpatient";
  return {};
}

template <class Tables>
Result<void> keep(std::vector<ReadBook>& into, std::string kind, std::int64_t rows, Tables& tables) {
  into.push_back({kind, {}, {}, {}, rows, to_compact(kind, tables), false, 0});
  return {};
}

/// One kind of book: how its file is known, what its release spans, how it is read.
struct Kind {
  Spans spans;
  bool (*is_one)(const BookFile& file);
  Result<void> (*read)(const BookFile& file, const BookChoices& choices, std::vector<ReadBook>& into);
};

/// 2 of "ccipra-v320r0-f2"; 0 of a name that says no part.
int part_in(std::string_view stem) {
  const auto at = stem.size() < 3 ? std::string_view() : stem.substr(stem.size() - 3);
  return (at.starts_with("-f") || at.starts_with("-F")) && at[2] >= '1' && at[2] <= '9' ? at[2] - '0' : 0;
}

Result<void> read_order(const BookFile& file, std::vector<ReadBook>& into) {
  CHARTA_TRY(auto texts, read_order_file(file.text));
  if (!reaches_the_last_chapter(texts))
    return fail(ErrorKind::invalid, fmt::format("its last code is {}, and the last chapter is missing: the file is cut short",
                                                grouper::text_of(texts.codes.back())));
  return keep(into, is_procedure_system(texts) ? "icd10pcs" : "icd10cm", static_cast<std::int64_t>(texts.size()), texts);
}

bool is_index_table(const BookFile& file) {
  return says(file, "index") && file.text.substr(0, 200).find("NonEssModif") != std::string_view::npos;
}

Result<void> read_index(const BookFile& file, std::vector<ReadBook>& into) {
  CHARTA_TRY(auto book, read_index_book(file.text));
  const auto rows = static_cast<std::int64_t>(book.entries.size());
  if (has_root(file, "ICD10PCS.index")) return keep(into, "icd10pcs-index", rows, book);
  if (!book.columns.empty())
    return keep(into, book.texts[book.columns.front()] == "Neoplasm" ? "icd10cm-neoplasms" : "icd10cm-drugs", rows, book);
  const bool is_external = lower_ascii(book.texts[book.title]).find("external") != std::string::npos;
  if (is_external) return keep(into, "icd10cm-external-causes", rows, book);
  auto texts = searchable(book);
  CHARTA_TRY_DO(keep(into, "icd10cm-index", static_cast<std::int64_t>(texts.size()), texts));
  return keep(into, "icd10cm-index-book", rows, book);
}

/// Marks the book that was kept last where it holds codes of a licence.
template <class Rows, class CodeOf>
Result<void> mark_licensed(std::vector<ReadBook>& into, const Rows& rows, CodeOf code_of) {
  into.back().needs_licence = std::any_of(rows.begin(), rows.end(), [&](const auto& row) { return is_cpt(code_of(row)); });
  return {};
}

Result<void> read_pairs(const BookFile& file, const BookChoices& choices, std::vector<ReadBook>& into) {
  const auto setting = setting_of(file);
  if (setting.empty())
    return fail(ErrorKind::missing, "its name does not say whether it is for practitioners, outpatient hospitals or suppliers");
  if (is_unit_limits(file.text)) {
    CHARTA_TRY(auto limits, read_unit_limits(file.text, choices.licences));
    CHARTA_TRY_DO(keep(into, "ncci-mue-" + setting, static_cast<std::int64_t>(limits.limits.size()), limits));
    return mark_licensed(into, limits.limits, [](const auto& row) { return row.key; });
  }
  CHARTA_TRY(auto pairs, read_service_pairs(file.text, choices.licences));
  CHARTA_TRY_DO(keep(into, "ncci-ptp-" + setting, static_cast<std::int64_t>(pairs.pairs.size()), pairs));
  return mark_licensed(into, pairs.pairs, [](const auto& row) { return is_cpt(row.column1) ? row.column1 : row.column2; });
}

Result<void> read_services(const BookFile& file, const BookChoices& choices, std::vector<ReadBook>& into) {
  CHARTA_TRY(auto codes, is_hcpcs_record(file.text) ? read_hcpcs_record(file.text, choices.licences)
                                                    : read_hcpcs_table(file.text, choices.licences));
  CHARTA_TRY_DO(keep(into, "hcpcs", static_cast<std::int64_t>(codes.codes.size()), codes));
  return mark_licensed(into, codes.codes, [](const auto& row) { return row.key; });
}

template <auto reader>
Result<void> read_terms(const BookFile& file, std::string_view kind, std::vector<ReadBook>& into) {
  CHARTA_TRY(auto list, reader(file.text));
  return keep(into, std::string(kind), static_cast<std::int64_t>(list.terms.size()), list);
}
template <auto reader>
Result<void> read_groups(const BookFile& file, std::string_view kind, std::vector<ReadBook>& into) {
  CHARTA_TRY(auto groups, reader(file.text));
  return keep(into, std::string(kind), static_cast<std::int64_t>(groups.rows.size()), groups);
}

const Kind kinds[] = {
    {Spans::fiscal_year, [](const BookFile& file) { return is_order_file(file.text); },
     [](const BookFile& file, const BookChoices&, auto& into) -> Result<void> { return read_order(file, into); }},
    {Spans::fiscal_year, is_index_table,
     [](const BookFile& file, const BookChoices&, auto& into) -> Result<void> {
       CHARTA_TRY(auto texts, read_alphabetic_index(file.text));
       return keep(into, "icd10cm-index", static_cast<std::int64_t>(texts.size()), texts);
     }},
    {Spans::fiscal_year, [](const BookFile& file) { return has_root(file, "ICD10CM.tabular"); },
     [](const BookFile& file, const BookChoices&, auto& into) -> Result<void> {
       CHARTA_TRY(auto list, read_tabular_list(file.text));
       return keep(into, "icd10cm-tabular", static_cast<std::int64_t>(list.levels.size()), list);
     }},
    {Spans::fiscal_year, [](const BookFile& file) { return has_root(file, "ICD10CM.index") || has_root(file, "ICD10PCS.index"); },
     [](const BookFile& file, const BookChoices&, auto& into) -> Result<void> { return read_index(file, into); }},
    {Spans::fiscal_year,
     [](const BookFile& file) { return has_root(file, "ICD10PCS.tabular") || (says(file, "pcs") && says(file, "tables")); },
     [](const BookFile& file, const BookChoices&, auto& into) -> Result<void> {
       CHARTA_TRY(auto tables, read_procedure_tables(file.text));
       return keep(into, "icd10pcs-tables", static_cast<std::int64_t>(tables.rows.size()), tables);
     }},
    {Spans::fiscal_year,
     [](const BookFile& file) {
       return has_root(file, "ICD10PCS.definitions") || (says(file, "pcs") && says(file, "definitions"));
     },
     [](const BookFile& file, const BookChoices&, auto& into) -> Result<void> {
       return read_terms<read_procedure_definitions>(file, "icd10pcs-definitions", into);
     }},
    {Spans::fiscal_year, [](const BookFile& file) { return says(file, "pcs") && says(file, "device"); },
     [](const BookFile& file, const BookChoices&, auto& into) -> Result<void> {
       return read_terms<read_procedure_keys>(file, "icd10pcs-devices", into);
     }},
    {Spans::fiscal_year, [](const BookFile& file) { return says(file, "pcs") && (says(file, "includes") || says(file, "body")); },
     [](const BookFile& file, const BookChoices&, auto& into) -> Result<void> {
       return read_terms<read_procedure_keys>(file, "icd10pcs-body-parts", into);
     }},
    {Spans::fiscal_year, [](const BookFile& file) { return says(file, "pcs") && says(file, "index"); },
     [](const BookFile& file, const BookChoices&, auto& into) -> Result<void> {
       CHARTA_TRY(auto book, read_procedure_index(file.text));
       return keep(into, "icd10pcs-index", static_cast<std::int64_t>(book.entries.size()), book);
     }},
    {Spans::fiscal_year,
     [](const BookFile& file) { return says(file, "poaexemptcodes") && lower_ascii(file.path).ends_with(".txt"); },
     [](const BookFile& file, const BookChoices&, auto& into) -> Result<void> {
       CHARTA_TRY(auto codes, read_poa_exempt(file.text));
       return keep(into, "poa-exempt", static_cast<std::int64_t>(codes.keys.size()), codes);
     }},
    {Spans::fiscal_year, [](const BookFile& file) { return says(file, "order_addenda") && is_addenda(file.text); },
     [](const BookFile& file, const BookChoices&, auto& into) -> Result<void> {
       CHARTA_TRY(auto changes, read_addenda(file.text));
       return keep(into, says(file, "icd10cm") ? "icd10cm-addenda" : "icd10pcs-addenda",
                   static_cast<std::int64_t>(changes.changes.size()), changes);
     }},
    {Spans::calendar_year,
     [](const BookFile& file) { return is_hcpcs_record(file.text) || (is_hcpcs_table(file.text) && !says(file, "ncci")); },
     read_services},
    {Spans::calendar_year,
     [](const BookFile& file) { return (says(file, "cpt") || says(file, "longul")) && is_cpt_list(file.text); },
     [](const BookFile& file, const BookChoices& choices, auto& into) -> Result<void> {
       CHARTA_TRY(auto codes, read_cpt_list(file.text, choices.licences));
       CHARTA_TRY_DO(keep(into, "cpt", static_cast<std::int64_t>(codes.codes.size()), codes));
       return mark_licensed(into, codes.codes, [](const auto& row) { return row.key; });
     }},
    {Spans::quarter, [](const BookFile& file) { return is_unit_limits(file.text) || is_service_pairs(file.text); }, read_pairs},
    {Spans::fiscal_year, [](const BookFile& file) { return is_elixhauser(file.text); },
     [](const BookFile& file, const BookChoices&, auto& into) -> Result<void> {
       return read_groups<read_elixhauser>(file, "elixhauser", into);
     }},
    {Spans::fiscal_year, [](const BookFile& file) { return is_ccsr(file.text); },
     [](const BookFile& file, const BookChoices&, auto& into) -> Result<void> {
       return read_groups<read_ccsr>(file, "ccsr", into);
     }},
    {Spans::calendar_year, [](const BookFile& file) { return is_condition_categories(file.text); },
     [](const BookFile& file, const BookChoices&, auto& into) -> Result<void> {
       return read_groups<read_condition_categories>(file, "condition-categories", into);
     }},
    {Spans::calendar_year, [](const BookFile& file) { return are_category_labels(file.text); },
     [](const BookFile& file, const BookChoices&, auto& into) -> Result<void> {
       return read_terms<read_category_labels>(file, "condition-category-labels", into);
     }},
    {Spans::calendar_year, [](const BookFile& file) { return are_category_hierarchies(file.text); },
     [](const BookFile& file, const BookChoices&, auto& into) -> Result<void> {
       return read_terms<read_category_hierarchies>(file, "condition-category-hierarchies", into);
     }},
    {Spans::calendar_year, [](const BookFile& file) { return is_modifier_table(file.text); },
     [](const BookFile& file, const BookChoices& choices, auto& into) -> Result<void> {
       CHARTA_TRY(auto codes, read_modifier_table(file.text, choices.licences));
       CHARTA_TRY_DO(keep(into, "hcpcs-modifiers", static_cast<std::int64_t>(codes.codes.size()), codes));
       into.back().needs_licence =
           std::any_of(codes.codes.begin(), codes.codes.end(), [](const auto& one) { return is_cpt_modifier(one.key); });
       return {};
     }},
    {Spans::further_notice, [](const BookFile& file) { return says(file, "mvx") && is_vaccines(file.text); },
     [](const BookFile& file, const BookChoices&, auto& into) -> Result<void> {
       return read_terms<read_vaccines>(file, "mvx", into);
     }},
    {Spans::further_notice, [](const BookFile& file) { return says(file, "vaccine_group") && is_vaccines(file.text); },
     [](const BookFile& file, const BookChoices&, auto& into) -> Result<void> {
       return read_terms<read_vaccines>(file, "vaccine-groups", into);
     }},
    {Spans::further_notice, [](const BookFile& file) { return is_places_of_service(file.text); },
     [](const BookFile& file, const BookChoices&, auto& into) -> Result<void> {
       return read_terms<read_places_of_service>(file, "place-of-service", into);
     }},
    {Spans::further_notice, [](const BookFile& file) { return says(file, "cvx") && is_vaccines(file.text); },
     [](const BookFile& file, const BookChoices&, auto& into) -> Result<void> {
       return read_terms<read_vaccines>(file, "cvx", into);
     }},
    {Spans::further_notice, [](const BookFile& file) { return is_units(file.text); },
     [](const BookFile& file, const BookChoices&, auto& into) -> Result<void> {
       return read_terms<read_units>(file, "ucum", into);
     }},
};

}  // namespace

Result<std::vector<ReadBook>> read_books(const BookFile& file, const BookChoices& choices) {
  const auto named = [&](const Error& error) { return fail(error.kind, fmt::format("{}: {}", file.path, error.message)); };
  std::vector<ReadBook> books;
  for (const auto& kind : kinds) {
    if (!kind.is_one(file)) continue;
    const auto span = span_of_release(kind.spans, version_said_in(file.text), file, choices);
    if (!span) return named(span.error());
    if (const auto read = kind.read(file, choices, books); !read) return named(read.error());
    for (auto& book : books) {
      book.release = span->release, book.from = span->from, book.to = span->to;
      if (kind.spans == Spans::quarter) book.part = part_in(file.stem);
    }
    return books;
  }
  return books;
}

}  // namespace charta::code_sets
