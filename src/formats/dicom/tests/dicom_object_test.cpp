// SPDX-License-Identifier: Apache-2.0
#include "formats/dicom/dicom_object.hpp"

#include <gtest/gtest.h>

namespace charta::dicom {
namespace {

constexpr std::string_view whole = R"({
  "00080016":{"vr":"UI","Value":["1.2.840.10008.5.1.4.1.1.2"]},"00080018":{"vr":"UI","Value":["2.25.3"]},
  "0020000D":{"vr":"UI","Value":["2.25.1"]},"0020000E":{"vr":"UI","Value":["2.25.2"]},
  "00100010":{"vr":"PN","Value":[{"Alphabetic":"Marsh^Ada^Jane^Dr^II","Ideographic":"x"}]},
  "00100020":{"vr":"LO","Value":["100042 "]},"00100021":{"vr":"LO","Value":["GENERAL"]},
  "00100030":{"vr":"DA","Value":["19610402"]},"00100040":{"vr":"CS","Value":["F"]},
  "00101002":{"vr":"SQ","Value":[{"00100020":{"vr":"LO","Value":["7"]},"00100021":{"vr":"LO","Value":["CLINIC"]}},{}]},
  "00080050":{"vr":"SH","Value":["A-1"]},"00080060":{"vr":"CS","Value":["CT"]},"00081030":{"vr":"LO","Value":["Chest CT"]},
  "00080020":{"vr":"DA","Value":["20260302"]},"00080030":{"vr":"TM","Value":["140509.25"]},
  "00200011":{"vr":"IS","Value":[4]},"00200013":{"vr":"IS","Value":[12]},"00280010":{"vr":"US","Value":[512]},
  "00280011":{"vr":"US","Value":[256]},"00400000":{"vr":"UL"}})";

Result<DicomObject> read(const std::string& json) {
  const auto document = json::Document::parse(json);
  EXPECT_TRUE(document);
  return object_of(document->root());
}

TEST(DicomObjects, SayWhoseTheyAreAndWhatTheyAre) {
  const auto object = read(std::string(whole));
  ASSERT_TRUE(object) << object.error().message;
  EXPECT_EQ(object->patient_id, "100042");
  EXPECT_EQ(object->issuer, "GENERAL");
  EXPECT_EQ(object->name.family, "Marsh");
  EXPECT_EQ(object->name.given, "Ada");
  EXPECT_EQ(object->name.middle, "Jane");
  EXPECT_EQ(object->name.suffix, "II");
  ASSERT_TRUE(object->birth_date);
  EXPECT_EQ(object->birth_date->text(), "1961-04-02");
  ASSERT_EQ(object->other_ids.size(), 1U);
  EXPECT_EQ(object->other_ids[0].second, "CLINIC");
  EXPECT_EQ(object->modality, "CT");
  EXPECT_EQ(object->series_number, 4);
  EXPECT_EQ(object->number, 12);
  EXPECT_EQ(object->frames, 1) << "a picture without a number of frames is one";
  EXPECT_EQ(local_moment(object->study_date, object->study_time), "2026-03-02T14:05:09");
}

TEST(DicomObjects, WithoutOneOfTheirNumbersAreNone) {
  for (const std::string tag : {"00080016", "00080018", "0020000D", "0020000E"}) {
    auto json = std::string(whole);
    json.replace(json.find(tag), 8, "99990010");
    const auto object = read(json);
    ASSERT_FALSE(object) << tag;
    EXPECT_EQ(object.error().location, tag);
  }
  EXPECT_FALSE(read("[]"));
}

TEST(DicomObjects, AUidIsDigitsBetweenPoints) {
  for (const auto* good : {"1.2.840.10008.1.2", "2.25.329800735698586629295641978511506172918", "1"}) EXPECT_TRUE(is_uid(good));
  for (const auto* bad : {"", ".1", "1.", "1..2", "1.2a", "1/2", "1.2 "}) EXPECT_FALSE(is_uid(bad)) << bad;
  EXPECT_FALSE(is_uid(std::string(65, '1')));
}

TEST(DicomObjects, APartOfADayIsNoDay) {
  EXPECT_EQ(day_of("1961.04.02").value().text(), "1961-04-02");
  for (const auto* bad : {"", "1961", "196104", "19611402", "1961040X", "19610402-19610403"}) EXPECT_FALSE(day_of(bad)) << bad;
  EXPECT_EQ(local_moment("20260302", ""), "2026-03-02");
  EXPECT_EQ(local_moment("20260302", "1405"), "2026-03-02T14:05:00");
  EXPECT_EQ(local_moment("20260302", "99"), "2026-03-02");
  EXPECT_EQ(local_moment("20260302", "246000"), "2026-03-02");
  EXPECT_EQ(local_moment("", "1405"), "");
}

}  // namespace
}  // namespace charta::dicom
