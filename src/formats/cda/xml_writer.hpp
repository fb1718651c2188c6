// SPDX-License-Identifier: Apache-2.0
// XML front to back; what is opened is closed. Private to the module.
#pragma once
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace charta::cda {

class XmlWriter {
 public:
  using Attributes = std::initializer_list<std::pair<std::string_view, std::string_view>>;

  /// Attributes with an empty value are left out.
  XmlWriter& open(std::string_view name, Attributes attributes = {});
  XmlWriter& close();
  XmlWriter& leaf(std::string_view name, Attributes attributes = {});
  XmlWriter& text(std::string_view words);                            ///< escaped
  XmlWriter& element(std::string_view name, std::string_view words);  ///< <name>words</name>; nothing when blank
  XmlWriter& templates(std::string_view root, std::string_view date = {});
  const std::string& print() const { return out_; }

 private:
  void begin(std::string_view name, const Attributes& attributes);
  std::string out_ = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  std::vector<std::string> open_;
};

}  // namespace charta::cda
