// SPDX-License-Identifier: Apache-2.0
#include "formats/cda/narrative.hpp"

#include "base/text.hpp"
#include "formats/cda/code_tables.hpp"

#include <algorithm>
#include <array>

namespace charta::cda {
namespace {

/// Deeper than this the words alone are kept: a validator refuses narratives of more than 128 levels.
constexpr int formatted_depth = 60;

// CDA R2 NarrativeBlock.xsd; elements of HTML that senders use though the schema does not know them.
constexpr auto elements_kept = std::to_array<CodeRow>({{"paragraph", "p"},
                                                       {"p", "p"},
                                                       {"content", "span"},
                                                       {"span", "span"},
                                                       {"sub", "sub"},
                                                       {"sup", "sup"},
                                                       {"item", "li"},
                                                       {"li", "li"},
                                                       {"ul", "ul"},
                                                       {"ol", "ol"},
                                                       {"table", "table"},
                                                       {"thead", "thead"},
                                                       {"tbody", "tbody"},
                                                       {"tfoot", "tfoot"},
                                                       {"tr", "tr"},
                                                       {"th", "th"},
                                                       {"td", "td"},
                                                       {"colgroup", "colgroup"},
                                                       {"col", "col"},
                                                       {"linkHtml", "span"},
                                                       {"footnote", "small"},
                                                       {"b", "b"},
                                                       {"i", "i"},
                                                       {"u", "u"},
                                                       {"strong", "strong"},
                                                       {"em", "em"},
                                                       {"h1", "h4"},
                                                       {"h2", "h4"},
                                                       {"h3", "h4"},
                                                       {"h4", "h4"},
                                                       {"h5", "h5"},
                                                       {"h6", "h6"},
                                                       {"pre", "pre"},
                                                       {"div", "div"},
                                                       {"blockquote", "blockquote"}});
constexpr auto styles = std::to_array<CodeRow>({{"Bold", "b"}, {"Italics", "i"}, {"Underline", "u"}, {"Emphasis", "em"}});
constexpr auto dropped = std::to_array<std::string_view>({"script", "style", "object", "embed", "iframe", "head"});
constexpr auto attributes_kept = std::to_array<std::string_view>({"colspan", "rowspan"});

bool is_short_number(std::string_view text) {
  return !text.empty() && text.size() < 4 && text.find_first_not_of("0123456789") == std::string_view::npos;
}

class Formatter {
 public:
  std::string take(Element text) {
    inside(text, 0);
    return says_something_ ? std::move(out_) : std::string();
  }

 private:
  void inside(Element element, int depth) {
    for (const Element one : element.children()) {
      if (one.type() == pugi::node_pcdata || one.type() == pugi::node_cdata) words(one.value());
      if (one.type() == pugi::node_element) formatted(one, depth);
    }
  }

  void words(std::string_view text) {
    if (trimmed(text).empty()) {
      if (!text.empty()) out_ += ' ';
      return;
    }
    says_something_ = true;
    out_ += escaped(text);
  }

  void formatted(Element element, int depth) {
    const auto name = local_name(element);
    if (std::find(dropped.begin(), dropped.end(), name) != dropped.end()) return;
    if (depth >= formatted_depth) return words(text_of(element) + " ");
    if (name == "br") {
      out_ += "<br/>";
      return;
    }
    if (name == "hr") {
      out_ += "<hr/>";
      return;
    }
    if (name == "renderMultiMedia") return words("[picture " + std::string(attribute(element, "referencedObject")) + "]");
    if (name == "list") return list(element, depth);
    if (name == "caption") return wrapped(local_name(element.parent()) == "table" ? "caption" : "b", element, depth);
    const auto html = look_up(elements_kept, name);
    if (html.empty()) return inside(element, depth);
    if (name == "content") return content(element, depth);
    wrapped(html, element, depth);
    // The address stands as words: nothing is fetched, and nobody is led away by a click.
    if (const auto address = attribute(element, "href"); name == "linkHtml" && !address.empty() && !address.starts_with('#'))
      words(" (" + std::string(address) + ")");
  }

  void list(Element element, int depth) {
    for (const Element title : children(element, "caption")) wrapped("p", title, depth);
    const std::string_view tag = attribute(element, "listType") == "ordered" ? "ol" : "ul";
    out_ += "<" + std::string(tag) + ">";
    for (const Element item : children(element, "item")) wrapped("li", item, depth + 1);
    out_ += "</" + std::string(tag) + ">";
  }

  void content(Element element, int depth) {
    std::string closing;
    for (const auto style : split(attribute(element, "styleCode"), ' ')) {
      const auto tag = look_up(styles, style);
      if (tag.empty() || closing.find("</" + std::string(tag) + ">") != std::string::npos) continue;  // once is enough
      out_ += "<" + std::string(tag) + ">";
      closing = "</" + std::string(tag) + ">" + closing;
    }
    if (closing.empty()) return wrapped("span", element, depth);
    inside(element, depth + 4);
    out_ += closing;
  }

  void wrapped(std::string_view tag, Element element, int depth) {
    out_ += "<" + std::string(tag);
    for (const auto name : attributes_kept) {
      const auto value = attribute(element, name);
      if (is_short_number(value)) out_ += " " + std::string(name) + "=\"" + std::string(value) + "\"";
    }
    out_ += ">";
    inside(element, depth + 1);
    out_ += "</" + std::string(tag) + ">";
  }

  std::string out_;
  bool says_something_ = false;
};

}  // namespace

std::string escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '"')
      out += "&quot;";
    else if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t')
      out += c;
  }
  return out;
}

NarrativeIndex::NarrativeIndex(Element body) {
  struct Walker : pugi::xml_tree_walker {
    std::map<std::string, Element, std::less<>>& anchors;
    explicit Walker(std::map<std::string, Element, std::less<>>& into) : anchors(into) {}
    bool for_each(pugi::xml_node& node) override {
      const auto id = attribute(node, "ID");
      if (!id.empty()) anchors.emplace(id, node);
      return true;
    }
  } walker(anchors_);
  body.traverse(walker);
}

std::string NarrativeIndex::text_at(std::string_view reference) const {
  if (reference.starts_with('#')) reference.remove_prefix(1);
  const auto found = anchors_.find(reference);
  return found == anchors_.end() ? std::string() : text_of(found->second);
}

std::string NarrativeIndex::words(Element element) const {
  if (!element) return {};
  std::string own = text_of(element);
  if (!own.empty()) return own;
  return text_at(attribute(child(element, "reference"), "value"));
}

std::string xhtml_of(Element text) {
  return Formatter().take(text);
}

std::string narrative_div(std::string_view xhtml) {
  return "<div xmlns=\"http://www.w3.org/1999/xhtml\">" +
         (xhtml.empty() ? std::string("<p>This section has no text.</p>") : std::string(xhtml)) + "</div>";
}

}  // namespace charta::cda
