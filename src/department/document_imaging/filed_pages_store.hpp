// SPDX-License-Identifier: Apache-2.0
// The scanned pages that stand in charts, for lists of the whole archive.
#pragma once
#include "base/function_ref.hpp"
#include "department/document_imaging/scan_batch.hpp"
#include "store/store.hpp"

namespace charta::document_imaging {

struct FiledPage {
  PageId page;
  std::string document;  ///< id of the DocumentReference
  PatientId patient;
  std::int64_t place = 0, width = 0, height = 0, dpi = 0, turned = 0;
  std::string original, original_type;  ///< digest and media type of the page as it came
};

/// In the order of their keys; of one patient where one is named.
Result<void> each_filed_page(store::Reader& reader, PatientId patient, FunctionRef<Result<void>(const FiledPage&)> visit);

}  // namespace charta::document_imaging
