// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "department/coding/code_sets/drg_files.hpp"
#include "formats/delimited/delimited.hpp"

#include <fmt/format.h>

namespace charta::code_sets {
namespace {

using delimited::Table;
using grouper::key_of;

class OneVersionReader {
 public:
  OneVersionReader(const NamedTexts& texts, int version) : texts_(texts), versions_{version, version} {}

  Result<PublishedDrg> read() {
    for (const auto name : one_version_names())
      if (!texts_.contains(name))
        return fail(ErrorKind::missing, fmt::format("the set has no {}.csv: import all its files together", name));
    CHARTA_TRY_DO(diagnoses());
    CHARTA_TRY_DO(procedures());
    CHARTA_TRY_DO(exclusion_groups());
    CHARTA_TRY_DO(clusters());
    CHARTA_TRY_DO(lines());
    CHARTA_TRY_DO(hospital_acquired());
    CHARTA_TRY_DO(sexes());
    CHARTA_TRY_DO(titles("drg", made_.drg_titles));
    CHARTA_TRY_DO(titles("mdc", made_.mdc_titles));
    CHARTA_TRY_DO(titles("hac", made_.hac_titles));
    return std::move(made_);
  }

 private:
  Error refused(const Table& table, std::string_view why) const {
    return fail(ErrorKind::invalid, fmt::format("{}.csv, line {}: {}", name_, table.line(), why));
  }

  Result<Table> open(std::string_view name) {
    name_ = name;
    auto table = Table::open(texts_.find(name)->second);
    if (!table) return fail(ErrorKind::invalid, fmt::format("{}.csv: {}", name, table.error().message));
    return table;
  }

  /// Calls `visit` for every row with the named columns' places. Errors carry the file's name.
  template <std::size_t count, class Visit>
  Result<void> each(std::string_view name, const std::string_view (&columns)[count], Visit visit) {
    CHARTA_TRY(auto table, open(name));
    std::size_t places[count];
    for (std::size_t n = 0; n < count; ++n) {
      const auto place = table.column(columns[n]);
      if (!place) return fail(ErrorKind::invalid, fmt::format("{}.csv: {}", name, place.error().message));
      places[n] = *place;
    }
    bool any = false;
    for (;;) {
      const auto more = table.next();
      if (!more) return fail(ErrorKind::invalid, fmt::format("{}.csv: {}", name, more.error().message));
      if (!*more) break;
      any = true;
      std::string_view fields[count];
      for (std::size_t n = 0; n < count; ++n) fields[n] = table[places[n]];
      if (const std::string_view why = visit(fields); !why.empty()) return refused(table, why);
    }
    if (!any) return fail(ErrorKind::invalid, fmt::format("{}.csv has no rows", name));
    return {};
  }

  static bool whole(std::string_view text, int least, int most, int& into) {
    const auto found = parse_integer(text);
    if (!found || *found < least || *found > most) return false;
    into = static_cast<int>(*found);
    return true;
  }

  Result<void> diagnoses() {
    static constexpr std::string_view columns[] = {"code",       "mdc",           "severity",      "exclusion_group_when_pdx",
                                                   "attributes", "category_list", "hac_attributes"};
    return each("diagnosis", columns, [&](const auto& row) -> std::string_view {
      PublishedDrg::DiagnosisRow made{key_of(row[0]), versions_, 0, grouper::Severity::none, 0};
      if (made.code == 0) return "a code cannot be read";
      if (!whole(row[1], 0, 31, made.mdc)) return "'mdc' is no MDC";
      made.severity = row[2] == "MCC" ? grouper::Severity::mcc : row[2] == "CC" ? grouper::Severity::cc : grouper::Severity::none;
      if (row[2] != "MCC" && row[2] != "CC" && row[2] != "NCC") return "a severity is unknown";
      auto names = split(row[4], '|');
      for (const auto more : {row[5], row[6]})
        for (const auto name : split(more, '|')) names.push_back(name);
      made.attributes = made_.attributes(names);
      int group = 0;
      if (!row[3].empty() && !whole(row[3], 0, 100000, group)) return "'exclusion_group_when_pdx' is no number";
      if (!row[3].empty()) made_.exclusions.push_back({made.code, versions_, group});
      made_.diagnoses.push_back(made);
      return {};
    });
  }
  Result<void> procedures() {
    static constexpr std::string_view columns[] = {"code_or_cluster", "attributes"};
    return each("procedure", columns, [&](const auto& row) -> std::string_view {
      const auto code = key_of(row[0]);
      if (code == 0) return "a code cannot be read";
      made_.procedures.push_back({code, versions_, made_.attributes(split(row[1], '|'))});
      return {};
    });
  }
  Result<void> exclusion_groups() {
    static constexpr std::string_view columns[] = {"group", "excluded_sdx_code"};
    return each("pdx_exclusion_groups", columns, [&](const auto& row) -> std::string_view {
      int group = 0;
      const auto code = key_of(row[1]);
      if (!whole(row[0], 0, 100000, group) || code == 0) return "a group or code cannot be read";
      made_.exclusion_groups[group].push_back(code);
      return {};
    });
  }
  Result<void> clusters() {
    static constexpr std::string_view columns[] = {"cluster", "suppress_mdcs", "choice", "codes"};
    return each("clusters", columns, [&](const auto& row) -> std::string_view {
      const auto code = key_of(row[0]);
      if (code == 0) return "a cluster cannot be read";
      if (made_.clusters.empty() || made_.clusters.back().code != code) made_.clusters.push_back({code, versions_, 0, {}});
      auto& cluster = made_.clusters.back();
      for (const auto text : split(row[1], '|')) {
        int mdc = 0;
        if (text.empty()) continue;
        if (!whole(text, 0, 255, mdc)) return "'suppress_mdcs' names no MDC";
        if (mdc < 32) cluster.suppressing_mdcs |= 1U << static_cast<unsigned>(mdc);
      }
      auto& codes = cluster.choices.emplace_back();
      for (const auto text : split(row[3], '|')) {
        if (key_of(text) == 0) return "a code cannot be read";
        codes.push_back(key_of(text));
      }
      return {};
    });
  }
  Result<void> lines() {
    static constexpr std::string_view columns[] = {
        "mdc", "rank", "drg", "base_drg", "med_surg", "reroute_mdc", "suppression_operands", "formula"};
    return each("formulas", columns, [&](const auto& row) -> std::string_view {
      PublishedDrg::LineRow made{versions_,          0, 0, 0, 0, 0, grouper::MedSurg::none, made_.attributes(split(row[6], '|')),
                                 std::string(row[7])};
      if (!whole(row[0], 0, 255, made.mdc) || !whole(row[1], 0, 65535, made.rank) || !whole(row[2], 0, 999, made.drg) ||
          !whole(row[3], 0, 999, made.base_drg) || !whole(row[5], 0, 255, made.reroute_mdc))
        return "a number is out of range";
      made.med_surg = row[4] == "SURGICAL"  ? grouper::MedSurg::surgical
                      : row[4] == "MEDICAL" ? grouper::MedSurg::medical
                                            : grouper::MedSurg::none;
      made_.lines.push_back(std::move(made));
      return {};
    });
  }
  Result<void> hospital_acquired() {
    static constexpr std::string_view columns[] = {"code", "hac_operands"};
    CHARTA_TRY_DO(each("hac_operands", columns, [&](const auto& row) -> std::string_view {
      if (key_of(row[0]) == 0) return "a code cannot be read";
      made_.hac_codes.push_back({key_of(row[0]), versions_, made_.attributes(split(row[1], '|'))});
      return {};
    }));
    static constexpr std::string_view rule_columns[] = {"hac", "formula"};
    return each("hac_formulas", rule_columns, [&](const auto& row) -> std::string_view {
      int hac = 0;
      if (!whole(row[0], 1, 31, hac)) return "'hac' is no condition";
      made_.hac_rules.push_back({versions_, hac, std::string(row[1])});
      return {};
    });
  }
  Result<void> sexes() {
    static constexpr std::string_view columns[] = {"code", "male_mdc", "female_mdc"};
    return each("gender_mdc", columns, [&](const auto& row) -> std::string_view {
      PublishedDrg::SexRow made{key_of(row[0]), versions_, 0, 0};
      if (made.code == 0 || !whole(row[1], 0, 31, made.mdc_of_men) || !whole(row[2], 0, 31, made.mdc_of_women))
        return "a code or MDC cannot be read";
      made_.sex_mdcs.push_back(made);
      return {};
    });
  }
  Result<void> titles(std::string_view name, std::vector<PublishedDrg::TitleRow>& rows) {
    const std::string_view columns[] = {name, "title"};
    return each(name, columns, [&](const auto& row) -> std::string_view {
      int number = 0;
      if (!whole(row[0], 0, 999, number)) return "a number is out of range";
      rows.push_back({versions_, number, std::string(row[1])});
      return {};
    });
  }

  const NamedTexts& texts_;
  Versions versions_;
  PublishedDrg made_;
  std::string name_;
};

}  // namespace

std::vector<std::string_view> one_version_names() {
  return {"clusters", "diagnosis",    "drg",          "formulas", "gender_mdc",
          "hac",      "hac_formulas", "hac_operands", "mdc",      "pdx_exclusion_groups",
          "procedure"};
}

Result<PublishedDrg> read_one_version(const NamedTexts& texts, int version) {
  return OneVersionReader(texts, version).read();
}

}  // namespace charta::code_sets
