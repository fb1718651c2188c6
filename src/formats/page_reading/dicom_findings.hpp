// SPDX-License-Identifier: Apache-2.0
// What a reader says of one DICOM file: values only.
#pragma once
#include "formats/page_reading/page_findings.hpp"

#include <string>

namespace charta::page_reading {

struct DicomFindings {
  std::string attributes{};     ///< the data set as DICOM JSON (PS3.18 annex F), UTF-8, without pixels and other bulk
  std::string text{};           ///< a structured report's words
  std::string document{};       ///< what an encapsulated document holds, byte for byte
  std::string document_type{};  ///< its media type, as the object says
  PageImage preview{};          ///< of the frame that was asked for; empty: there is no picture
  std::string note{};           ///< what the preview shows, or why there is none
  int frames = 0;               ///< pictures in the object
  int frame = 0;                ///< the one that is shown, from 1
};

}  // namespace charta::page_reading
