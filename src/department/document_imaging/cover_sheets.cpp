// SPDX-License-Identifier: Apache-2.0
// Cover sheets as they are printed at the desk: numbers in the symbols, names only for people to read.
#include "department/document_imaging/imaging_service.hpp"
#include "formats/cover_sheet/sheet_pages.hpp"

namespace charta::document_imaging {
namespace {

Result<std::string> drawn(const SheetOrder& order, const std::vector<cover_sheet::PrintedSheet>& sheets) {
  if (order.as_zpl) return cover_sheet::as_zpl(sheets);
  return order.kind == cover_sheet::Kind::sticker ? cover_sheet::stickers_as_pdf(sheets) : cover_sheet::sheets_as_pdf(sheets);
}

}  // namespace

Result<Bytes> ImagingService::print_sheets(const access::Actor& actor, const SheetOrder& order) {
  CHARTA_TRY_DO(access::require(actor, access::Permission::file_documents));
  if (order.count < 1 || order.count > sheets_at_once)
    return fail(ErrorKind::invalid, "print 1 to " + std::to_string(sheets_at_once) + " at once", "count");
  cover_sheet::PrintedSheet printed;
  printed.sheet.kind = order.kind;
  printed.sheet.encounter = order.encounter;
  const bool names_a_patient = order.kind == cover_sheet::Kind::patient || order.kind == cover_sheet::Kind::sticker;
  if (names_a_patient != order.patient.is_set())
    return fail(ErrorKind::invalid, "a patient sheet or a sticker names a patient, and no other sheet does", "patient");
  if (!order.document_type.empty()) {
    const auto* type = rules_.index.find(order.document_type);
    if (type == nullptr)
      return fail(ErrorKind::unknown_code, "'" + order.document_type + "' is no document type of " + rules_.index.rule,
                  "document_type");
    printed.sheet.document_type = type->code;
    printed.document_title = type->display;
  } else if (order.kind == cover_sheet::Kind::document_type) {
    return fail(ErrorKind::missing, "a type sheet says which type", "document_type");
  }
  if (names_a_patient) {
    CHARTA_TRY(const auto hit, index_.banner(actor, order.patient));
    if (hit.mrn.empty()) return fail(ErrorKind::business_rule, "this patient record has no number to print", "patient");
    printed.sheet.assigner = hit.assigner;
    printed.sheet.mrn = hit.mrn;
    printed.patient_name = hit.name;
    printed.birth_date = hit.birth_date;
  }
  std::vector<cover_sheet::PrintedSheet> sheets;
  for (int i = 0; i < order.count; ++i) {
    sheets.push_back(printed);
    sheets.back().sheet.serial = print_key(keys_.next_key());
  }
  CHARTA_TRY(auto file, drawn(order, sheets));
  const auto noted = store_.write([&](store::UnitOfWork& work) -> Result<void> {
    for (const auto& one : sheets) {
      const auto serial = parse_key(one.sheet.serial).value_or(0);
      CHARTA_TRY_DO(note(work, actor, ledger::Act::printed, "cover_sheet", serial, 1, order.patient, {}));
    }
    return {};
  });
  if (!noted) return noted.error();
  return file;
}

}  // namespace charta::document_imaging
