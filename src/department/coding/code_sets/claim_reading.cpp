// SPDX-License-Identifier: Apache-2.0
// A claim is read strictly: what is misspelt or of another shape is refused by name, never taken for absent.
#include "base/text.hpp"
#include "department/coding/code_sets/claim_json.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace charta::code_sets {
namespace {

constexpr std::size_t codes_max = 1000;
constexpr std::size_t given_max = 16;  ///< bytes shown of a text that is no code
constexpr std::string_view poa_indicators = "YNUW1E ";

/// In the order in which published claims have them.
constexpr std::string_view claim_members[] = {
    "id",       "grouper", "version", "age",        "sex",      "discharge_status", "length_of_stay", "discharge_date",
    "admit_dx", "pdx",     "sdx",     "procedures", "services", "expected"};
constexpr std::string_view diagnosis_members[] = {"code", "poa"};
constexpr std::string_view procedure_members[] = {"code"};

/// Cut where a character begins.
std::string shortened(std::string_view text) {
  if (text.size() <= given_max) return std::string(text);
  std::size_t end = given_max;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return std::string(text.substr(0, end)) + "…";
}

bool is_absent(json::Value value) {
  return value.kind() == json::Kind::null;
}
bool is_scalar(json::Value value) {
  return is_absent(value) || value.is_string() || value.is(json::Kind::number);
}

/// Where something stands in the claim; written out only where it is spoken of.
struct Place {
  enum class Of { claim, principal, secondary, procedure };
  Of of = Of::claim;
  std::size_t number = 0;

  std::string path() const {
    return of == Of::claim       ? std::string()
           : of == Of::principal ? std::string("pdx")
                                 : fmt::format("{}[{}]", of == Of::secondary ? "sdx" : "procedures", number);
  }
  std::string words() const {
    return of == Of::claim       ? std::string("a claim")
           : of == Of::principal ? std::string("the principal diagnosis")
                                 : fmt::format("{} {}", of == Of::secondary ? "secondary diagnosis" : "procedure", number + 1);
  }
  std::string path_of(std::string_view member) const {
    return (of == Of::claim ? std::string() : path() + ".") + std::string(member);
  }
};

/// Each member is looked for behind the one before it first: most claims keep the order.
template <class Names>
Result<void> only_members(json::Value object, const Names& names, Place place) {
  std::size_t next = 0;
  for (const auto member : object) {
    std::size_t tried = 0;
    while (tried < std::size(names) && names[(next + tried) % std::size(names)] != member.key()) ++tried;
    next += tried + 1;
    if (tried < std::size(names)) continue;
    const auto name = shortened(member.key());
    return fail(ErrorKind::invalid,
                fmt::format("{} has no member '{}': it takes {}", place.words(), name, fmt::join(names, ", ")),
                place.path_of(name));
  }
  return {};
}

struct Range {
  int least, most, standard;
};

/// A number, or digits in a string: both are seen in the field.
Result<int> whole(json::Value line, std::string_view name, Range range) {
  const auto value = line[name];
  if (is_absent(value)) return range.standard;
  const auto number = is_scalar(value) ? parse_integer(value.text()) : std::nullopt;
  if (!number || *number < range.least || *number > range.most)
    return fail(ErrorKind::invalid, fmt::format("'{}' takes a whole number from {} to {}", name, range.least, range.most),
                std::string(name));
  return static_cast<int>(*number);
}

/// A letter or the word in full; another single character is left to the editor, which calls it invalid.
Result<char> sex_in(json::Value value) {
  static constexpr std::string_view words[] = {"MALE", "FEMALE", "UNKNOWN", "OTHER"};
  if (!is_scalar(value)) return fail(ErrorKind::invalid, "'sex' takes M, F or U", "sex");
  const auto text = upper_ascii(value.text());
  if (text.empty()) return 'U';
  if (text == "OTHER") return 'U';
  if (text.size() > 1 && std::find(std::begin(words), std::end(words), text) == std::end(words))
    return fail(ErrorKind::invalid, "'sex' takes M, F or U", "sex");
  return text.front();
}

class ClaimReader {
 public:
  Result<ClaimLine> read(json::Value line) {
    CHARTA_TRY_DO(only_members(line, claim_members, Place{}));
    if (!is_scalar(line["id"])) return fail(ErrorKind::invalid, "'id' takes a text", "id");
    read_.id = line["id"].text();
    const auto day = line["discharge_date"].is_string() ? Date::parse(line["discharge_date"].text()) : std::nullopt;
    if (!day)
      return fail(line["discharge_date"] ? ErrorKind::invalid : ErrorKind::missing,
                  "'discharge_date' takes a day such as 2026-03-31", "discharge_date");
    read_.discharge_date = *day;
    CHARTA_TRY(read_.claim.age, whole(line, "age", {-1, 999, -1}));
    CHARTA_TRY(read_.claim.discharge_status, whole(line, "discharge_status", {0, 99, 0}));
    CHARTA_TRY(read_.length_of_stay, whole(line, "length_of_stay", {-1, 99999, -1}));
    CHARTA_TRY(read_.claim.sex, sex_in(line["sex"]));
    CHARTA_TRY(read_.claim.principal, diagnosis(line["pdx"], {Place::Of::principal}));
    CHARTA_TRY_DO(diagnoses(line["sdx"]));
    CHARTA_TRY_DO(procedures(line["procedures"]));
    return std::move(read_);
  }

 private:
  static Result<void> is_list(json::Value list, std::string_view name) {
    if (!is_absent(list) && !list.is_array())
      return fail(ErrorKind::invalid, fmt::format("'{}' takes a list, in brackets even of one code", name), std::string(name));
    if (list.size() > codes_max)
      return fail(ErrorKind::too_large, fmt::format("'{}' has more than {} codes", name, codes_max), std::string(name));
    return {};
  }

  Result<void> diagnoses(json::Value list) {
    CHARTA_TRY_DO(is_list(list, "sdx"));
    for (const auto item : list) {
      CHARTA_TRY(const auto one, diagnosis(item, {Place::Of::secondary, read_.claim.secondary.size()}));
      read_.claim.secondary.push_back(one);
    }
    return {};
  }

  Result<void> procedures(json::Value list) {
    CHARTA_TRY_DO(is_list(list, "procedures"));
    for (const auto item : list) {
      const Place place{Place::Of::procedure, read_.claim.procedures.size()};
      if (item.is_object()) CHARTA_TRY_DO(only_members(item, procedure_members, place));
      CHARTA_TRY(const auto key, code(item.is_object() ? item["code"] : item, place));
      read_.claim.procedures.push_back(key);
    }
    return {};
  }

  /// An object with its POA, or the code alone; absent: none.
  Result<grouper::ClaimDiagnosis> diagnosis(json::Value value, Place place) {
    grouper::ClaimDiagnosis one;
    if (value.is_object()) CHARTA_TRY_DO(only_members(value, diagnosis_members, place));
    CHARTA_TRY(one.code, code(value.is_object() ? value["code"] : value, place));
    const auto poa = value["poa"];
    const auto text = upper_ascii(poa.text());
    if (!is_scalar(poa) || text.size() > 1 || (!text.empty() && poa_indicators.find(text) == std::string_view::npos))
      return fail(ErrorKind::invalid,
                  fmt::format("{}: '{}' is no present on admission indicator: Y, N, U, W, 1, E or blank", place.words(),
                              shortened(poa.text())),
                  place.path_of("poa"));
    if (!text.empty()) one.poa = text.front();
    return one;
  }

  Result<grouper::CodeKey> code(json::Value value, Place place) {
    if (!is_absent(value) && !value.is_string())
      return fail(ErrorKind::invalid, place.words() + " takes a code as a text in quotes", place.path());
    const auto text = value.text();
    if (text.find_first_not_of(" .") == std::string_view::npos) return grouper::CodeKey{0};
    const auto key = grouper::key_of(text);
    if (key != 0 && text.find('@') == std::string_view::npos) return key;
    read_.unreadable_at.push_back(place.path());
    read_.claim.unreadable.push_back(shortened(text));
    return grouper::unreadable | (read_.claim.unreadable.size() - 1);
  }

  ClaimLine read_;
};

}  // namespace

Result<ClaimLine> read_claim(json::Value line) {
  if (!line.is_object()) return fail(ErrorKind::invalid, "a claim is a JSON object");
  return ClaimReader().read(line);
}

}  // namespace charta::code_sets
