// SPDX-License-Identifier: Apache-2.0
#include "department/coding_desk/coded_sheet.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>

namespace charta::coding_desk {
namespace {

constexpr std::array<std::string_view, 6> verdicts = {"same",     "poa-differs", "place-differs", "service-differs",
                                                      "left-out", "added"};
constexpr std::array<std::string_view, 3> kinds = {"diagnosis", "procedure", "service"};
constexpr std::size_t service_length = 5, modifier_length = 2;

Result<void> tidy_code(CodedLine& line) {
  const auto key = grouper::key_of(line.code);
  if (key == 0 || line.code.find('@') != std::string::npos)
    return fail(ErrorKind::invalid, "'" + line.code + "' cannot be a code: letters and digits, at most eight", "code");
  line.code = grouper::text_of(key);
  line.poa = upper_ascii(line.poa);
  if (!line.poa.empty() && (line.poa.size() != 1 || std::string_view("YNUW1").find(line.poa) == std::string_view::npos))
    return fail(ErrorKind::invalid, "'" + line.poa + "' is no POA indicator: Y, N, U, W, or 1 for exempt", "poa");
  for (auto& span : line.evidence) span.quote = stripped(span.quote);
  return {};
}

Error no_service(const std::string& what, const char* field) {
  return fail(ErrorKind::invalid, what, field);
}

Result<void> tidy_modifiers(CodedLine& line) {
  if (line.modifiers.size() > most_modifiers)
    return no_service(line.code + " has " + std::to_string(line.modifiers.size()) + " modifiers and takes four", "modifiers");
  for (auto& modifier : line.modifiers) {
    const auto key = grouper::key_of(modifier);
    const auto raised = grouper::text_of(key);
    if (raised.size() != modifier_length || raised.find('@') != std::string::npos)
      return no_service("'" + modifier + "' cannot be a modifier: two letters or digits", "modifiers");
    modifier = raised;
    if (std::count(line.modifiers.begin(), line.modifiers.end(), modifier) > 1)
      return no_service("modifier " + modifier + " stands twice at " + line.code, "modifiers");
  }
  return {};
}

Result<void> tidy_service(CodedLine& line) {
  line.poa.clear();
  if (line.code.size() != service_length)
    return no_service("'" + line.code + "' cannot be a service: its code has five letters and digits", "code");
  if (line.units < 1 || line.units > most_units)
    return no_service(line.code + " has " + std::to_string(line.units) + " units: say how often, 1 to " +
                          std::to_string(most_units) + ", or take the service away",
                      "units");
  return tidy_modifiers(line);
}

void compare_services(const CodedSheet& coder, const CodedSheet& reviewer, Comparison& into) {
  const auto others = lines_before(coder.services, reviewer.services);
  for (std::size_t at = 0; at < others.size(); ++at) {
    const auto &line = coder.services[at], *other = others[at];
    const bool is_same =
        other != nullptr && line.done_on == other->done_on && line.units == other->units && has_same_modifiers(line, *other);
    into.codes.push_back({line.code, LineKind::service,
                          is_same            ? Verdict::same
                          : other == nullptr ? Verdict::added
                                             : Verdict::service_differs});
  }
  for (const auto& line : reviewer.services)
    if (std::find(others.begin(), others.end(), &line) == others.end())
      into.codes.push_back({line.code, LineKind::service, Verdict::left_out});
}

/// The line of the other sheet beside this one: a code that stands twice is compared twice.
const CodedLine* beside(const std::vector<CodedLine>& lines, const CodedLine& line, const std::vector<CodedLine>& others) {
  std::ptrdiff_t before = 0;
  for (const auto& one : lines) {
    if (&one == &line) break;
    if (one.code == line.code) ++before;
  }
  for (const auto& one : others)
    if (one.code == line.code && before-- == 0) return &one;
  return nullptr;
}

void compare_lines(const CodedSheet& coders, const CodedSheet& reviewers, LineKind kind, Comparison& into) {
  const auto &coder = coders.of(kind), &reviewer = reviewers.of(kind);
  for (const auto& line : coder) {
    const auto* other = beside(coder, line, reviewer);
    Verdict verdict = Verdict::same;
    if (other == nullptr) {
      verdict = Verdict::added;  // the coder has it, the reviewer would not
    } else if (kind == LineKind::diagnosis) {
      const bool is_first = &line == &coder.front(), other_is_first = other == &reviewer.front();
      verdict = is_first != other_is_first ? Verdict::place_differs
                : line.poa != other->poa   ? Verdict::poa_differs
                                           : Verdict::same;
    }
    into.codes.push_back({line.code, kind, verdict});
  }
  for (const auto& line : reviewer)
    if (beside(reviewer, line, coder) == nullptr) into.codes.push_back({line.code, kind, Verdict::left_out});
}

}  // namespace

std::string_view origin_code(Origin origin) {
  return origin == Origin::typed ? "typed" : "suggested";
}
std::optional<Origin> parse_origin(std::string_view code) {
  if (code == "typed") return Origin::typed;
  if (code == "suggested") return Origin::suggested;
  return std::nullopt;
}

std::string_view kind_code(LineKind kind) {
  return kinds[static_cast<std::size_t>(kind)];
}
std::optional<LineKind> parse_kind(std::string_view code) {
  for (const auto kind : all_kinds)
    if (kind_code(kind) == code) return kind;
  return std::nullopt;
}

std::string_view system_of(LineKind kind, std::string_view code) {
  if (kind == LineKind::diagnosis) return "icd10cm";
  if (kind == LineKind::procedure) return "icd10pcs";
  return !code.empty() && code.front() >= '0' && code.front() <= '9' ? "cpt" : "hcpcs";
}

std::string_view verdict_code(Verdict verdict) {
  return verdicts[static_cast<std::size_t>(verdict)];
}

Result<void> tidy(CodedSheet& sheet) {
  for (const auto kind : all_kinds) {
    if (sheet.of(kind).size() > most_codes)
      return fail(ErrorKind::too_large, "a discharge has at most " + std::to_string(most_codes) + " codes of a kind", "codes");
    for (auto& line : sheet.of(kind)) {
      CHARTA_TRY_DO(tidy_code(line));
      if (kind == LineKind::service) {
        CHARTA_TRY_DO(tidy_service(line));
        continue;
      }
      line.modifiers.clear();
      line.units = 0;
    }
  }
  for (auto& line : sheet.diagnoses) line.done_on.reset();
  for (auto& line : sheet.procedures) line.poa.clear();
  return {};
}

Result<void> tidy_days(CodedSheet& sheet, const StayDays& stay, const CodedSheet& before) {
  const auto old = lines_before(sheet.services, before.services);
  for (std::size_t at = 0; at < sheet.services.size(); ++at) {
    auto& line = sheet.services[at];
    if (!line.done_on) line.done_on = stay.first.value_or(stay.last);
    const bool stood_so = old[at] != nullptr && old[at]->done_on == line.done_on;
    if (!stay.has(*line.done_on) && !stood_so)
      return no_service(
          line.code + " is of " + line.done_on->text() + ", which is no day of this stay" +
              (stay.first ? ": " + stay.first->text() + " to " + stay.last.text() : "; it ended on " + stay.last.text()),
          "done_on");
  }
  return {};
}

Digest digest_of(const CodedSheet& sheet) {
  std::string text;
  for (const auto kind : all_kinds) {
    if (kind == LineKind::service && sheet.services.empty()) continue;  // as it was before there were services
    for (const auto& line : sheet.of(kind)) {
      text += line.code + "|" + line.poa + "|" + (line.done_on ? line.done_on->text() : "");
      for (const auto& modifier : line.modifiers) text += "|" + modifier;
      text += (line.units > 0 ? "|*" + std::to_string(line.units) : "") + "\n";
    }
    text += "\n";
  }
  return sha256(text);
}

bool has_same_modifiers(const CodedLine& one, const CodedLine& other) {
  return std::is_permutation(one.modifiers.begin(), one.modifiers.end(), other.modifiers.begin(), other.modifiers.end());
}

std::vector<const CodedLine*> lines_before(const std::vector<CodedLine>& lines, const std::vector<CodedLine>& before) {
  std::vector<const CodedLine*> found(lines.size(), nullptr);
  std::vector<bool> is_taken(before.size(), false);
  const auto likeness = [](const CodedLine& one, const CodedLine& other) {
    if (one.code != other.code) return -1;
    return (one.done_on == other.done_on ? 4 : 0) + (has_same_modifiers(one, other) ? 2 : 0) + (one.units == other.units ? 1 : 0);
  };
  for (int wanted = 7; wanted >= 0; --wanted)
    for (std::size_t at = 0; at < lines.size(); ++at)
      for (std::size_t other = 0; found[at] == nullptr && other < before.size(); ++other)
        if (!is_taken[other] && likeness(lines[at], before[other]) == wanted) {
          found[at] = &before[other];
          is_taken[other] = true;
        }
  return found;
}

grouper::Claim claim_of(const CodedSheet& sheet, const ClaimBasis& basis) {
  grouper::Claim claim;
  claim.age = basis.age;
  claim.sex = basis.sex;
  claim.discharge_status = basis.discharge_status;
  // As long as nobody said it a diagnosis is grouped as most are, present on admission; finishing asks for it.
  const auto read = [](const CodedLine& line) {
    return grouper::ClaimDiagnosis{grouper::key_of(line.code), line.poa.empty() ? 'Y' : line.poa.front()};
  };
  if (!sheet.diagnoses.empty()) claim.principal = read(sheet.diagnoses.front());
  for (std::size_t at = 1; at < sheet.diagnoses.size(); ++at) claim.secondary.push_back(read(sheet.diagnoses[at]));
  for (const auto& line : sheet.procedures) claim.procedures.push_back(grouper::key_of(line.code));
  return claim;
}

Comparison compare(const CodedSheet& coder, const CodedSheet& reviewer) {
  Comparison comparison;
  compare_lines(coder, reviewer, LineKind::diagnosis, comparison);
  compare_lines(coder, reviewer, LineKind::procedure, comparison);
  compare_services(coder, reviewer, comparison);
  comparison.reviewed = static_cast<std::int64_t>(comparison.codes.size());
  comparison.agreed = std::count_if(comparison.codes.begin(), comparison.codes.end(),
                                    [](const ComparedCode& one) { return one.verdict == Verdict::same; });
  comparison.has_same_principal =
      !coder.diagnoses.empty() && !reviewer.diagnoses.empty() && coder.diagnoses.front().code == reviewer.diagnoses.front().code;
  return comparison;
}

}  // namespace charta::coding_desk
