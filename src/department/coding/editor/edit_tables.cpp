// SPDX-License-Identifier: Apache-2.0
#include "department/coding/editor/edit_tables.hpp"

#include <algorithm>

namespace charta::editor {
namespace {

Result<void> prepare_codes(DatedCodes& codes) {
  const bool fits = codes.starts.size() == codes.keys.size() + 1 && std::is_sorted(codes.starts.begin(), codes.starts.end()) &&
                    codes.starts.back() == codes.spans.size() && std::is_sorted(codes.keys.begin(), codes.keys.end());
  if (!fits) return fail(ErrorKind::invalid, "the code editor's codes and dates do not fit together");
  codes.index.build(codes.keys);
  return {};
}

}  // namespace

std::int32_t day_number(Date day) {
  return static_cast<std::int32_t>(day.days().time_since_epoch().count());
}

const DatedCode* DatedCodes::on(grouper::CodeKey code, std::int32_t day) const {
  const auto at = index.find(code);
  if (at == grouper::CodeIndex::none) return nullptr;
  for (auto span = starts[at]; span < starts[at + 1]; ++span)
    if (spans[span].first_day <= day && day <= spans[span].last_day) return &spans[span];
  return nullptr;
}

const DatedCode* DatedCodes::any(grouper::CodeKey code) const {
  const auto at = index.find(code);
  return at == grouper::CodeIndex::none || starts[at] == starts[at + 1] ? nullptr : &spans[starts[at + 1] - 1];
}

Result<void> EditTables::prepare() {
  CHARTA_TRY_DO(prepare_codes(diagnoses));
  CHARTA_TRY_DO(prepare_codes(procedures));
  if (attributes.size() > 64) return fail(ErrorKind::invalid, "the code editor has more than 64 attributes");
  return {};
}

std::uint64_t EditTables::mask_of(std::string_view attribute) const {
  const auto found = std::find(attributes.begin(), attributes.end(), attribute);
  return found == attributes.end() ? 0 : std::uint64_t{1} << static_cast<unsigned>(found - attributes.begin());
}

}  // namespace charta::editor
