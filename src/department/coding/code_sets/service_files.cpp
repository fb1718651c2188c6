// SPDX-License-Identifier: Apache-2.0
// HCPCS Level II. Source: CMS, HCPCS contractor record layout (320 columns).
#include "department/coding/code_sets/service_files.hpp"

#include "base/text.hpp"
#include "department/coding/code_sets/modifier_files.hpp"
#include "department/coding/code_sets/published_table.hpp"

#include <fmt/format.h>

#include <map>

namespace charta::code_sets {
namespace {

using code_books::ServiceCode;

// The record's columns, counted from 0, and their widths.
struct Field {
  std::size_t at, width;
};
constexpr std::size_t record_columns = 320;
constexpr Field code_field{0, 5}, kind_field{10, 1}, long_field{11, 80}, short_field{91, 28}, coverage_field{229, 1},
    added_field{268, 8}, effective_field{276, 8}, ended_field{284, 8}, action_field{292, 1};
constexpr std::size_t sequence_at = 5, sequence_width = 5;

std::string_view field_of(std::string_view line, Field field) {
  return line.size() <= field.at ? std::string_view() : trimmed(line.substr(field.at, field.width));
}

/// "20240101" or "2024-01-01"; nothing when it is neither.
std::optional<std::int32_t> day_in(std::string_view text) {
  std::string dashed(text);
  if (text.size() == 8) dashed = fmt::format("{}-{}-{}", text.substr(0, 4), text.substr(4, 2), text.substr(6, 2));
  const auto day = Date::parse(dashed);
  return day ? std::optional(code_books::day_of(*day)) : std::nullopt;
}

std::string readable(std::string_view text) {
  if (is_valid_utf8(text)) return std::string(text);
  return to_utf8(text, "windows-1252").value_or("?");
}

struct ReadService {
  ServiceCode row;
  std::string long_title, short_title;
};

/// Collects codes and makes the sorted list.
class ServiceMaker {
 public:
  explicit ServiceMaker(const Licences& licences) : licences_(licences) {}
  ReadService& add(grouper::CodeKey key) {
    made_.emplace_back();
    made_.back().row.key = key;
    return made_.back();
  }
  bool is_empty() const { return made_.empty(); }
  ReadService& last() { return made_.back(); }
  Result<code_books::ServiceCodes> take() {
    if (made_.empty()) return fail(ErrorKind::invalid, "there is no code in it: the file is cut short");
    code_books::ServiceCodes codes;
    code_books::TextPoolWriter texts;
    for (auto& one : made_) {
      if (const auto why = refused_without_licence(one.row.key, licences_); !why.empty()) return fail(ErrorKind::forbidden, why);
      if (one.long_title.empty())
        return fail(ErrorKind::invalid, fmt::format("code {} has no title", grouper::text_of(one.row.key)));
      if (one.row.last_day < one.row.first_day)
        return fail(ErrorKind::invalid, fmt::format("code {} ends before it begins", grouper::text_of(one.row.key)));
      one.row.long_title = texts.add(one.long_title), one.row.short_title = texts.add(one.short_title);
      codes.codes.push_back(one.row);
    }
    codes.texts = texts.take();
    std::stable_sort(codes.codes.begin(), codes.codes.end(), [](const auto& a, const auto& b) { return a.key < b.key; });
    for (std::size_t n = 1; n < codes.codes.size(); ++n)
      if (codes.codes[n].key == codes.codes[n - 1].key)
        return fail(ErrorKind::invalid, fmt::format("code {} stands twice", grouper::text_of(codes.codes[n].key)));
    return codes;
  }

 private:
  const Licences& licences_;
  std::vector<ReadService> made_;
};

/// A code of five characters or a modifier of two; 0 for anything else.
grouper::CodeKey service_key(std::string_view text) {
  const auto key = grouper::key_of(text);
  const int length = code_books::length_of(key);
  return length == 5 || length == 2 ? key : 0;
}

bool is_record_line(std::string_view line) {
  return line.size() > long_field.at && std::string_view("3478").find(line[kind_field.at]) != std::string_view::npos &&
         parse_integer(line.substr(sequence_at, sequence_width)).has_value() && line[sequence_at] != ' ' &&
         service_key(line.substr(code_field.at, code_field.width)) != 0;
}

template <class Visit>
Result<void> each_line(std::string_view text, Visit visit) {
  int number = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    auto line = text.substr(at, end - at);
    at = end + 1;
    if (line.ends_with('\r')) line.remove_suffix(1);
    ++number;
    CHARTA_TRY_DO(visit(line, number));
  }
  return {};
}

Result<void> add_dates(ServiceCode& row, std::string_view added, std::string_view effective, std::string_view ended, int line) {
  const auto take = [&](std::string_view text, std::int32_t& into) -> Result<void> {
    if (text.empty() || text == "00000000") return {};
    const auto day = day_in(text);
    if (!day) return fail(ErrorKind::invalid, fmt::format("line {}: '{}' is no date", line, text));
    into = *day;
    return {};
  };
  CHARTA_TRY_DO(take(added, row.first_day));
  CHARTA_TRY_DO(take(effective, row.changed_on));
  return take(ended, row.last_day);
}

std::uint32_t letter_of(std::string_view text) {
  return text.empty() ? 0 : static_cast<std::uint32_t>(static_cast<unsigned char>(text.front()));
}

constexpr PublishedTable::Column hcpcs_columns[] = {{"hcpcscode|hcpcs|hcpc"},
                                                    {"longdescription"},
                                                    {"seqnum", false},
                                                    {"recid", false},
                                                    {"shortdescription", false},
                                                    {"cov|coveragecode|coverage", false},
                                                    {"action|actioncode|actioncd", false},
                                                    {"dateadded|adddt|addeddate", false},
                                                    {"dateterm|termdt|terminationdate", false},
                                                    {"acteffdt|actioneffectivedate", false}};

}  // namespace

bool is_cpt(grouper::CodeKey code) {
  const char first = code_books::character_of(code, 1);
  return code_books::length_of(code) == 5 && first >= '0' && first <= '9';
}

bool is_cdt(grouper::CodeKey code) {
  return code_books::length_of(code) == 5 && code_books::character_of(code, 1) == 'D';
}

std::string refused_without_licence(grouper::CodeKey code, const Licences& licences) {
  if (is_cdt(code))
    return fmt::format("{} is a CDT code, which the American Dental Association licenses: take the file without CDT",
                       grouper::text_of(code));
  if (!is_cpt(code) || !licences.cpt.empty()) return {};
  return fmt::format(
      "{} is a CPT code, which the American Medical Association licenses: name this site's own licence with --cpt-licence, or "
      "take a file without CPT codes",
      grouper::text_of(code));
}

bool is_hcpcs_record(std::string_view text) {
  int whole = 0;
  (void)each_line(text.substr(0, 40000), [&](std::string_view line, int) -> Result<void> {
    if (line.size() == record_columns && is_record_line(line)) ++whole;
    return {};
  });
  return whole > 0;
}

Result<code_books::ServiceCodes> read_hcpcs_record(std::string_view text, const Licences& licences) {
  ServiceMaker maker(licences);
  grouper::CodeKey current = 0;
  CHARTA_TRY_DO(each_line(text, [&](std::string_view line, int number) -> Result<void> {
    if (trimmed(line).empty()) return {};
    if (!is_record_line(line)) {
      if (maker.is_empty()) return {};  // the publisher's disclaimers stand above
      return fail(ErrorKind::invalid, fmt::format("line {} is cut short or of another layout", number));
    }
    const char kind = line[kind_field.at];
    const auto key = service_key(field_of(line, code_field));
    if (kind == '4' || kind == '8') {
      if (key != current)
        return fail(ErrorKind::invalid,
                    fmt::format("line {} continues {}, whose first line is missing", number, field_of(line, code_field)));
      maker.last().long_title += " " + readable(field_of(line, long_field));
      return {};
    }
    if (line.size() != record_columns)
      return fail(ErrorKind::invalid, fmt::format("line {} has {} columns of {}", number, line.size(), record_columns));
    auto& made = maker.add(current = key);
    made.row.is_modifier = kind == '7' ? 1 : 0;
    made.long_title = readable(field_of(line, long_field)), made.short_title = readable(field_of(line, short_field));
    made.row.coverage = letter_of(field_of(line, coverage_field)), made.row.action = letter_of(field_of(line, action_field));
    return add_dates(made.row, field_of(line, added_field), field_of(line, effective_field), field_of(line, ended_field), number);
  }));
  return maker.take();
}

bool is_hcpcs_table(std::string_view text) {
  return PublishedTable::is_one(text, hcpcs_columns);
}

Result<code_books::ServiceCodes> read_hcpcs_table(std::string_view text, const Licences& licences) {
  CHARTA_TRY(auto table, PublishedTable::open(text, hcpcs_columns));
  ServiceMaker maker(licences);
  grouper::CodeKey current = 0;
  for (;;) {
    CHARTA_TRY(const bool more, table.next());
    if (!more) break;
    const auto key = service_key(table[0]);
    if (key == 0) return table.broken(fmt::format("'{}' is no HCPCS code", table[0]));
    if ((table[3] == "4" || table[3] == "8") && key == current) {
      maker.last().long_title += " " + readable(table[1]);
      continue;
    }
    auto& made = maker.add(current = key);
    made.row.is_modifier = code_books::length_of(key) == 2 ? 1 : 0;
    made.long_title = readable(table[1]), made.short_title = readable(table[4]);
    made.row.coverage = letter_of(table[5]), made.row.action = letter_of(table[6]);
    CHARTA_TRY_DO(add_dates(made.row, table[7], table[9], table[8], table.line()));
  }
  return maker.take();
}

bool is_cpt_list(std::string_view text) {
  int codes = 0, others = 0;
  (void)each_line(text.substr(0, 4000), [&](std::string_view line, int) -> Result<void> {
    const auto tab = line.find('\t');
    (tab == 5 && is_cpt(grouper::key_of(line.substr(0, tab))) ? codes : others) += 1;
    return {};
  });
  return codes > 0 && codes >= others;
}

Result<code_books::ServiceCodes> read_cpt_list(std::string_view text, const Licences& licences) {
  if (licences.cpt.empty())
    return fail(ErrorKind::forbidden,
                "this is a list of CPT codes, which the American Medical Association licenses: name this site's own licence "
                "with --cpt-licence");
  ServiceMaker maker(licences);
  CHARTA_TRY_DO(each_line(text, [&](std::string_view line, int number) -> Result<void> {
    const auto tab = line.find('\t');
    const auto key = tab == 5 ? grouper::key_of(line.substr(0, tab)) : 0;
    if (key == 0 || !is_cpt(key)) {
      if (maker.is_empty() || trimmed(line).empty()) return {};
      return fail(ErrorKind::invalid, fmt::format("line {} is cut short or of another layout", number));
    }
    maker.add(key).long_title = readable(trimmed(line.substr(tab + 1)));
    return {};
  }));
  return maker.take();
}

constexpr PublishedTable::Column modifier_columns[] = {{"modcode|modifiercode"},
                                                       {"moddescription|modifierdescription"},
                                                       {"modtype|modifiertype", false},
                                                       {"dateadded|effectivedate", false},
                                                       {"dateterm|terminationdate", false}};

bool is_modifier_table(std::string_view text) {
  return PublishedTable::is_one(text, modifier_columns);
}

Result<code_books::ServiceCodes> read_modifier_table(std::string_view text, const Licences& licences) {
  CHARTA_TRY(auto table, PublishedTable::open(text, modifier_columns));
  ServiceMaker maker(licences);
  std::map<grouper::CodeKey, std::string> described;
  for (;;) {
    CHARTA_TRY(const bool more, table.next());
    if (!more) break;
    const auto key = grouper::key_of(table[0]);
    if (code_books::length_of(key) != 2) return table.broken(fmt::format("'{}' is no modifier", table[0]));
    if (is_cpt_modifier(key) && licences.cpt.empty())
      return fail(
          ErrorKind::forbidden,
          fmt::format("line {}: {} is a modifier of CPT, which the American Medical Association licenses: name this site's own "
                      "licence with --cpt-licence",
                      table.line(), table[0]));
    const auto description = readable(table[1]);
    const auto [found, is_new] = described.try_emplace(key, description);
    if (!is_new && found->second == description) continue;  // KX stands there for several kinds of services
    auto& made = maker.add(key);
    made.row.is_modifier = 1;
    made.long_title = description;
    CHARTA_TRY_DO(add_dates(made.row, table[3], {}, table[4], table.line()));
  }
  return maker.take();
}

bool is_cpt_modifier(grouper::CodeKey modifier) {
  const auto text = grouper::text_of(modifier);
  return text.size() == 2 && text.find_first_not_of("0123456789") == std::string::npos;
}

bool has_modifiers(const code_books::ServiceCodes& codes) {
  return std::any_of(codes.codes.begin(), codes.codes.end(), [](const auto& one) { return one.is_modifier != 0; });
}

code_books::ServiceCodes with_modifiers(const code_books::ServiceCodes& services, const code_books::ServiceCodes& modifiers) {
  code_books::ServiceCodes both;
  code_books::TextPoolWriter texts;
  const auto add = [&](const code_books::ServiceCodes& from, const ServiceCode& one) {
    both.codes.push_back(one);
    both.codes.back().long_title = texts.add(from.texts[one.long_title]);
    both.codes.back().short_title = texts.add(from.texts[one.short_title]);
  };
  for (const auto& one : services.codes) add(services, one);
  for (const auto& one : modifiers.codes)
    if (services.find(one.key) == nullptr) add(modifiers, one);
  both.texts = texts.take();
  std::stable_sort(both.codes.begin(), both.codes.end(), [](const auto& a, const auto& b) { return a.key < b.key; });
  return both;
}

}  // namespace charta::code_sets
