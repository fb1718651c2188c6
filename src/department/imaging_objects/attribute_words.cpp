// SPDX-License-Identifier: Apache-2.0
#include "department/imaging_objects/attribute_words.hpp"

#include "department/imaging_objects/imaging_object.hpp"

namespace charta::imaging_objects {
namespace {

enum class Shape { text, day, name, modality, sop_class };

struct Asked {
  std::string_view tag, title, unit;
  Shape shape = Shape::text;
};
constexpr Asked asked[] = {
    {"00100010", "Patient's name in the file", "", Shape::name},
    {"00100020", "Patient number in the file", ""},
    {"00100021", "Issuer of the number", ""},
    {"00100030", "Birth date in the file", "", Shape::day},
    {"00100040", "Sex in the file", ""},
    {"00080016", "Kind of object", "", Shape::sop_class},
    {"00080060", "Modality", "", Shape::modality},
    {"00080050", "Accession number", ""},
    {"00081030", "Study", ""},
    {"0008103E", "Series", ""},
    {"00080020", "Day of the study", "", Shape::day},
    {"00181030", "Protocol", ""},
    {"00180015", "Body part", ""},
    {"00200060", "Side", ""},
    {"00080090", "Referring physician", "", Shape::name},
    {"00081050", "Performing physician", "", Shape::name},
    {"00080080", "Institution", ""},
    {"00080070", "Maker of the device", ""},
    {"00081090", "Device", ""},
    {"00081010", "Station", ""},
    {"00180050", "Slice thickness", "mm"},
    {"00180060", "Tube voltage", "kV"},
    {"00181151", "Tube current", "mA"},
    {"00180087", "Magnetic field", "T"},
    {"00280010", "Rows", ""},
    {"00280011", "Columns", ""},
    {"00280008", "Frames", ""},
    {"00280004", "Colours", ""},
    {"0020000D", "Study Instance UID", ""},
    {"0020000E", "Series Instance UID", ""},
    {"00080018", "SOP Instance UID", ""},
};

std::string shown(Shape shape, std::string value) {
  if (shape == Shape::day) {
    const auto day = dicom::day_of(value);
    return day ? day->text() : value;
  }
  if (shape == Shape::modality) return std::string(modality_title(value));
  if (shape == Shape::sop_class) return std::string(class_title(value));
  if (shape != Shape::name) return value;
  const auto name = dicom::name_of(value);
  return name.given.empty() ? name.family : name.family + ", " + name.given + (name.middle.empty() ? "" : " " + name.middle);
}

}  // namespace

std::vector<std::pair<std::string, std::string>> attribute_words(json::Value attributes) {
  std::vector<std::pair<std::string, std::string>> words;
  for (const auto& one : asked) {
    auto value = dicom::value_of(attributes, one.tag);
    if (value.empty()) continue;
    value = shown(one.shape, std::move(value));
    if (!one.unit.empty()) value += " " + std::string(one.unit);
    words.emplace_back(one.title, std::move(value));
  }
  return words;
}

}  // namespace charta::imaging_objects
