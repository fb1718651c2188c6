// SPDX-License-Identifier: Apache-2.0
#include "department/coding/code_sets/tabular_file.hpp"

#include "base/text.hpp"
#include "formats/cda/xml.hpp"

#include <fmt/format.h>

#include <set>

namespace charta::code_sets {
namespace {

using code_books::LevelKind;
using code_books::NoteKind;

constexpr std::size_t depth_max = 12;

struct NoteElement {
  std::string_view name;
  NoteKind kind;
};
constexpr NoteElement note_elements[] = {{"includes", NoteKind::includes},
                                         {"inclusionTerm", NoteKind::inclusion_term},
                                         {"excludes1", NoteKind::excludes1},
                                         {"excludes2", NoteKind::excludes2},
                                         {"codeFirst", NoteKind::code_first},
                                         {"useAdditionalCode", NoteKind::use_additional},
                                         {"codeAlso", NoteKind::code_also},
                                         {"notes", NoteKind::note},
                                         {"sevenChrNote", NoteKind::seventh_character}};

/// "A00-B99" of "Certain infectious and parasitic diseases (A00-B99)", or of a section's id.
std::pair<grouper::CodeKey, grouper::CodeKey> span_of(std::string_view text) {
  const auto open = text.rfind('(');
  if (open != std::string_view::npos) text = text.substr(open + 1, text.find(')', open) - open - 1);
  const auto dash = text.find('-');
  const auto first = grouper::key_of(text.substr(0, dash));
  return {first, dash == std::string_view::npos ? code_books::last_below(first)
                                                : code_books::last_below(grouper::key_of(text.substr(dash + 1)))};
}

class TabularReader {
 public:
  Result<code_books::TabularList> read(cda::Element root) {
    int wanted = 1;
    for (const auto chapter : cda::children(root, "chapter")) {
      const auto number = cda::text_of(cda::child(chapter, "name"));
      if (number != std::to_string(wanted++))
        return fail(
            ErrorKind::invalid,
            fmt::format("chapter '{}' stands where chapter {} is expected: the file is a part of the list", number, wanted - 1));
      CHARTA_TRY_DO(read_chapter(chapter, number));
    }
    if (wanted == 1) return fail(ErrorKind::invalid, "there is no chapter");
    return writer_.take();
  }

 private:
  Result<void> read_chapter(cda::Element chapter, const std::string& number) {
    const auto title = cda::text_of(cda::child(chapter, "desc"));
    const auto [first, last] = span_of(title);
    if (first == 0 || last < first)
      return fail(ErrorKind::invalid, fmt::format("chapter {} does not say its span of codes", number));
    writer_.open(LevelKind::chapter, first, last, title);
    notes(chapter);
    std::set<std::string, std::less<>> there;
    for (const auto section : cda::children(chapter, "section")) {
      there.emplace(cda::attribute(section, "id"));
      CHARTA_TRY_DO(read_section(section));
    }
    for (const auto index : cda::children(chapter, "sectionIndex"))
      for (const auto named : cda::children(index, "sectionRef"))
        if (!there.contains(cda::attribute(named, "id")))
          return fail(ErrorKind::invalid,
                      fmt::format("chapter {} names section {}, which is missing: the file is a part of the list", number,
                                  cda::attribute(named, "id")));
    writer_.close();
    return {};
  }

  Result<void> read_section(cda::Element section) {
    const auto id = cda::attribute(section, "id");
    const auto [first, last] = span_of(id);
    if (first == 0 || last < first) return fail(ErrorKind::invalid, fmt::format("section '{}' is no span of codes", id));
    writer_.open(LevelKind::section, first, last, cda::text_of(cda::child(section, "desc")));
    notes(section);
    for (const auto diagnosis : cda::children(section, "diag")) CHARTA_TRY_DO(read_code(diagnosis, 0, 0));
    writer_.close();
    return {};
  }

  Result<void> read_code(cda::Element diagnosis, grouper::CodeKey above, std::size_t depth) {
    const auto name = cda::text_of(cda::child(diagnosis, "name"));
    const auto code = grouper::key_of(name);
    const auto title = cda::text_of(cda::child(diagnosis, "desc"));
    if (code == 0 || code_books::length_of(code) < 3 || code_books::length_of(code) > 7 || depth > depth_max)
      return fail(ErrorKind::invalid, fmt::format("'{}' is no ICD-10-CM code", name));
    if (title.empty()) return fail(ErrorKind::invalid, fmt::format("code {} has no title", name));
    // The publisher itself has put a code below its neighbour (H54.512A below H54.511, FY 2021): all but the last character
    // agree.
    const auto begin = above == 0 ? 0 : code_books::prefix_of(above, code_books::length_of(above) - 1);
    if (above != 0 && (code <= above || code > code_books::last_below(begin)))
      return fail(ErrorKind::invalid,
                  fmt::format("code {} stands below {}, which is not its beginning", name, grouper::text_of(above)));
    if (!seen_.insert(code).second) return fail(ErrorKind::invalid, fmt::format("code {} stands twice", name));
    writer_.open(LevelKind::code, code, code_books::last_below(code), title);
    notes(diagnosis);
    for (const auto definitions : cda::children(diagnosis, "sevenChrDef"))
      for (const auto extension : cda::children(definitions, "extension")) {
        const auto character = cda::attribute(extension, "char");
        if (character.size() != 1 || code_books::bit_of(character[0]) < 0)
          return fail(ErrorKind::invalid, fmt::format("code {} has the 7th character '{}'", name, character));
        writer_.seventh(character[0], cda::text_of(extension));
      }
    for (const auto below : cda::children(diagnosis, "diag")) CHARTA_TRY_DO(read_code(below, code, depth + 1));
    writer_.close();
    return {};
  }

  void notes(cda::Element level) {
    for (const auto part : cda::elements(level))
      for (const auto& known : note_elements)
        if (cda::local_name(part) == known.name)
          for (const auto one : cda::children(part, "note"))
            if (const auto words = cda::text_of(one); !words.empty()) writer_.note(known.kind, words);
  }

  code_books::TabularWriter writer_;
  std::set<grouper::CodeKey> seen_;
};

/// "C79.8-", "T36.0X1", "0DB": a code without its dash; 0 for "--" and words.
grouper::CodeKey cell_code(std::string_view text) {
  text = trimmed(text);
  while (text.ends_with('-') || text.ends_with('.')) text.remove_suffix(1);
  const auto key = grouper::key_of(text);
  return code_books::length_of(key) > 7 ? 0 : key;
}

class IndexReader {
 public:
  Result<code_books::IndexBook> read(cda::Element root) {
    writer_.name(cda::text_of(cda::child(root, "title")));
    for (const auto head : cda::children(cda::child(root, "indexHeading"), "head"))
      writer_.column(cda::text_of(head)), ++columns_;
    for (const auto letter : cda::children(root, "letter"))
      for (const auto term : cda::children(letter, "mainTerm")) CHARTA_TRY_DO(read_entry(term, 1));
    if (!any_code_) return fail(ErrorKind::invalid, "no entry has a code: the file is no index, or a part of one");
    auto book = writer_.take();
    CHARTA_TRY_DO(book.prepare());
    return book;
  }

 private:
  /// The title without what stands in parentheses, and that.
  std::pair<std::string, std::string> title_of(cda::Element entry) {
    const auto title = cda::child(entry, "title");
    std::string words, nonessential;
    for (const pugi::xml_node part : title.children()) {
      if (part.type() == pugi::node_pcdata || part.type() == pugi::node_cdata) words += std::string(part.value());
      if (part.type() == pugi::node_element)
        (cda::local_name(part) == "nemod" ? nonessential : words) += " " + cda::text_of(part);
    }
    std::string plain;
    for (const auto word : split(words, ' '))
      if (const auto one = trimmed(word); !one.empty()) plain += (plain.empty() ? "" : " ") + std::string(one);
    return {plain, stripped(nonessential)};
  }

  Result<void> read_entry(cda::Element entry, std::size_t depth) {
    auto [title, nonessential] = title_of(entry);
    if (title.empty()) title.swap(nonessential);  // "(taser)" stands alone
    if (title.empty() || depth > depth_max)
      return fail(ErrorKind::invalid, fmt::format("an entry below '{}' has no title", last_title_));
    last_title_ = title;
    auto& made = writer_.open(title, nonessential);
    made.see = words_of(entry, "see"), made.see_also = words_of(entry, "seeAlso"), made.use = words_of(entry, "use");
    made.manifestation = cell_code(cda::text_of(cda::child(entry, "manif")));
    for (const auto part : cda::elements(entry)) CHARTA_TRY_DO(read_codes(part, made, title));
    for (const auto below : cda::children(entry, "term")) CHARTA_TRY_DO(read_entry(below, depth + 1));
    writer_.close();
    return {};
  }

  Result<void> read_codes(cda::Element part, code_books::IndexEntry& made, const std::string& title) {
    const auto name = cda::local_name(part);
    if (name == "cell") {
      const auto column = parse_integer(cda::attribute(part, "col"));
      if (!column || *column < 1 || *column > columns_)
        return fail(ErrorKind::invalid, fmt::format("the entry '{}' has a cell in column '{}', which has no heading", title,
                                                    cda::attribute(part, "col")));
      if (const auto code = cell_code(cda::text_of(part)); code != 0)
        writer_.cell(static_cast<std::uint32_t>(*column), code), any_code_ = true;
      return {};
    }
    const bool is_code = name == "code" || name == "codes" || name == "tab" || name == "seecat" || name == "subcat";
    const auto inner = is_code ? part : cda::child(part, name == "see" || name == "seeAlso" ? "codes" : "none");
    if (!inner || made.code != 0) return {};
    made.code = cell_code(cda::text_of(inner));
    if (made.code == 0 && is_code && name != "codes" && name != "tab")
      return fail(ErrorKind::invalid,
                  fmt::format("the entry '{}' has the code '{}', which cannot be read", title, cda::text_of(inner)));
    any_code_ = any_code_ || made.code != 0;
    return {};
  }

  std::uint32_t words_of(cda::Element entry, std::string_view name) {
    std::string words;
    for (const auto one : cda::children(entry, name)) words += (words.empty() ? "" : "; ") + cda::text_of(one);
    return writer_.text(words);
  }

  code_books::IndexWriter writer_;
  std::string last_title_ = "the index";
  int columns_ = 0;
  bool any_code_ = false;
};

}  // namespace

Result<code_books::TabularList> read_tabular_list(std::string_view text) {
  CHARTA_TRY(const auto xml, cda::Xml::parse(text));
  if (cda::local_name(xml.root()) != "ICD10CM.tabular") return fail(ErrorKind::invalid, "this is no tabular list of ICD-10-CM");
  CHARTA_TRY(auto list, TabularReader().read(xml.root()));
  auto checked = list;
  CHARTA_TRY_DO(checked.prepare());
  return list;
}

Result<code_books::IndexBook> read_index_book(std::string_view text) {
  CHARTA_TRY(const auto xml, cda::Xml::parse(text));
  const auto name = cda::local_name(xml.root());
  if (name != "ICD10CM.index" && name != "ICD10PCS.index") return fail(ErrorKind::invalid, "this is no index");
  return IndexReader().read(xml.root());
}

int version_said_in(std::string_view text) {
  text = text.substr(0, 2000);
  const auto at = text.find("<version>");
  if (at == std::string_view::npos) return 0;
  const auto year = parse_integer(trimmed(text.substr(at + 9, 4)));
  return year && *year >= 2000 && *year < 2100 ? static_cast<int>(*year) : 0;
}

}  // namespace charta::code_sets
