// SPDX-License-Identifier: Apache-2.0
// Which codes of a sheet were opened in the tabular list.
#include "department/coding_desk/coding_store.hpp"

namespace charta::coding_desk {
namespace {

using store::Row;
using store::Statement;

constexpr Statement insert_verified{"coding_desk.insert_verified", R"sql(
  INSERT INTO coding_verified (encounter, sheet, code, verified_by, verified_at)
  VALUES (:encounter, :sheet, :code, :verified_by, :verified_at)
  ON CONFLICT (encounter, sheet, code) DO NOTHING)sql"};
constexpr Statement select_verified{"coding_desk.select_verified", R"sql(
  SELECT code, verified_by, verified_at FROM coding_verified WHERE encounter = :encounter AND sheet = :sheet)sql"};
constexpr Statement delete_verified{"coding_desk.delete_verified", R"sql(
  DELETE FROM coding_verified
   WHERE encounter = :encounter AND sheet = :sheet AND code NOT IN (
     SELECT code FROM coding_line WHERE encounter = :lines_of AND sheet = :lines_sheet AND kind = 'diagnosis'))sql"};

std::string_view verified_sheet(SheetOf whose) {
  return whose == SheetOf::coder ? "coder" : "reviewer";
}

}  // namespace

Result<void> CodingStore::save_verified(store::UnitOfWork& work, ResourceId encounter, SheetOf whose, std::string_view code,
                                        UserId by, Instant at) const {
  return work.write(insert_verified, {{"encounter", encounter},
                                      {"sheet", verified_sheet(whose)},
                                      {"code", code},
                                      {"verified_by", by.key()},
                                      {"verified_at", at}});
}

Result<void> CodingStore::read_verified(store::Reader& reader, ResourceId encounter, SheetOf whose, CodedSheet& sheet) const {
  return reader.read(select_verified, {{"encounter", encounter}, {"sheet", verified_sheet(whose)}}, [&](const Row& row) {
    for (auto& line : sheet.diagnoses)
      if (line.code == row.text(0)) line.verified_by = row.id<UserId>(1), line.verified_at = row.instant(2);
    return true;
  });
}

Result<void> CodingStore::forget_verified(store::UnitOfWork& work, ResourceId encounter, SheetOf whose) const {
  return work.write(delete_verified, {{"encounter", encounter},
                                      {"sheet", verified_sheet(whose)},
                                      {"lines_of", encounter},
                                      {"lines_sheet", verified_sheet(whose)}});
}

}  // namespace charta::coding_desk
