// SPDX-License-Identifier: Apache-2.0
#include "department/coding/code_sets/book_files.hpp"

#include "base/text.hpp"
#include "department/coding/code_sets/code_library.hpp"
#include "department/coding/code_sets/code_text_files.hpp"
#include "department/coding/code_sets/compact_file.hpp"
#include "department/coding/code_sets/modifier_files.hpp"
#include "department/coding/code_sets/procedure_files.hpp"
#include "department/coding/code_sets/small_files.hpp"
#include "department/coding/code_sets/tabular_file.hpp"

#include <fmt/format.h>

#include <functional>

namespace charta::code_sets {
namespace {

constexpr int drg_year_offset = 1983;  // v1 is FY 1984
const Date since_ever = *Date::parse("1900-01-01");

enum class Spans { fiscal_year, calendar_year, quarter, further_notice };

/// 2026 and 4 of "2026-04" and "FY2026-04"; month 0 where nothing says it.
std::pair<int, int> year_and_month_in(std::string_view text) {
  const auto at = text.find("20");
  if (at == std::string_view::npos || at + 7 > text.size() || text[at + 4] != '-') return {0, 0};
  const auto year = parse_integer(text.substr(at, 4)), month = parse_integer(text.substr(at + 5, 2));
  if (!year || !month || *month < 1 || *month > 12) return {0, 0};
  return {static_cast<int>(*year), static_cast<int>(*month)};
}

/// 7 of "Eff_07-01-2024"; 0 where no such day stands in it.
int month_of_day_in(std::string_view text) {
  for (std::size_t at = 0; at + 10 <= text.size(); ++at) {
    if (text[at + 2] != '-' || text.substr(at + 5, 3) != "-20") continue;
    const auto month = parse_integer(text.substr(at, 2));
    if (month && *month >= 1 && *month <= 12 && parse_integer(text.substr(at + 3, 2)) && parse_integer(text.substr(at + 6, 4)))
      return static_cast<int>(*month);
  }
  return 0;
}

/// 3 of "2024q3" and "2024Q3" and "Eff_07-01-2024"; 2 of "2026-04"; 0 where nothing says it.
int quarter_in(std::string_view text) {
  for (std::size_t at = 0; at + 1 < text.size(); ++at)
    if ((text[at] == 'q' || text[at] == 'Q') && text[at + 1] >= '1' && text[at + 1] <= '4') return text[at + 1] - '0';
  if (const int month = year_and_month_in(text).second; month != 0) return (month + 2) / 3;
  return (month_of_day_in(text) + 2) / 3;
}

Date day_in_year(int year, int month, int day) {
  return *Date::parse(fmt::format("{}-{:02}-{:02}", year, month, day));
}

struct Span {
  std::string release;
  Date from;
  std::optional<Date> to;
};

constexpr int first_month_of_fiscal_year = 10, month_of_april_update = 4;

/// 430 of "43.0", 431 of "43.1".
std::optional<int> version_of_release(std::string_view release) {
  const auto dot = release.find('.');
  const auto version = dot == std::string_view::npos ? std::nullopt : parse_integer(release.substr(0, dot));
  if (!version || *version < 1 || *version > 99) return std::nullopt;
  return static_cast<int>(*version) * 10 + (release.substr(dot + 1).starts_with('1') ? 1 : 0);
}

/// Codes change on October 1, and some on April 1: CMS's second list of a fiscal year stands beside its first.
/// The release says which, else the file's own name or heading ("april-1-2026-…", "icd10cm-order-April-2026").
bool is_april_update(const BookFile& file, std::string_view release) {
  if (const auto version = version_of_release(release)) return *version % 10 == 1;
  if (const int month = year_and_month_in(release).second; month != 0)
    return month >= month_of_april_update && month < first_month_of_fiscal_year;
  return lower_ascii(file.named).find("april") != std::string::npos ||
         (file.text.starts_with('<') && file.text.substr(0, 600).find("April 1") != std::string_view::npos);
}

Error says_no_year() {
  return fail(ErrorKind::missing, "neither its name nor its text says its year: give --release, for instance --release FY2026");
}

Span span_of_fiscal_year(int year, bool is_april, const grouper::SpecialLogic& logic) {
  const int first = (year - drg_year_offset) * 10;
  return Span{fmt::format("FY{}{}", year, is_april ? april_ending : std::string_view()),
              logic.first_day_of(is_april ? first + 1 : first), logic.first_day_of(first + 10).plus_days(-1)};
}

/// The year that the release says, else the text, else the names.
std::optional<int> year_of(Spans spans, int year_said, const BookFile& file, std::string_view release) {
  if (release.empty()) {
    if (year_said != 0) return year_said;
    const auto year = year_in(file.stem);
    return year ? year : year_in(file.named);
  }
  if (const auto version = version_of_release(release)) return *version / 10 + drg_year_offset;
  const auto [year, month] = year_and_month_in(release);
  if (spans == Spans::fiscal_year && month >= first_month_of_fiscal_year) return year + 1;
  return year_in(release);
}

Result<Span> span_of_release(Spans spans, int year_said, const BookFile& file, const BookChoices& choices) {
  if (spans == Spans::further_notice)
    return Span{choices.release.empty() ? "current" : std::string(choices.release), since_ever, std::nullopt};
  const auto year = year_of(spans, year_said, file, choices.release);
  if (!year) return says_no_year();
  if (spans == Spans::fiscal_year) return span_of_fiscal_year(*year, is_april_update(file, choices.release), *choices.logic);
  int quarter = quarter_in(choices.release.empty() ? file.stem : choices.release);
  if (quarter == 0 && choices.release.empty()) quarter = quarter_in(file.named);
  if (spans == Spans::quarter && quarter == 0)
    return fail(ErrorKind::missing,
                "neither its name nor --release says its quarter: give --release, for instance --release 2026q1");
  if (quarter == 0) return Span{std::to_string(*year), day_in_year(*year, 1, 1), day_in_year(*year, 12, 31)};
  const Date from = day_in_year(*year, quarter * 3 - 2, 1);
  const Date next = quarter == 4 ? day_in_year(*year + 1, 1, 1) : day_in_year(*year, quarter * 3 + 1, 1);
  return Span{fmt::format("{}q{}", *year, quarter), from, next.plus_days(-1)};
}

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

std::optional<int> year_in(std::string_view text) {
  for (std::size_t at = 0; at + 4 <= text.size(); ++at)
    if (const auto year = parse_integer(text.substr(at, 4)); year && text[at] == '2' && *year >= 2000 && *year < 2100)
      return static_cast<int>(*year);
  for (const std::string_view mark : {"FY", "fy"})
    if (const auto at = text.find(mark); at != std::string_view::npos && at + 4 <= text.size())
      if (const auto year = parse_integer(text.substr(at + 2, 2)); year && *year >= 0) return static_cast<int>(2000 + *year);
  return std::nullopt;
}

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
