// SPDX-License-Identifier: Apache-2.0
#include "formats/cover_sheet/cover_sheet.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>

namespace charta::cover_sheet {

namespace {

constexpr std::string_view ours = "CHS1";
constexpr std::string_view kind_letters = "PDTS";  // in the order of Kind; T as on the patch sheets that scanners know
constexpr std::size_t longest_payload = 200;
constexpr unsigned prime = 1291;  // the largest below 36 * 36
constexpr unsigned generator = 685;
constexpr std::size_t field_count = 5;

std::string check_of(std::string_view text) {
  unsigned value = 0;
  for (const char c : text) value = (generator * value + static_cast<unsigned char>(c)) % prime;
  constexpr std::string_view digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  return {digits[value / 36], digits[value % 36]};
}

std::array<const std::string*, field_count> fields_of(const CoverSheet& sheet) {
  return {&sheet.assigner, &sheet.mrn, &sheet.encounter, &sheet.document_type, &sheet.serial};
}

bool is_printable(std::string_view field) {
  return std::all_of(field.begin(), field.end(), [](char c) { return c >= ' ' && c <= '~' && c != '|'; });
}

bool names_a_patient(Kind kind) {
  return kind == Kind::patient || kind == Kind::sticker;
}

/// What a sheet of its kind must and must not say, so that a patch sheet never brings a patient along.
Result<void> require_its_fields(const CoverSheet& sheet) {
  if (names_a_patient(sheet.kind) != !sheet.mrn.empty() || sheet.mrn.empty() != sheet.assigner.empty())
    return fail(ErrorKind::invalid, names_a_patient(sheet.kind)
                                        ? "a patient sheet and a sticker carry the record number and who assigned it"
                                        : "a sheet of this kind carries no record number");
  if (!sheet.encounter.empty() && sheet.mrn.empty()) return fail(ErrorKind::invalid, "a visit number belongs to a patient");
  if (sheet.kind == Kind::document_type && sheet.document_type.empty())
    return fail(ErrorKind::invalid, "a document-type sheet carries the type");
  return {};
}

Error broken(std::string_view why) {
  return fail(ErrorKind::invalid, "a separator sheet of ours, but " + std::string(why));
}

}  // namespace

Result<std::string> payload_of(const CoverSheet& sheet) {
  CHARTA_TRY_DO(require_its_fields(sheet));
  std::string text(ours);
  text += kind_letters[static_cast<std::size_t>(sheet.kind)];
  for (const auto* field : fields_of(sheet)) {
    if (!is_printable(*field)) return fail(ErrorKind::invalid, "a sheet's fields are ASCII without control characters and |");
    text += '|' + *field;
  }
  text += '|';
  text += check_of(text);
  if (text.size() > longest_payload) return fail(ErrorKind::invalid, "the fields do not fit on a sheet");
  return text;
}

Result<std::optional<CoverSheet>> sheet_of(std::string_view payload) {
  if (!payload.starts_with(ours)) return std::optional<CoverSheet>{};
  const auto parts = split(payload, '|');
  if (payload.size() > longest_payload || parts.size() != field_count + 2) return broken("its fields are not whole");
  const auto checked = payload.size() - parts.back().size();
  if (parts.back() != check_of(payload.substr(0, checked))) return broken("its check characters do not agree");
  const auto kind = parts[0].size() == ours.size() + 1 ? kind_letters.find(parts[0].back()) : std::string_view::npos;
  if (kind == std::string_view::npos) return broken("of a kind that there is not");
  CoverSheet sheet{static_cast<Kind>(kind), std::string(parts[1]), std::string(parts[2]),
                   std::string(parts[3]),   std::string(parts[4]), std::string(parts[5])};
  for (const auto* field : fields_of(sheet))
    if (!is_printable(*field)) return broken("with characters that a sheet does not carry");
  if (const auto stands = require_its_fields(sheet); !stands) return broken(stands.error().message);
  return std::optional(sheet);
}

}  // namespace charta::cover_sheet
