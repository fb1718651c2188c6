// SPDX-License-Identifier: Apache-2.0
#include "department/coding/kept_codes/kept_code.hpp"

#include "department/coding/grouper/code.hpp"

#include <algorithm>

namespace charta::kept_codes {
namespace {

constexpr std::string_view systems[] = {"icd10cm", "icd10pcs", "hcpcs", "cpt"};

}  // namespace

Result<KeptCode> kept_code(std::string_view system, std::string_view code) {
  if (std::find(std::begin(systems), std::end(systems), system) == std::end(systems))
    return fail(ErrorKind::invalid, "'system' is icd10cm, icd10pcs, hcpcs or cpt", "system");
  const auto key = grouper::key_of(code);
  const auto text = key == 0 ? std::string() : grouper::text_of(key);
  if (text.size() < 2 || text.size() > 7) return fail(ErrorKind::invalid, "'code' has two to seven letters and digits", "code");
  KeptCode kept;
  kept.system = system;
  kept.code = text;
  return kept;
}

}  // namespace charta::kept_codes
