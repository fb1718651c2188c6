// SPDX-License-Identifier: Apache-2.0
// An ECG as it is printed. Source: DICOM PS3.3 C.10.9 (waveform); paper at 25 mm a second and 10 mm a millivolt.
#include "page_reader_program/dicom_parts.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace charta::page_reader_program {

namespace {

constexpr int dots_per_mm = 4, margin = 6, row_mm = 18;
constexpr int mm_per_second = 25, mm_per_millivolt = 10, seconds_shown = 10;
constexpr int most_channels = 16;

struct Channel {
  std::string label{};
  double millivolts_per_step = 0;
};

double decimal_of(DcmItem& item, const DcmTagKey& tag, double otherwise) {
  Float64 value = 0;
  return item.findAndGetFloat64(tag, value).good() && std::isfinite(value) ? value : otherwise;
}

std::string code_of(DcmItem& item, const DcmTagKey& sequence, const DcmTagKey& tag) {
  DcmItem* inner = nullptr;
  return item.findAndGetSequenceItem(sequence, inner).good() && inner != nullptr ? text_of(*inner, tag) : std::string();
}

Channel channel_of(DcmItem& group, unsigned long number) {
  DcmItem* item = nullptr;
  Channel channel{"Channel " + std::to_string(number + 1), 0};
  if (group.findAndGetSequenceItem(DCM_ChannelDefinitionSequence, item, static_cast<signed long>(number)).bad() ||
      item == nullptr)
    return channel;
  const auto label = text_of(*item, DCM_ChannelLabel), source = code_of(*item, DCM_ChannelSourceSequence, DCM_CodeMeaning);
  if (!label.empty() || !source.empty()) channel.label = label.empty() ? source : label;
  const auto unit = code_of(*item, DCM_ChannelSensitivityUnitsSequence, DCM_CodeValue);
  const double scale = unit == "uV" ? 0.001 : unit == "mV" ? 1 : unit == "V" ? 1000 : 0;
  channel.millivolts_per_step =
      scale * decimal_of(*item, DCM_ChannelSensitivity, 0) * decimal_of(*item, DCM_ChannelSensitivityCorrectionFactor, 1);
  return channel;
}

void line(const Image& image, int x1, int y1, int x2, int y2, int width, int red, int green, int blue) {
  pixRenderLineArb(image.get(), x1, y1, x2, y2, width, static_cast<l_uint8>(red), static_cast<l_uint8>(green),
                   static_cast<l_uint8>(blue));
}

Image paper(int width, int height) {
  auto image = owned(pixCreate(width, height, 32));
  if (!image) return image;
  pixSetAll(image.get());
  for (int mm = 0; mm * dots_per_mm < std::max(width, height); ++mm) {
    const int at = mm * dots_per_mm, shade = mm % 5 == 0 ? 170 : 225;
    if (at < width) line(image, at, 0, at, height - 1, 1, 245, shade, shade);
    if (at < height) line(image, 0, at, width - 1, at, 1, 245, shade, shade);
  }
  return image;
}

void label(const Image& image, const std::string& text, int x, int y) {
  L_BMF* font = bmfCreate(nullptr, 8);
  if (font == nullptr) return;
  pixSetTextline(image.get(), font, text.c_str(), 0x1A1A1A00, x, y, nullptr, nullptr);
  bmfDestroy(&font);
}

struct Group {
  unsigned long channels = 0, samples = 0;
  double frequency = 0;
  const Sint16* values = nullptr;
};

Result<Group> first_group(DcmItem& item) {
  Group group;
  group.channels = static_cast<unsigned long>(number_of(item, DCM_NumberOfWaveformChannels, 0));
  group.samples = static_cast<unsigned long>(number_of(item, DCM_NumberOfWaveformSamples, 0));
  group.frequency = decimal_of(item, DCM_SamplingFrequency, 0);
  if (number_of(item, DCM_WaveformBitsAllocated, 0) != 16 || text_of(item, DCM_WaveformSampleInterpretation) != "SS")
    return fail(ErrorKind::unsupported, "The waveform is not drawn: its samples are not of 16 bits with a sign.");
  const Uint16* words = nullptr;
  unsigned long count = 0;
  if (item.findAndGetUint16Array(DCM_WaveformData, words, &count).bad() || words == nullptr || group.channels == 0 ||
      group.samples == 0 || group.frequency <= 0 || group.samples > count / group.channels)
    return fail(ErrorKind::invalid, "The waveform is not drawn: it holds less than it says.");
  group.values = reinterpret_cast<const Sint16*>(words);
  return group;
}

void draw(const Image& image, const Group& group, unsigned long number, const Channel& channel) {
  const int middle = margin * dots_per_mm + static_cast<int>(number) * row_mm * dots_per_mm + row_mm * dots_per_mm / 2;
  const auto shown = std::min(group.samples, static_cast<unsigned long>(seconds_shown * group.frequency));
  double scale = channel.millivolts_per_step * mm_per_millivolt * dots_per_mm;
  if (scale == 0) {  // without a unit: as high as its row
    int most = 1;
    for (unsigned long at = 0; at < shown; ++at)
      most = std::max(most, std::abs(static_cast<int>(group.values[at * group.channels + number])));
    scale = row_mm * dots_per_mm * 0.45 / most;
  }
  const auto x_of = [&](unsigned long at) {
    return static_cast<int>(static_cast<double>(at) / group.frequency * mm_per_second * dots_per_mm);
  };
  const auto y_of = [&](unsigned long at) {
    const double up = std::clamp(group.values[at * group.channels + number] * scale, -4000.0, 4000.0);
    return middle - static_cast<int>(std::lround(up));
  };
  for (unsigned long at = 1; at < shown; ++at) line(image, x_of(at - 1), y_of(at - 1), x_of(at), y_of(at), 1, 20, 20, 60);
  label(image, channel.label, 6, middle - row_mm * dots_per_mm / 2 + 12);
}

}  // namespace

Result<DrawnWaveform> drawn_waveform(DcmDataset& data) {
  DcmItem* item = nullptr;
  if (data.findAndGetSequenceItem(DCM_WaveformSequence, item).bad() || item == nullptr)
    return fail(ErrorKind::invalid, "The waveform is not drawn: there is none in it.");
  CHARTA_TRY(const auto group, first_group(*item));
  const auto rows = std::min<unsigned long>(group.channels, most_channels);
  DrawnWaveform drawn;
  drawn.image = paper(seconds_shown * mm_per_second * dots_per_mm,
                      static_cast<int>(rows) * row_mm * dots_per_mm + 2 * margin * dots_per_mm);
  if (!drawn.image) return fail(ErrorKind::too_large, "The waveform is not drawn: it is too large.");
  bool has_scale = true;
  for (unsigned long number = 0; number < rows; ++number) {
    const auto channel = channel_of(*item, number);
    has_scale = has_scale && channel.millivolts_per_step != 0;
    draw(drawn.image, group, number, channel);
  }
  const auto seconds = std::min<double>(seconds_shown, static_cast<double>(group.samples) / group.frequency);
  drawn.note = "The first " + std::to_string(std::lround(seconds)) + " s of " + std::to_string(rows) + " of " +
               std::to_string(group.channels) + " channels, 25 mm/s, " +
               (has_scale ? "10 mm/mV. " : "each as high as its row, for it names no unit. ") + "Not for diagnosis.";
  return drawn;
}

}  // namespace charta::page_reader_program
