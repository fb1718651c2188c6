// SPDX-License-Identifier: Apache-2.0
#include "app/demo_imaging.hpp"

#include "app/demo_people.hpp"
#include "app/hospital.hpp"
#include "formats/dicom/writer.hpp"
#include "formats/pdf/print.hpp"

#include <cmath>

namespace charta::app {
namespace {

using dicom::DataSet;
using patient_index::PatientHit;

constexpr int slice_side = 256;

std::string little(int value) {
  return {static_cast<char>(value & 0xFF), static_cast<char>(value >> 8 & 0xFF)};
}

std::string without_dashes(std::string text) {
  std::erase(text, '-');
  return text;
}

/// A UID of our own: 2.25 and a number (PS3.5, B.2).
std::string new_uid(Hospital& hospital) {
  return "2.25." + std::to_string(hospital.keys.next_key());
}

struct StudyOf {
  std::string study, series, day;
};

DataSet object_for(Hospital& hospital, const PatientHit& person, const StudyOf& study, std::string_view sop_class,
                   std::string_view modality, std::string_view title) {
  DataSet data;
  auto name = person.name;
  if (const auto comma = name.find(", "); comma != std::string::npos) name.replace(comma, 2, "^");
  data.set(0x00080005, "CS", "ISO_IR 192").set(0x00080016, "UI", sop_class).set(0x00080018, "UI", new_uid(hospital));
  data.set(0x00080020, "DA", study.day).set(0x00080030, "TM", "093000").set(0x00080060, "CS", modality);
  data.set(0x00081030, "LO", title).set(0x00080080, "LO", "Simulated hospital");
  data.set(0x00100010, "PN", name).set(0x00100020, "LO", person.mrn).set(0x00100021, "LO", person.assigner);
  data.set(0x00100030, "DA", without_dashes(person.birth_date));
  data.set(0x0020000D, "UI", study.study).set(0x0020000E, "UI", study.series).set(0x00200011, "IS", "1");
  return data;
}

void set_grey_picture(DataSet& data, int bits, const std::string& pixels, int frames) {
  data.set_number(0x00280002, 1).set(0x00280004, "CS", "MONOCHROME2");
  data.set_number(0x00280010, slice_side).set_number(0x00280011, slice_side);
  data.set_number(0x00280100, static_cast<std::uint16_t>(bits)).set_number(0x00280101, static_cast<std::uint16_t>(bits));
  data.set_number(0x00280102, static_cast<std::uint16_t>(bits - 1)).set_number(0x00280103, bits == 16 ? 1 : 0);
  if (frames > 1) data.set(0x00280008, "IS", std::to_string(frames));
  data.set(0x7FE00010, bits == 16 ? "OW" : "OB", pixels);
}

/// An oval with two lungs and a spine, in Hounsfield units.
std::string slice_pixels(int slice) {
  std::string pixels;
  for (int y = 0; y < slice_side; ++y)
    for (int x = 0; x < slice_side; ++x) {
      const double dx = (x - 128) / 110.0, dy = (y - 128) / 80.0;
      const auto lung = [&](int side) { return std::hypot((x - 128 - side * 50) / (34.0 + 3 * slice), (y - 118) / 46.0) < 1; };
      int value = std::hypot(dx, dy) < 1 ? 40 : -1000;
      if (value == 40 && (lung(-1) || lung(1))) value = -800;
      if (std::hypot((x - 128) / 13.0, (y - 180) / 15.0) < 1) value = 700;
      pixels += little(value);
    }
  return pixels;
}

std::vector<std::string> ct_of(Hospital& hospital, const PatientHit& person, const std::string& day) {
  const StudyOf study{new_uid(hospital), new_uid(hospital), day};
  std::vector<std::string> files;
  for (int slice = 1; slice <= 3; ++slice) {
    auto data = object_for(hospital, person, study, "1.2.840.10008.5.1.4.1.1.2", "CT", "CT of the chest");
    data.set(0x0008103E, "LO", "Axial 5 mm").set(0x00180015, "CS", "CHEST").set(0x00180050, "DS", "5");
    data.set(0x00200013, "IS", std::to_string(slice)).set(0x00281050, "DS", "-200").set(0x00281051, "DS", "1600");
    data.set(0x00281052, "DS", "0").set(0x00281053, "DS", "1");
    set_grey_picture(data, 16, slice_pixels(slice), 1);
    files.push_back(dicom::file_of(data));
  }
  return files;
}

/// One heart beat a second, in microvolts: P, QRS and T as bells.
int ecg_value(double second, double height) {
  const double at = second - std::floor(second);
  const auto bell = [&](double middle, double width) { return std::exp(-std::pow((at - middle) / width, 2)); };
  return static_cast<int>(height * (120 * bell(0.2, 0.03) - 90 * bell(0.365, 0.008) + 1100 * bell(0.38, 0.011) -
                                    220 * bell(0.4, 0.01) + 280 * bell(0.62, 0.05)));
}

std::string ecg_of(Hospital& hospital, const PatientHit& person, const std::string& day) {
  struct Lead {
    std::string_view name;
    double height;
  };
  constexpr Lead leads[] = {{"Lead I", 0.6},   {"Lead II", 1.0}, {"Lead III", 0.5}, {"aVR", -0.8}, {"aVL", 0.3}, {"aVF", 0.7},
                            {"Lead V1", -0.5}, {"Lead V2", 0.4}, {"Lead V3", 0.8},  {"V4", 1.2},   {"V5", 1.1},  {"V6", 0.9}};
  constexpr int frequency = 250, seconds = 10;
  auto data = object_for(hospital, person, {new_uid(hospital), new_uid(hospital), day}, "1.2.840.10008.5.1.4.1.1.9.1.1", "ECG",
                         "12-lead ECG");
  std::vector<DataSet> channels;
  for (const auto& lead : leads) {
    DataSet unit, channel;
    unit.set(0x00080100, "SH", "uV").set(0x00080102, "SH", "UCUM").set(0x00080104, "LO", "microvolt");
    channel.set(0x003A0203, "SH", lead.name).set(0x003A0210, "DS", "1").set(0x003A0212, "DS", "1");
    channel.set_items(0x003A0211, {unit});
    channels.push_back(channel);
  }
  std::string samples;
  for (int at = 0; at < frequency * seconds; ++at)
    for (const auto& lead : leads) samples += little(ecg_value(static_cast<double>(at) / frequency, lead.height));
  DataSet group;
  group.set_number(0x003A0005, std::size(leads)).set(0x003A0010, "UL", little(frequency * seconds) + little(0));
  group.set(0x003A001A, "DS", std::to_string(frequency)).set_items(0x003A0200, channels);
  group.set_number(0x54001004, 16).set(0x54001006, "CS", "SS").set(0x54001010, "OW", samples);
  data.set_items(0x54000100, {group});
  return dicom::file_of(data);
}

std::string report_of(Hospital& hospital, const PatientHit& person, const std::string& day) {
  pdf::Canvas canvas;
  canvas.text(72, 720, 20, pdf::Font::bold, "Endoscopy report");
  canvas.text(72, 690, 13, pdf::Font::regular, "Patient Name: " + person.name);
  canvas.text(72, 670, 13, pdf::Font::regular, "Date of Birth: " + person.birth_date + "   MRN: " + person.mrn);
  canvas.text(72, 620, 12, pdf::Font::regular, "The stomach and the duodenum are without findings. No biopsy was taken.");
  auto data = object_for(hospital, person, {new_uid(hospital), new_uid(hospital), day}, "1.2.840.10008.5.1.4.1.1.104.1", "DOC",
                         "Gastroscopy");
  data.set(0x00420010, "ST", "Endoscopy report").set(0x00420012, "LO", "application/pdf");
  data.set(0x00420011, "OB", pdf::printed({canvas}, {}, "Endoscopy report"));
  return dicom::file_of(data);
}

/// A fan that turns, of four frames; its patient's birth date is a day off, as a tired hand keys it.
std::string doubtful_clip_of(Hospital& hospital, PatientHit person, const std::string& day) {
  if (const auto born = Date::parse(person.birth_date)) person.birth_date = born->plus_days(1).text();
  auto data = object_for(hospital, person, {new_uid(hospital), new_uid(hospital), day}, "1.2.840.10008.5.1.4.1.1.3.1", "US",
                         "Ultrasound of the abdomen");
  std::string pixels;
  for (int frame = 0; frame < 4; ++frame)
    for (int y = 0; y < slice_side; ++y)
      for (int x = 0; x < slice_side; ++x) {
        const double angle = std::atan2(x - 128, y), far = std::hypot(x - 128, y);
        const bool inside = std::abs(angle) < 0.7 && far < 240;
        pixels += static_cast<char>(inside ? 70 + static_cast<int>(60 * std::sin(far / 7 + frame) * std::cos(angle * 9)) : 0);
      }
  set_grey_picture(data, 8, pixels, 4);
  return dicom::file_of(data);
}

}  // namespace

Result<void> feed_demo_imaging(Hospital& hospital) {
  const auto actor = access::Actor::system("demo");
  CHARTA_TRY(const auto people, people_with_expectations(hospital, actor));
  if (people.size() < 4) return {};
  CHARTA_TRY(const bool is_fed, hospital.imaging_objects->holds_anything());
  if (is_fed) return {};
  const auto day = without_dashes(hospital.clock.now().utc_date().plus_days(-1).text());
  auto files = ct_of(hospital, people[0], day);
  files.push_back(ecg_of(hospital, people[1], day));
  files.push_back(report_of(hospital, people[2], day));
  files.push_back(doubtful_clip_of(hospital, people[3], day));
  const std::vector<std::string_view> views(files.begin(), files.end());
  CHARTA_TRY_DO(hospital.imaging_objects->receive(actor, views, "import"));
  return {};
}

}  // namespace charta::app
