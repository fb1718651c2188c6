// SPDX-License-Identifier: Apache-2.0
// JPEG 2000 in DICOM (PS3.5 A.4.4), which the toolkit does not unpack: one frame by OpenJPEG.
#include "page_reader_program/dicom_parts.hpp"

#include <algorithm>
#include <cstring>
#include <dcmtk/dcmdata/dcpixel.h>
#include <dcmtk/dcmdata/dcpixseq.h>
#include <dcmtk/dcmdata/dcpxitem.h>
#include <openjpeg.h>
#include <vector>

namespace charta::page_reader_program {

namespace {

struct Source {
  std::string bytes{};
  std::size_t at = 0;
};

OPJ_SIZE_T read_some(void* buffer, OPJ_SIZE_T size, void* user) {
  auto& source = *static_cast<Source*>(user);
  const auto some = std::min<std::size_t>(size, source.bytes.size() - source.at);
  if (some == 0) return static_cast<OPJ_SIZE_T>(-1);
  std::memcpy(buffer, source.bytes.data() + source.at, some);
  source.at += some;
  return some;
}

OPJ_OFF_T skip_some(OPJ_OFF_T size, void* user) {
  auto& source = *static_cast<Source*>(user);
  const auto left = static_cast<OPJ_OFF_T>(source.bytes.size() - source.at);
  const auto some = std::clamp<OPJ_OFF_T>(size, 0, left);
  source.at += static_cast<std::size_t>(some);
  return some;
}

OPJ_BOOL go_to(OPJ_OFF_T place, void* user) {
  auto& source = *static_cast<Source*>(user);
  if (place < 0 || static_cast<std::size_t>(place) > source.bytes.size()) return OPJ_FALSE;
  source.at = static_cast<std::size_t>(place);
  return OPJ_TRUE;
}

struct FreedStream {
  void operator()(opj_stream_t* stream) const { opj_stream_destroy(stream); }
};
struct FreedCodec {
  void operator()(opj_codec_t* codec) const { opj_destroy_codec(codec); }
};
struct FreedImage {
  void operator()(opj_image_t* image) const { opj_image_destroy(image); }
};
using Picture = std::unique_ptr<opj_image_t, FreedImage>;

Error broken_picture() {
  return fail(ErrorKind::invalid, "The picture cannot be shown: its JPEG 2000 data are broken.");
}

std::string fragment(DcmPixelSequence& list, unsigned long number) {
  DcmPixelItem* item = nullptr;
  Uint8* bytes = nullptr;
  if (list.getItem(item, number).bad() || item == nullptr || item->getUint8Array(bytes).bad() || bytes == nullptr) return {};
  return {reinterpret_cast<const char*>(bytes), item->getLength()};
}

/// Fragment 0 is the table of offsets. One picture may stand in several fragments; several pictures stand in one each here.
Result<std::string> frame_bytes(DcmDataset& data, int frame) {
  DcmElement* element = nullptr;
  DcmPixelSequence* list = nullptr;
  if (data.findAndGetElement(DCM_PixelData, element).bad() || element->ident() != EVR_PixelData ||
      static_cast<DcmPixelData*>(element)->getEncapsulatedRepresentation(data.getOriginalXfer(), nullptr, list).bad() ||
      list == nullptr || list->card() < 2)
    return broken_picture();
  const auto fragments = list->card() - 1;
  const auto frames = static_cast<unsigned long>(std::max(1L, number_of(data, DCM_NumberOfFrames, 1)));
  if (frames == fragments) return fragment(*list, static_cast<unsigned long>(frame) + 1);
  if (frames != 1)
    return fail(ErrorKind::unsupported, "The picture cannot be shown: its JPEG 2000 frames stand in several pieces each.");
  std::string whole;
  for (unsigned long at = 1; at <= fragments; ++at) whole += fragment(*list, at);
  return whole;
}

bool is_plain(const opj_image_t& image) {
  if (image.numcomps != 1 && image.numcomps != 3) return false;
  const auto& first = image.comps[0];
  return std::all_of(image.comps, image.comps + image.numcomps, [&](const opj_image_comp_t& one) {
    return one.w == first.w && one.h == first.h && one.prec == first.prec && one.prec > 0 && one.prec <= 16 &&
           one.data != nullptr;
  });
}

Result<Picture> unpacked(std::string bytes, const Bounds& bounds) {
  const bool is_boxed = bytes.starts_with(std::string_view("\0\0\0\x0CjP", 6));
  Source source{std::move(bytes)};
  std::unique_ptr<opj_stream_t, FreedStream> stream(opj_stream_default_create(OPJ_TRUE));
  std::unique_ptr<opj_codec_t, FreedCodec> codec(opj_create_decompress(is_boxed ? OPJ_CODEC_JP2 : OPJ_CODEC_J2K));
  if (!stream || !codec) return broken_picture();
  opj_stream_set_user_data(stream.get(), &source, nullptr);
  opj_stream_set_user_data_length(stream.get(), source.bytes.size());
  opj_stream_set_read_function(stream.get(), read_some);
  opj_stream_set_skip_function(stream.get(), skip_some);
  opj_stream_set_seek_function(stream.get(), go_to);
  opj_dparameters_t parameters;
  opj_set_default_decoder_parameters(&parameters);
  opj_image_t* read = nullptr;
  if (opj_setup_decoder(codec.get(), &parameters) == 0 || opj_read_header(stream.get(), codec.get(), &read) == 0)
    return broken_picture();
  Picture image(read);
  CHARTA_TRY_DO(require_size(static_cast<long>(image->x1) - static_cast<long>(image->x0),
                             static_cast<long>(image->y1) - static_cast<long>(image->y0), bounds.most_dots / 3));
  if (opj_decode(codec.get(), stream.get(), image.get()) == 0 || !is_plain(*image)) return broken_picture();
  return image;
}

template <class Sample>
std::vector<Sample> samples_of(const opj_image_t& image) {
  const auto dots = std::size_t{image.comps[0].w} * image.comps[0].h;
  std::vector<Sample> samples(dots * image.numcomps);
  for (std::size_t dot = 0; dot < dots; ++dot)
    for (unsigned one = 0; one < image.numcomps; ++one)
      samples[dot * image.numcomps + one] = static_cast<Sample>(image.comps[one].data[dot]);
  return samples;
}

void keep_what_shows(DcmDataset& from, DcmDataset& to) {
  for (const auto& tag : {DCM_RescaleIntercept, DCM_RescaleSlope, DCM_RescaleType, DCM_WindowCenter, DCM_WindowWidth,
                          DCM_VOILUTFunction, DCM_VOILUTSequence, DCM_ModalityLUTSequence, DCM_PixelPaddingValue, DCM_Modality})
    if (from.tagExists(tag)) from.findAndInsertCopyOfElement(tag, &to);
}

}  // namespace

bool is_jpeg2000(E_TransferSyntax syntax) {
  return syntax == EXS_JPEG2000LosslessOnly || syntax == EXS_JPEG2000 || syntax == EXS_JPEG2000MulticomponentLosslessOnly ||
         syntax == EXS_JPEG2000Multicomponent;
}

Result<std::unique_ptr<DcmDataset>> unpacked_jpeg2000(DcmDataset& data, int frame, const Bounds& bounds) {
  CHARTA_TRY(auto bytes, frame_bytes(data, frame));
  CHARTA_TRY(const auto image, unpacked(std::move(bytes), bounds));
  const auto& first = image->comps[0];
  const auto bits = static_cast<Uint16>(first.prec <= 8 ? 8 : 16);
  auto plain = std::make_unique<DcmDataset>();
  keep_what_shows(data, *plain);
  const auto photometric = text_of(data, DCM_PhotometricInterpretation);
  plain->putAndInsertString(DCM_PhotometricInterpretation, image->numcomps == 3           ? "RGB"
                                                           : photometric == "MONOCHROME1" ? "MONOCHROME1"
                                                                                          : "MONOCHROME2");
  plain->putAndInsertUint16(DCM_SamplesPerPixel, static_cast<Uint16>(image->numcomps));
  if (image->numcomps == 3) plain->putAndInsertUint16(DCM_PlanarConfiguration, 0);
  plain->putAndInsertUint16(DCM_Rows, static_cast<Uint16>(first.h));
  plain->putAndInsertUint16(DCM_Columns, static_cast<Uint16>(first.w));
  plain->putAndInsertUint16(DCM_BitsAllocated, bits);
  plain->putAndInsertUint16(DCM_BitsStored, static_cast<Uint16>(first.prec));
  plain->putAndInsertUint16(DCM_HighBit, static_cast<Uint16>(first.prec - 1));
  plain->putAndInsertUint16(DCM_PixelRepresentation, first.sgnd != 0 ? 1 : 0);
  if (bits == 8) {
    const auto samples = samples_of<Uint8>(*image);
    plain->putAndInsertUint8Array(DCM_PixelData, samples.data(), static_cast<unsigned long>(samples.size()));
  } else {
    const auto samples = samples_of<Uint16>(*image);
    plain->putAndInsertUint16Array(DCM_PixelData, samples.data(), static_cast<unsigned long>(samples.size()));
  }
  return plain;
}

}  // namespace charta::page_reader_program
