// SPDX-License-Identifier: Apache-2.0
#include "department/document_imaging/filed_pages_store.hpp"

namespace charta::document_imaging {
namespace {

constexpr std::int64_t filed_pages_at_once = 500;
constexpr store::Statement select_filed_pages{"document_imaging.filed_pages", R"sql(
  SELECT p.page, d.resource_id, d.patient, p.place, p.width, p.height, p.dpi, p.turned, p.original, p.original_type
    FROM scan_page p JOIN scan_document d ON d.document = p.document
   WHERE p.page > :after AND d.resource <> 0 AND p.role = 'page' AND (:every = 1 OR d.patient = :patient)
   ORDER BY p.page LIMIT :limit)sql"};

FiledPage filed_page_of(const store::Row& row) {
  return {row.id<PageId>(0), row.string(1),  row.id<PatientId>(2), row.integer(3), row.integer(4),
          row.integer(5),    row.integer(6), row.integer(7),       row.string(8),  row.string(9)};
}

}  // namespace

Result<void> each_filed_page(store::Reader& reader, PatientId patient, FunctionRef<Result<void>(const FiledPage&)> visit) {
  PageId after(0);
  while (true) {
    CHARTA_TRY(const auto pages, reader.read_all(select_filed_pages,
                                                 {{"after", after.key()},
                                                  {"every", patient.is_set() ? 0 : 1},
                                                  {"patient", patient.key()},
                                                  {"limit", filed_pages_at_once}},
                                                 filed_page_of));
    for (const auto& page : pages) CHARTA_TRY_DO(visit(page));
    if (static_cast<std::int64_t>(pages.size()) < filed_pages_at_once) return {};
    after = pages.back().page;
  }
}

}  // namespace charta::document_imaging
