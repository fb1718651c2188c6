// SPDX-License-Identifier: Apache-2.0
// The imaging desk as JSON: the shapes Scan* of data/api/schemas.json.
#pragma once
#include "department/document_imaging/imaging_service.hpp"
#include "transport/desk_api/desk.hpp"

namespace charta::desk_api {

using Briefs = std::map<std::int64_t, PatientBrief>;

void write_scan_batch_row(json::Writer& out, const Desk& desk, const document_imaging::BatchRow& row,
                          std::optional<Instant> due_at);
/// The whole batch; `briefs`: of the patients of its documents that the reader may see.
void write_scan_batch(json::Writer& out, const Desk& desk, const document_imaging::BatchView& view, const Briefs& briefs);
void write_scan_document(json::Writer& out, const Desk& desk, const document_imaging::DraftView& view, const Briefs& briefs);
void write_scan_words(json::Writer& out, const document_imaging::ImagingService::PageWords& words);
void write_scan_types(json::Writer& out, const document_imaging::IndexRules& rules);

}  // namespace charta::desk_api
