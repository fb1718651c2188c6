// SPDX-License-Identifier: Apache-2.0
#include "department/coding_desk/coded_sheet.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>

namespace charta::coding_desk {
namespace {

constexpr std::array<std::string_view, 5> verdicts = {"same", "poa-differs", "place-differs", "left-out", "added"};

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

const CodedLine* find_code(const std::vector<CodedLine>& lines, std::string_view code) {
  const auto found = std::find_if(lines.begin(), lines.end(), [&](const CodedLine& one) { return one.code == code; });
  return found == lines.end() ? nullptr : &*found;
}

void compare_lines(const std::vector<CodedLine>& coder, const std::vector<CodedLine>& reviewer, bool is_procedure,
                   Comparison& into) {
  for (const auto& line : coder) {
    const auto* other = find_code(reviewer, line.code);
    Verdict verdict = Verdict::same;
    if (other == nullptr) {
      verdict = Verdict::added;  // the coder has it, the reviewer would not
    } else if (!is_procedure) {
      const bool is_first = &line == &coder.front(), other_is_first = other == &reviewer.front();
      verdict = is_first != other_is_first ? Verdict::place_differs
                : line.poa != other->poa   ? Verdict::poa_differs
                                           : Verdict::same;
    }
    into.codes.push_back({line.code, is_procedure, verdict});
  }
  for (const auto& line : reviewer)
    if (find_code(coder, line.code) == nullptr) into.codes.push_back({line.code, is_procedure, Verdict::left_out});
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

std::string_view verdict_code(Verdict verdict) {
  return verdicts[static_cast<std::size_t>(verdict)];
}

Result<void> tidy(CodedSheet& sheet) {
  if (sheet.diagnoses.size() > most_codes || sheet.procedures.size() > most_codes)
    return fail(ErrorKind::too_large, "a discharge has at most " + std::to_string(most_codes) + " codes of a kind", "codes");
  for (auto* lines : {&sheet.diagnoses, &sheet.procedures})
    for (auto& line : *lines) CHARTA_TRY_DO(tidy_code(line));
  for (auto& line : sheet.diagnoses) line.done_on.reset();
  for (auto& line : sheet.procedures) line.poa.clear();
  return {};
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
  compare_lines(coder.diagnoses, reviewer.diagnoses, false, comparison);
  compare_lines(coder.procedures, reviewer.procedures, true, comparison);
  comparison.reviewed = static_cast<std::int64_t>(comparison.codes.size());
  comparison.agreed = std::count_if(comparison.codes.begin(), comparison.codes.end(),
                                    [](const ComparedCode& one) { return one.verdict == Verdict::same; });
  comparison.has_same_principal =
      !coder.diagnoses.empty() && !reviewer.diagnoses.empty() && coder.diagnoses.front().code == reviewer.diagnoses.front().code;
  return comparison;
}

}  // namespace charta::coding_desk
