// SPDX-License-Identifier: Apache-2.0
// What the page reader says of DICOM files: those written here, and real ones where they lie.
#include "department/page_reader/page_reader_process.hpp"
#include "formats/dicom/dicom_object.hpp"
#include "formats/dicom/writer.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace charta::page_reader {
namespace {

using dicom::DataSet;
using page_reading::DicomFindings;

ReaderProcesses dicom_readers() {
  return ReaderProcesses(CHARTA_PAGE_READER_PROGRAM, 1);
}

/// A grey picture of two frames: one dark to bright, one all bright.
DataSet small_picture() {
  DataSet data;
  data.set(0x00080005, "CS", "ISO_IR 192").set(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.7.2").set(0x00080018, "UI", "2.25.11");
  data.set(0x0020000D, "UI", "2.25.13").set(0x0020000E, "UI", "2.25.12").set(0x00080060, "CS", "OT");
  data.set(0x00100010, "PN", "Müller^Ada").set(0x00100020, "LO", "100042").set(0x00280008, "IS", "2");
  data.set_number(0x00280002, 1).set(0x00280004, "CS", "MONOCHROME2").set_number(0x00280010, 2).set_number(0x00280011, 4);
  data.set_number(0x00280100, 8).set_number(0x00280101, 8).set_number(0x00280102, 7).set_number(0x00280103, 0);
  data.set(0x7FE00010, "OB", std::string_view("\0\x20\x40\x60\x80\xA0\xC0\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF", 16));
  return data;
}

std::string attribute(const DicomFindings& found, std::string_view tag) {
  const auto parsed = json::Document::parse(found.attributes);
  EXPECT_TRUE(parsed) << found.attributes;
  return parsed ? dicom::value_of(parsed->root(), tag) : std::string();
}

TEST(DicomFiles, SayWhatTheyAreAndShowAFrame) {
  auto pool = dicom_readers();
  const auto file = dicom::file_of(small_picture());
  const auto found = pool.dicom(file, 1);
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ(attribute(*found, "00100010"), "Müller^Ada");
  EXPECT_EQ(attribute(*found, "00100020"), "100042");
  EXPECT_EQ(found->frames, 2);
  EXPECT_EQ(found->preview.media_type, "image/png");
  EXPECT_EQ(found->preview.width, 4);
  EXPECT_EQ(found->preview.height, 2);
  EXPECT_EQ(found->attributes.find("InlineBinary"), std::string::npos);
  const auto second = pool.dicom(file, 2);
  ASSERT_TRUE(second);
  EXPECT_EQ(second->frame, 2);
  EXPECT_NE(second->preview.bytes, found->preview.bytes);
}

TEST(DicomFiles, AreRefusedWithAReasonWhereTheyAreBroken) {
  auto pool = dicom_readers();
  const auto whole = dicom::file_of(small_picture());
  const auto refusal = [&](const std::string& file, int frame = 1) {
    const auto found = pool.dicom(file, frame);
    EXPECT_FALSE(found);
    return found ? std::string() : found.error().message;
  };
  EXPECT_EQ(refusal("hello"), "This is no DICOM file: the letters DICM do not stand at its byte 128.");
  EXPECT_EQ(refusal(whole, 3), "There is no frame 3; the object has 2.");
  EXPECT_EQ(refusal(whole.substr(0, whole.size() - 4)).substr(0, 24), "The DICOM file is broken");
  EXPECT_NE(refusal(whole.substr(0, 200)), "");
  auto huge = small_picture();
  huge.set_number(0x00280010, 65535).set_number(0x00280011, 65535);
  EXPECT_NE(refusal(dicom::file_of(huge)).find("broken: its picture has 16 of"), std::string::npos);
}

TEST(DicomFiles, ThatNestWithoutEndEndWithAReason) {
  auto data = small_picture();
  DataSet inner;
  inner.set(0x00080060, "CS", "OT");
  for (int depth = 0; depth < 200; ++depth) {
    DataSet outer;
    outer.set_items(0x00081140, {inner});
    inner = outer;
  }
  data.set_items(0x00081140, {inner});
  auto pool = dicom_readers();
  const auto found = pool.dicom(dicom::file_of(data), 1);
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_LT(found->attributes.size(), 10'000U) << "what nests deeper than 20 is left out";
}

TEST(DicomFiles, GiveTheDocumentThatTheyHold) {
  auto data = small_picture();
  DataSet document;
  document.set(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.104.1").set(0x00080018, "UI", "2.25.21");
  document.set(0x0020000D, "UI", "2.25.13").set(0x0020000E, "UI", "2.25.22").set(0x00080060, "CS", "DOC");
  document.set(0x00420011, "OB", "%PDF-1.4 odd").set(0x00420012, "LO", "application/pdf");
  document.set(0x00420011, "OB", "%PDF-1.4 of odd length\n%%EOF\n");
  auto pool = dicom_readers();
  const auto found = pool.dicom(dicom::file_of(document), 1);
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ(found->document, "%PDF-1.4 of odd length\n%%EOF\n");
  EXPECT_EQ(found->document_type, "application/pdf");
  EXPECT_EQ(found->note, "This object holds no picture.");
}

/// What a file's bytes may become on their way: each is read or refused with a sentence, and the reader stands.
TEST(DicomFiles, ThatAreChangedAnywhereAreReadOrRefusedWithAReason) {
  auto pool = dicom_readers();
  const auto whole = dicom::file_of(small_picture());
  std::uint32_t chance = 1;
  const auto next = [&](std::size_t below) {
    chance = chance * 1664525U + 1013904223U;
    return static_cast<std::size_t>(chance >> 8U) % below;
  };
  int refused = 0;
  for (int round = 0; round < 300; ++round) {
    auto file = whole;
    for (std::size_t times = 1 + next(4); times > 0; --times) file[132 + next(file.size() - 132)] = static_cast<char>(next(256));
    if (next(4) == 0) file.resize(132 + next(file.size() - 132));
    const auto found = pool.dicom(file, 1);
    if (found) continue;
    ++refused;
    EXPECT_FALSE(found.error().message.empty());
    EXPECT_NE(found.error().kind, ErrorKind::unavailable) << found.error().message;
  }
  EXPECT_GT(refused, 30);
  EXPECT_TRUE(pool.dicom(whole, 1)) << "the reader still reads";
}

TEST(DicomFiles, RealOnesAreReadInPlace) {
  const char* data = std::getenv("CHARTA_TEST_DATA");
  const std::string folder = std::string(data == nullptr ? "" : data) + "/dicom/";
  if (data == nullptr || !std::ifstream(folder + "CT_small.dcm")) GTEST_SKIP() << "CHARTA_TEST_DATA holds no DICOM files";
  struct Expected {
    std::string_view file, modality, media_type;
    int width;
    bool has_text;
  };
  constexpr Expected files[] = {{"CT_small.dcm", "CT", "image/png", 128, false},
                                {"SC_rgb_jpeg_dcmd.dcm", "OT", "image/png", 256, false},
                                {"examples_jpeg2k.dcm", "US", "image/png", 640, false},
                                {"examples_ybr_color.dcm", "US", "image/png", 320, false},
                                {"reportsi.dcm", "SR", "", 0, true},
                                {"rtplan.dcm", "RTPLAN", "", 0, false},
                                {"waveform_ecg.dcm", "ECG", "image/png", 1000, false}};
  auto pool = dicom_readers();
  for (const auto& [name, modality, media_type, width, has_text] : files) {
    std::ifstream in(folder + std::string(name), std::ios::binary);
    std::ostringstream bytes;
    bytes << in.rdbuf();
    const auto found = pool.dicom(bytes.str(), 1);
    ASSERT_TRUE(found) << name << ": " << found.error().message;
    EXPECT_EQ(attribute(*found, "00080060"), modality) << name;
    EXPECT_EQ(found->preview.media_type, media_type) << name << ": " << found->note;
    EXPECT_EQ(found->preview.width, width) << name;
    EXPECT_EQ(!found->text.empty(), has_text) << name;
    if (const char* keep = std::getenv("CHARTA_KEEP_PREVIEWS"))
      std::ofstream(std::string(keep) + "/" + std::string(name) + ".png", std::ios::binary) << found->preview.bytes;
  }
}

}  // namespace
}  // namespace charta::page_reader
