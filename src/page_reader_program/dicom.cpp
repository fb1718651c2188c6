// SPDX-License-Identifier: Apache-2.0
#include "page_reader_program/dicom.hpp"

#include "page_reader_program/dicom_parts.hpp"

#include <dcmtk/dcmdata/dcistrmb.h>
#include <dcmtk/dcmdata/dcjson.h>
#include <dcmtk/dcmdata/dcrledrg.h>
#include <dcmtk/dcmjpeg/djdecode.h>
#include <dcmtk/dcmjpls/djdecode.h>
#include <dcmtk/dcmsr/dsrdoc.h>
#include <dcmtk/oflog/oflog.h>
#include <sstream>

namespace charta::page_reader_program {

namespace {

using page_reading::DicomFindings;

constexpr std::size_t preamble = 128;
constexpr std::size_t most_attribute_bytes = 4U << 20U;
constexpr std::size_t most_text_bytes = 1U << 20U;

void prepare_library() {
  static const bool once = [] {
    OFLog::configure(OFLogger::OFF_LOG_LEVEL);
    DJDecoderRegistration::registerCodecs();
    DJLSDecoderRegistration::registerCodecs();
    DcmRLEDecoderRegistration::registerCodecs();
    return true;
  }();
  (void)once;
}

bool is_bulk(const DcmTag& tag) {
  return tag == DCM_PixelData || tag == DCM_FloatPixelData || tag == DCM_DoubleFloatPixelData || tag == DCM_WaveformData ||
         tag == DCM_EncapsulatedDocument || tag == DCM_SpectroscopyData || (tag.getGroup() & 0xFF00U) == 0x6000U;
}

/// Pixels, waves, documents, what a maker keeps for itself and what is long stay in the file; the rest is said of it.
void leave_out(DcmItem& item, int depth) {
  for (unsigned long at = item.card(); at-- > 0;) {
    auto* element = item.getElement(at);
    const bool is_private = (element->getGTag() & 1U) != 0;
    const bool is_long = element->ident() != EVR_SQ && element->getLength() > (64U << 10U);
    if (is_private || is_long || is_bulk(element->getTag()) || depth > 20) {
      delete item.remove(element);
      continue;
    }
    if (element->ident() != EVR_SQ) continue;
    auto* list = static_cast<DcmSequenceOfItems*>(element);
    for (unsigned long one = 0; one < list->card(); ++one) leave_out(*list->getItem(one), depth + 1);
  }
}

Error broken(const OFCondition& why) {
  return fail(ErrorKind::invalid, std::string("The DICOM file is broken: ") + why.text() + ".");
}

Result<void> load(std::string_view file, DcmFileFormat& format) {
  if (file.size() < preamble + 4 || file.substr(preamble, 4) != "DICM")
    return fail(ErrorKind::invalid, "This is no DICOM file: the letters DICM do not stand at its byte 128.");
  DcmInputBufferStream stream;
  stream.setBuffer(file.data(), static_cast<offile_off_t>(file.size()));
  stream.setEos();
  format.transferInit();
  const auto read = format.read(stream, EXS_Unknown, EGL_noChange);
  if (read.bad()) return broken(read);
  format.transferEnd();
  return {};
}

/// A file that was cut off inside its pixels is read as if they were short: nobody may take it for whole.
Result<void> require_whole_pixels(DcmDataset& data) {
  const DcmXfer syntax(data.getOriginalXfer());
  if (syntax.isEncapsulated() || !data.tagExists(DCM_PixelData)) return {};
  const auto need = static_cast<unsigned long long>(number_of(data, DCM_Rows, 0)) *
                    static_cast<unsigned long long>(number_of(data, DCM_Columns, 0)) *
                    static_cast<unsigned long long>(number_of(data, DCM_SamplesPerPixel, 1)) *
                    static_cast<unsigned long long>(number_of(data, DCM_NumberOfFrames, 1)) *
                    static_cast<unsigned long long>(number_of(data, DCM_BitsAllocated, 8)) / 8;
  const bool is_halved = text_of(data, DCM_PhotometricInterpretation).starts_with("YBR_FULL_422");
  DcmElement* pixels = nullptr;
  data.findAndGetElement(DCM_PixelData, pixels);
  const auto have = pixels == nullptr ? 0ULL : static_cast<unsigned long long>(pixels->getLength());
  if (have >= (is_halved ? need / 3 * 2 : need)) return {};
  return fail(ErrorKind::invalid,
              "The DICOM file is broken: its picture has " + std::to_string(have) + " of " + std::to_string(need) + " bytes.");
}

Result<std::string> attributes_of(DcmDataset& data) {
  leave_out(data, 0);
  std::ostringstream out;
  DcmJsonFormatCompact format(OFFalse);
  out << "{";
  const auto written = data.writeJsonExt(out, format, OFFalse, OFFalse);
  out << "}";
  if (written.bad()) return broken(written);
  auto text = out.str();
  if (text.size() > most_attribute_bytes)
    return fail(ErrorKind::too_large, "The DICOM file says more of itself than is read here (4 MB).");
  return text;
}

std::string report_of(DcmDataset& data) {
  DSRDocument document;
  if (document
          .read(data, DSRTypes::RF_readDigitalSignatures | DSRTypes::RF_ignoreContentItemErrors |
                          DSRTypes::RF_acceptUnknownRelationshipType | DSRTypes::RF_skipInvalidContentItems)
          .bad())
    return {};
  std::ostringstream out;
  document.print(out, DSRTypes::PF_printConceptNameCodes | DSRTypes::PF_shortenLongItemValues);
  return out.str().substr(0, most_text_bytes);
}

void take_document(DcmDataset& data, DicomFindings& found) {
  const Uint8* bytes = nullptr;
  unsigned long count = 0;
  if (data.findAndGetUint8Array(DCM_EncapsulatedDocument, bytes, &count).bad() || bytes == nullptr) return;
  found.document.assign(reinterpret_cast<const char*>(bytes), count);
  found.document_type = text_of(data, DCM_MIMETypeOfEncapsulatedDocument);
  // PS3.3 C.24.2: the length says whether the last byte is padding; without it a trailing zero is.
  const auto length = number_of(data, DcmTagKey(0x0042, 0x0015), -1);
  if (length >= 0 && length < static_cast<long>(count))
    found.document.resize(static_cast<std::size_t>(length));
  else if (length < 0 && found.document.ends_with('\0'))
    found.document.pop_back();
}

Result<void> show(DcmDataset& data, int frame, const Bounds& bounds, DicomFindings& found) {
  if (data.tagExists(DCM_PixelData)) {
    found.frames = static_cast<int>(std::max(1L, number_of(data, DCM_NumberOfFrames, 1)));
    if (frame < 1 || frame > found.frames)
      return fail(ErrorKind::invalid,
                  "There is no frame " + std::to_string(frame) + "; the object has " + std::to_string(found.frames) + ".");
    found.frame = frame;
    const auto image = picture_of(data, frame - 1, bounds);
    if (image)
      found.preview = packed(*image, Packing::lossless);
    else
      found.note = image.error().message;
    return {};
  }
  if (data.tagExists(DCM_WaveformSequence)) {
    const auto drawn = drawn_waveform(data);
    found.note = drawn ? drawn->note : drawn.error().message;
    if (drawn) found.preview = packed(drawn->image, Packing::lossless);
    return {};
  }
  found.note = "This object holds no picture.";
  return {};
}

}  // namespace

std::string text_of(DcmItem& item, const DcmTagKey& tag) {
  OFString value;
  item.findAndGetOFStringArray(tag, value);
  return {value.c_str(), value.length()};
}

long number_of(DcmItem& item, const DcmTagKey& tag, long otherwise) {
  const auto text = text_of(item, tag);
  char* end = nullptr;
  const long value = std::strtol(text.c_str(), &end, 10);
  return end == text.c_str() || value < 0 ? otherwise : value;
}

Result<DicomFindings> dicom_of(std::string_view file, int frame, const Bounds& bounds) {
  prepare_library();
  DcmFileFormat format;
  CHARTA_TRY_DO(load(file, format));
  DcmDataset& data = *format.getDataset();
  CHARTA_TRY_DO(require_whole_pixels(data));
  DicomFindings found;
  CHARTA_TRY_DO(show(data, frame, bounds, found));
  take_document(data, found);
  const auto converted = data.convertToUTF8();
  if (converted.bad())
    return fail(ErrorKind::invalid, "The DICOM file says its texts stand in a character set that they do not stand in.");
  if (data.tagExists(DCM_ContentSequence) || text_of(data, DCM_Modality) == "SR") found.text = report_of(data);
  CHARTA_TRY(found.attributes, attributes_of(data));
  return found;
}

}  // namespace charta::page_reader_program
