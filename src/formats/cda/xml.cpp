// SPDX-License-Identifier: Apache-2.0
#include "formats/cda/xml.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace charta::cda {
namespace {

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/// The encoding of the XML declaration, upper case; empty when none is declared.
std::string declared_encoding(BytesView bytes) {
  if (!bytes.starts_with("<?xml")) return {};
  const auto declaration = bytes.substr(0, std::min<std::size_t>(bytes.find("?>"), 400));
  const auto at = declaration.find("encoding");
  if (at == BytesView::npos) return {};
  const auto open = declaration.find_first_of("\"'", at);
  if (open == BytesView::npos) return {};
  const auto close = declaration.find(declaration[open], open + 1);
  return close == BytesView::npos ? std::string() : upper_ascii(trimmed(declaration.substr(open + 1, close - open - 1)));
}

Result<std::string> as_utf8(BytesView bytes) {
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) {
    auto text = to_utf8(bytes, "UTF-16");
    if (!text) return fail(ErrorKind::invalid, "the document starts like UTF-16 and is not", "encoding");
    return std::move(*text);
  }
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  const std::string encoding = declared_encoding(bytes);
  if (encoding.empty() || encoding == "UTF-8" || encoding == "UTF8" || encoding == "US-ASCII") {
    if (!is_valid_utf8(bytes))
      return fail(ErrorKind::invalid, "the document is not UTF-8, as it says or as XML without a declared encoding is",
                  "encoding");
    return std::string(bytes);
  }
  auto text = to_utf8(bytes, encoding);
  if (!text)
    return fail(ErrorKind::invalid, "the document is not in the encoding that it declares, or that is not known here",
                "encoding");
  return std::move(*text);
}

/// Without recursion, so that no depth overflows the stack.
bool is_too_deep(Element root) {
  int depth = 0;
  for (Element at = root; at;) {
    if (depth > depth_limit) return true;
    if (at.first_child()) {
      at = at.first_child();
      ++depth;
      continue;
    }
    while (at && !at.next_sibling() && at != root) {
      at = at.parent();
      --depth;
    }
    if (at == root || !at) return false;
    at = at.next_sibling();
  }
  return false;
}

std::string line_of(std::string_view text, std::size_t offset) {
  return std::to_string(
      1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(std::min(offset, text.size())), '\n'));
}

}  // namespace

Result<Xml> Xml::parse(BytesView bytes) {
  CHARTA_TRY(const auto text, as_utf8(bytes));
  Xml xml;
  xml.tree_ = std::make_unique<pugi::xml_document>();
  const auto read = xml.tree_->load_buffer(
      text.data(), text.size(), pugi::parse_default | pugi::parse_ws_pcdata_single | pugi::parse_doctype, pugi::encoding_utf8);
  if (!read)
    return fail(ErrorKind::invalid,
                "the document is not well-formed XML (line " + line_of(text, static_cast<std::size_t>(read.offset)) +
                    "): " + read.description(),
                "xml");
  for (const Element node : xml.tree_->children()) {
    if (node.type() == pugi::node_doctype)
      return fail(ErrorKind::invalid, "the document carries a DTD (DOCTYPE), which clinical documents may not", "xml");
  }
  if (!xml.root()) return fail(ErrorKind::invalid, "the document has no element", "xml");
  if (is_too_deep(xml.root()))
    return fail(ErrorKind::invalid, "elements stand in each other more than " + std::to_string(depth_limit) + " deep", "xml");
  return xml;
}

std::string_view local_name(Element element) {
  const std::string_view name = element.name();
  const auto colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

Element child(Element element, std::string_view name) {
  for (const Element one : element.children()) {
    if (one.type() == pugi::node_element && local_name(one) == name) return one;
  }
  return {};
}

Element descend(Element element, std::string_view path) {
  for (const auto name : split(path, '/')) element = child(element, name);
  return element;
}

std::vector<Element> children(Element element, std::string_view name) {
  std::vector<Element> found;
  for (const Element one : element.children()) {
    if (one.type() == pugi::node_element && local_name(one) == name) found.push_back(one);
  }
  return found;
}

std::vector<Element> elements(Element element) {
  std::vector<Element> found;
  for (const Element one : element.children()) {
    if (one.type() == pugi::node_element) found.push_back(one);
  }
  return found;
}

std::string_view attribute(Element element, std::string_view name) {
  for (const auto one : element.attributes()) {
    const std::string_view whole = one.name();
    const auto colon = whole.find(':');
    if ((colon == std::string_view::npos ? whole : whole.substr(colon + 1)) == name)
      return trimmed(std::string_view(one.value()));
  }
  return {};
}

bool has_null_flavor(Element element) {
  return !attribute(element, "nullFlavor").empty();
}

std::string text_of(Element element) {
  std::string text;
  bool blank = false;
  const auto add = [&](std::string_view characters) {
    for (const char c : characters) {
      if (is_space(c)) {
        blank = !text.empty();
        continue;
      }
      if (blank) text += ' ';
      blank = false;
      text += c;
    }
  };
  struct Walker : pugi::xml_tree_walker {
    decltype(add)& take;
    bool& space;
    Walker(decltype(add)& taking, bool& spacing) : take(taking), space(spacing) {}
    bool for_each(pugi::xml_node& node) override {
      if (node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata) take(node.value());
      const auto name = local_name(node);
      if (name == "br" || name == "td" || name == "tr" || name == "paragraph" || name == "item" || name == "th") space = true;
      return true;
    }
  } walker(add, blank);
  if (element.type() == pugi::node_element) element.traverse(walker);
  return text;
}

std::string_view type_of(Element element) {
  const auto type = attribute(element, "type");
  const auto colon = type.find(':');
  return colon == std::string_view::npos ? type : type.substr(colon + 1);
}

bool has_template(Element element, std::string_view root) {
  for (const Element id : children(element, "templateId")) {
    if (attribute(id, "root") == root) return true;
  }
  return false;
}

std::string path_of(Element element, Element top) {
  std::string path;
  for (Element at = element; at && at != top; at = at.parent()) {
    const std::string name(local_name(at));
    const auto same = children(at.parent(), name);
    std::string part = name;
    if (same.size() > 1) part += "[" + std::to_string(1 + std::find(same.begin(), same.end(), at) - same.begin()) + "]";
    path = path.empty() ? part : part + "/" + path;
  }
  return path;
}

}  // namespace charta::cda
