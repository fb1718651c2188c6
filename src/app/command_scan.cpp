// SPDX-License-Identifier: Apache-2.0
// Files of scanned paper through the same door as the desk's uploads: each becomes a batch.
#include "app/command_files.hpp"
#include "app/commands.hpp"
#include "app/console.hpp"
#include "app/hospital.hpp"

#include <fmt/format.h>

namespace charta::app {

Result<void> import_scan_at(Hospital& hospital, const Arguments& arguments, Console& console) {
  CHARTA_TRY(const auto files, files_of(arguments));
  document_imaging::BatchHeader header;
  header.door = "import";
  header.sides = arguments.has("--duplex") ? 2 : 1;
  header.title = arguments.value("--title");
  if (arguments.has("--sheets")) {
    if (files.size() != 1)
      return fail(ErrorKind::invalid, "--sheets counts one file's sheets; name one file, or count at the desk", "usage");
    CHARTA_TRY(header.sheets, arguments.number("--sheets", 0, 1));
  }
  std::size_t refused = 0, known = 0;
  for (const auto& file : files) {
    const auto bytes = read_whole(file);
    const auto taken = bytes ? hospital.imaging->take(access::Actor::system("import"), header, *bytes, {})
                             : Result<document_imaging::Taken>(bytes.error());
    if (!taken) {
      ++refused;
      console.err(fmt::format("{}: {}\n", file, taken.error().message));
      continue;
    }
    known += taken->was_known ? 1 : 0;
    console.out(fmt::format("{}  batch {}{}\n", file, taken->batch.text(), taken->was_known ? ", taken before" : ""));
  }
  console.out(fmt::format("{} files: {} batches, {} taken before, {} refused\n", files.size(), files.size() - known - refused,
                          known, refused));
  if (refused > 0) return fail(ErrorKind::business_rule, fmt::format("{} of {} files were refused", refused, files.size()));
  return {};
}

Result<void> cover_sheets_at(Hospital& hospital, const Arguments& arguments, Console& console) {
  const auto actor = access::Actor::system("console");
  document_imaging::SheetOrder order;
  const auto kind = arguments.has("--kind") ? arguments.value("--kind") : arguments.has("--mrn") ? "patient" : "patch";
  const auto parsed = document_imaging::parse_kind(kind);
  if (!parsed)
    return fail(ErrorKind::invalid, fmt::format("'{}' is no sheet; print patient, document_type, patch or sticker", kind),
                "usage");
  order.kind = *parsed;
  order.document_type = arguments.value("--type");
  order.as_zpl = arguments.has("--zpl");
  CHARTA_TRY(const auto count, arguments.number("--count", 1, 1));
  order.count = static_cast<int>(std::min<std::int64_t>(count, document_imaging::sheets_at_once + 1));
  if (const auto mrn = arguments.value("--mrn"); !mrn.empty()) {
    CHARTA_TRY(const auto hits, hospital.patient_index->find(actor, mrn, 2));
    if (hits.size() != 1 || hits[0].mrn != mrn)
      return fail(ErrorKind::not_found, "nobody, or not one patient alone, has this record number; look with charta search");
    order.patient = hits[0].patient;
  }
  const auto out = arguments.value("--out");
  if (out.empty()) return fail(ErrorKind::invalid, "say where the sheets go with --out FILE", "usage");
  CHARTA_TRY(const auto sheets, hospital.imaging->print_sheets(actor, order));
  CHARTA_TRY_DO(write_whole(out, sheets));
  console.out(fmt::format("{} {} sheets in {}\n", order.count, kind, out));
  return {};
}

Result<void> cover_sheets(const Arguments& arguments) {
  return run_on_hospital("cover-sheets", arguments);
}

Result<void> import_scan(const Arguments& arguments) {
  return run_on_hospital("import scan", arguments);
}

}  // namespace charta::app
