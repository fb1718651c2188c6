// SPDX-License-Identifier: Apache-2.0
// XML as CDA uses it: elements compared by their local names, no DTD, no entities but the five of XML, a limit to depth.
#pragma once
#include "base/digest.hpp"
#include "base/result.hpp"

#include <memory>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace charta::cda {

using Element = pugi::xml_node;

/// How deep elements may stand in each other; the deepest of the published samples has 27.
inline constexpr int depth_limit = 200;

/// A tree and the memory it stands in.
class Xml {
 public:
  /// Errors: `invalid` (not well formed, another encoding than it says, a DTD, too deep), each with the byte or line where it is
  /// known.
  static Result<Xml> parse(BytesView bytes);
  Element root() const { return tree_->document_element(); }

 private:
  std::unique_ptr<pugi::xml_document> tree_;
};

std::string_view local_name(Element element);
/// The first child element of that local name, or an empty one.
Element child(Element element, std::string_view name);
/// The first at the end of a path: "participantRole/playingEntity/code".
Element descend(Element element, std::string_view path);
std::vector<Element> children(Element element, std::string_view name);
std::vector<Element> elements(Element element);  ///< every child element
/// An attribute by its local name, without white space at its ends; empty when absent.
std::string_view attribute(Element element, std::string_view name);
bool has_null_flavor(Element element);
/// Every character below, runs of white space as one blank.
std::string text_of(Element element);
/// The value of xsi:type without its prefix: "PQ".
std::string_view type_of(Element element);
bool has_template(Element element, std::string_view root);
/// "entry[2]/act/entryRelationship[1]/observation", from below `top`.
std::string path_of(Element element, Element top);

}  // namespace charta::cda
