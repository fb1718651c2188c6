// SPDX-License-Identifier: Apache-2.0
// What comes by DICOMweb: a body's parts lie inside it and read the same when they are written again; any JSON is an object or not.
#include "formats/dicom/dicom_object.hpp"
#include "formats/dicom/multipart.hpp"
#include "tests/fuzz/property.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace charta;
  const auto bytes = text_of(data, size);
  const std::string_view all(bytes);
  const auto line = all.find('\n');
  const auto header = all.substr(0, line), body = line == std::string_view::npos ? std::string_view() : all.substr(line + 1);
  if (const auto parts = dicom::parts_of(header, body)) {
    std::vector<std::string_view> list;
    for (const auto& part : *parts) list.push_back(part.bytes);
    const auto written = dicom::multipart("application/dicom", list);
    const auto again = dicom::parts_of(written.content_type, written.body);
    CHARTA_PROPERTY(again && again->size() == list.size());
    for (std::size_t at = 0; at < list.size(); ++at) CHARTA_PROPERTY((*again)[at].bytes == list[at]);
  }
  if (const auto document = json::Document::parse(bytes)) {
    const auto object = dicom::object_of(document->root());
    if (object) CHARTA_PROPERTY(dicom::is_uid(object->instance) && dicom::is_uid(object->study));
  }
  (void)dicom::local_moment(header, body);
  return 0;
}
