// SPDX-License-Identifier: Apache-2.0
// The parts of which a DICOM file's picture is made, each behind one function.
#pragma once
#include "page_reader_program/pix.hpp"
#include "page_reader_program/sandbox.hpp"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <memory>
#include <string>

namespace charta::page_reader_program {

constexpr int preview_side = 1024;  ///< dots of the longer side, at most

std::string text_of(DcmItem& item, const DcmTagKey& tag);
long number_of(DcmItem& item, const DcmTagKey& tag, long otherwise);

/// One frame as a display shows it: through the window of the object, or from its darkest to its brightest value.
/// `frame` counts from 0. Errors: `invalid`, `unsupported` (a compression that is not read).
Result<Image> picture_of(DcmDataset& data, int frame, const Bounds& bounds);
bool is_jpeg2000(E_TransferSyntax syntax);
/// The same data set with this frame alone, unpacked. Errors: `invalid`, `too_large`.
Result<std::unique_ptr<DcmDataset>> unpacked_jpeg2000(DcmDataset& data, int frame, const Bounds& bounds);

struct DrawnWaveform {
  Image image{};
  std::string note{};  ///< what is drawn, with its scale
};
/// The first ten seconds of the first group of channels, as an ECG is printed: 25 mm a second, 10 mm a millivolt.
Result<DrawnWaveform> drawn_waveform(DcmDataset& data);

}  // namespace charta::page_reader_program
