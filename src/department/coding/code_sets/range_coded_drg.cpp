// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "department/coding/code_sets/drg_files.hpp"
#include "formats/json/json.hpp"

#include <fmt/format.h>

namespace charta::code_sets {
namespace {

using grouper::CodeKey;
using grouper::key_of;

/// A line of a file: what every one of them has.
struct LineOf {
  json::Value root;
  Versions versions;
  json::Value value() const { return root["value"]; }
};

/// Refused with "file, line: why".
class Refusal {
 public:
  explicit Refusal(std::string_view why) : why_(why) {}
  std::string_view why() const { return why_; }

 private:
  std::string_view why_;
};

int number(json::Value value, int least, int most) {
  const auto found = value.integer();
  if (!found || *found < least || *found > most) throw Refusal("a number is missing or out of range");
  return static_cast<int>(*found);
}

CodeKey code(json::Value value) {
  const auto key = key_of(value.text());
  if (key == 0) throw Refusal("a code cannot be read");
  return key;
}

std::vector<std::string_view> names(json::Value list) {
  if (!list.is_array()) throw Refusal("a list is missing");
  std::vector<std::string_view> found;
  for (const auto item : list) found.push_back(item.text());
  return found;
}

grouper::Severity severity(std::string_view text) {
  if (text == "NCC") return grouper::Severity::none;
  if (text == "CC") return grouper::Severity::cc;
  if (text == "MCC") return grouper::Severity::mcc;
  throw Refusal("a severity is unknown");
}

grouper::MedSurg med_surg(std::string_view text) {
  return text == "SURGICAL" ? grouper::MedSurg::surgical : text == "MEDICAL" ? grouper::MedSurg::medical : grouper::MedSurg::none;
}

/// A diagnosis's scheme: MDC, level and the lists of attributes that it points at.
struct Scheme {
  int mdc = 0;
  grouper::Severity severity = grouper::Severity::none;
  std::uint32_t attributes = 0;
};

class RangeCodedReader {
 public:
  explicit RangeCodedReader(const NamedTexts& texts) : texts_(texts) {}

  Result<PublishedDrg> read() {
    for (const auto name : range_coded_names())
      if (!texts_.contains(name))
        return fail(ErrorKind::missing, fmt::format("the set has no {}: import all its files together", name));
    CHARTA_TRY_DO(each("dxPatterns", [&](const LineOf& line) { remember(line, diagnosis_lists_); }));
    CHARTA_TRY_DO(each("prPatterns", [&](const LineOf& line) { remember(line, procedure_lists_); }));
    CHARTA_TRY_DO(each("schemeIndex", [&](const LineOf& line) { add_scheme(line); }));
    CHARTA_TRY_DO(each("diagnosisAll", [&](const LineOf& line) { add_diagnosis(line); }));
    CHARTA_TRY_DO(each("procedureAttributes", [&](const LineOf& line) { add_procedure(line); }));
    CHARTA_TRY_DO(each("hacOperands", [&](const LineOf& line) {
      made_.hac_codes.push_back({code(line.root["key"]), line.versions, made_.attributes(names(line.value()["hacOperands"]))});
    }));
    CHARTA_TRY_DO(each("exclusionIds", [&](const LineOf& line) {
      made_.exclusions.push_back({code(line.root["key"]), line.versions, number(line.value(), 0, 100000)});
    }));
    CHARTA_TRY_DO(each("exclusionGroups", [&](const LineOf& line) { add_exclusion_group(line); }));
    CHARTA_TRY_DO(each("genderMdcs", [&](const LineOf& line) {
      made_.sex_mdcs.push_back({code(line.root["key"]), line.versions, number(line.value()["maleMdc"], 0, 31),
                                number(line.value()["femaleMdc"], 0, 31)});
    }));
    CHARTA_TRY_DO(each("clusterInformation", [&](const LineOf& line) { add_cluster(line); }));
    CHARTA_TRY_DO(each("drgFormulas", [&](const LineOf& line) { add_lines(line); }));
    CHARTA_TRY_DO(each("hacFormulas", [&](const LineOf& line) {
      for (const auto rule : line.value())
        made_.hac_rules.push_back({line.versions, number(rule["hacNumber"], 1, 31), std::string(rule["formula"].text())});
    }));
    CHARTA_TRY_DO(titles("drgDescriptions", made_.drg_titles));
    CHARTA_TRY_DO(titles("mdcDescriptions", made_.mdc_titles));
    CHARTA_TRY_DO(titles("hacDescriptions", made_.hac_titles));
    return std::move(made_);
  }

 private:
  template <class Visit>
  Result<void> each(std::string_view name, Visit visit) {
    const auto text = std::string_view(texts_.find(name)->second);
    int line = 0;
    for (std::size_t at = 0; at < text.size();) {
      const auto end = std::min(text.find('\n', at), text.size());
      const auto row = text.substr(at, end - at);
      at = end + 1;
      ++line;
      if (row.empty()) continue;
      const auto document = json::Document::parse(row);
      if (!document) return fail(ErrorKind::invalid, fmt::format("{}, line {}: {}", name, line, document.error().message));
      try {
        LineOf found{document->root(), {}};
        if (found.root["low"])
          found.versions = {number(found.root["low"], 0, 9999),
                            static_cast<int>(std::min<std::int64_t>(found.root["high"].integer().value_or(0), 9999))};
        if (!found.value()) throw Refusal("'value' is missing");
        visit(found);
      } catch (const Refusal& refusal) {
        return fail(ErrorKind::invalid, fmt::format("{}, line {}: {}", name, line, refusal.why()));
      }
    }
    if (line == 0) return fail(ErrorKind::invalid, fmt::format("{} is empty", name));
    return {};
  }

  using Lists = std::unordered_map<int, std::vector<std::string>>;
  void remember(const LineOf& line, Lists& lists) {
    auto& list = lists[number(line.root["key"], 0, 1000000)];
    for (const auto name : names(line.value())) list.emplace_back(name);
  }
  /// Pattern 0 is none at all.
  static void add_names(const Lists& lists, int key, std::vector<std::string_view>& into) {
    if (key == 0) return;
    const auto found = lists.find(key);
    if (found == lists.end()) throw Refusal("a pattern is named that is not given: a file is cut short");
    into.insert(into.end(), found->second.begin(), found->second.end());
  }
  void add_scheme(const LineOf& line) {
    std::vector<std::string_view> all;
    for (const auto member : {"operandsPattern", "hacOperandPattern", "dxCatListPattern"})
      add_names(diagnosis_lists_, number(line.value()[member], 0, 1000000), all);
    schemes_[number(line.root["key"], 0, 1000000)] = {number(line.value()["mdc"], 0, 31),
                                                      severity(line.value()["severity"].text()), made_.attributes(all)};
  }
  void add_diagnosis(const LineOf& line) {
    const auto scheme = schemes_.find(number(line.value(), 0, 1000000));
    if (scheme == schemes_.end()) throw Refusal("a scheme is named that schemeIndex does not have");
    made_.diagnoses.push_back(
        {code(line.root["key"]), line.versions, scheme->second.mdc, scheme->second.severity, scheme->second.attributes});
  }
  void add_procedure(const LineOf& line) {
    std::vector<std::string_view> all;
    add_names(procedure_lists_, number(line.value(), 0, 1000000), all);
    made_.procedures.push_back({code(line.root["key"]), line.versions, made_.attributes(all)});
  }
  void add_exclusion_group(const LineOf& line) {
    auto& members = made_.exclusion_groups[number(line.root["key"], 0, 100000)];
    for (const auto item : line.value()) members.push_back(code(item));
  }
  void add_cluster(const LineOf& line) {
    PublishedDrg::ClusterRow row{code(line.root["key"]), line.versions, 0, {}};
    for (const auto mdc : line.value()["suppressionMdcs"])
      if (const int at = number(mdc, 0, 255); at < 32) row.suppressing_mdcs |= 1U << static_cast<unsigned>(at);
    for (const auto choice : line.value()["choices"]) {
      auto& codes = row.choices.emplace_back();
      for (const auto item : choice["codes"]) codes.push_back(code(item));
    }
    made_.clusters.push_back(std::move(row));
  }
  void add_lines(const LineOf& line) {
    for (const auto row : line.value())
      made_.lines.push_back({line.versions, number(row["mdc"], 0, 255), number(row["rank"], 0, 65535), number(row["drg"], 0, 999),
                             number(row["baseDrg"], 0, 999), number(row["reRouteMdcId"], 0, 255),
                             med_surg(row["surgical"].text()), made_.attributes(names(row["severitySuppressionOperand"])),
                             std::string(row["formula"].text())});
  }
  Result<void> titles(std::string_view name, std::vector<PublishedDrg::TitleRow>& rows) {
    return each(name, [&](const LineOf& line) {
      rows.push_back({line.versions, number(line.root["key"], 0, 999), std::string(line.value().text())});
    });
  }

  const NamedTexts& texts_;
  PublishedDrg made_;
  Lists diagnosis_lists_, procedure_lists_;
  std::unordered_map<int, Scheme> schemes_;
};

}  // namespace

std::vector<std::string_view> range_coded_names() {
  return {"clusterInformation", "diagnosisAll",    "drgDescriptions", "drgFormulas",         "dxPatterns",
          "exclusionGroups",    "exclusionIds",    "genderMdcs",      "hacDescriptions",     "hacFormulas",
          "hacOperands",        "mdcDescriptions", "prPatterns",      "procedureAttributes", "schemeIndex"};
}

Result<PublishedDrg> read_range_coded(const NamedTexts& texts) {
  return RangeCodedReader(texts).read();
}

}  // namespace charta::code_sets
