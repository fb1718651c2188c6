// SPDX-License-Identifier: Apache-2.0
#include "formats/cda/xml_writer.hpp"

#include "base/text.hpp"
#include "formats/cda/narrative.hpp"

namespace charta::cda {

void XmlWriter::begin(std::string_view name, const Attributes& attributes) {
  out_ += '<';
  out_ += name;
  for (const auto& [key, value] : attributes) {
    if (!value.empty()) out_ += " " + std::string(key) + "=\"" + escaped(value) + "\"";
  }
}

XmlWriter& XmlWriter::open(std::string_view name, Attributes attributes) {
  begin(name, attributes);
  out_ += '>';
  open_.emplace_back(name);
  return *this;
}

XmlWriter& XmlWriter::close() {
  out_ += "</" + open_.back() + ">";
  open_.pop_back();
  return *this;
}

XmlWriter& XmlWriter::leaf(std::string_view name, Attributes attributes) {
  begin(name, attributes);
  out_ += "/>";
  return *this;
}

XmlWriter& XmlWriter::text(std::string_view words) {
  out_ += escaped(words);
  return *this;
}

XmlWriter& XmlWriter::element(std::string_view name, std::string_view words) {
  if (trimmed(words).empty()) return *this;
  return open(name).text(words).close();
}

XmlWriter& XmlWriter::templates(std::string_view root, std::string_view date) {
  leaf("templateId", {{"root", root}});
  return date.empty() ? *this : leaf("templateId", {{"root", root}, {"extension", date}});
}

}  // namespace charta::cda
