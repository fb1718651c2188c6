// SPDX-License-Identifier: Apache-2.0
// The indexes of the code books: main terms, what stands below them at any depth, a path opened again.
#include "base/text.hpp"
#include "department/coding/code_sets/book_shelf.hpp"
#include "transport/desk_api/coding_json.hpp"

namespace charta::desk_api {
namespace {

using http::Request;
using http::Response;

/// An index as one looks at it: from where, and of which codes it speaks.
struct IndexView {
  const code_books::IndexBook& book;
  std::uint32_t from;
  claim_edits::CodeKind kind;
};

void write_index_entry(json::Writer& out, const IndexView& view, std::uint32_t number) {
  const auto& [book, from, kind] = view;
  const auto& entry = book.entries[number];
  out.begin_object().member("number", static_cast<std::int64_t>(number)).member("title", book.texts[entry.title]);
  out.member("path", book.path_of(number));
  if (entry.parent != from && entry.parent != code_books::IndexBook::none) out.member("above", book.path_of(entry.parent, from));
  member_unless_empty(out, "nonessential", std::string(book.texts[entry.nonessential]));
  if (entry.code != 0) out.member("code", claim_edits::written(entry.code, kind));
  if (entry.manifestation != 0) out.member("manifestation", claim_edits::written(entry.manifestation, kind));
  member_unless_empty(out, "see", std::string(book.texts[entry.see]));
  member_unless_empty(out, "see_also", std::string(book.texts[entry.see_also]));
  member_unless_empty(out, "use", std::string(book.texts[entry.use]));
  out.member("goes_on", entry.end != number + 1).key("cells").begin_array();
  for (const auto& cell : book.cells_of(number))
    out.begin_object()
        .member("heading", cell.column <= book.columns.size() ? book.texts[book.columns[cell.column - 1]] : std::string_view())
        .member("code", claim_edits::written(cell.code, kind))
        .end_object();
  out.end_array().end_object();
}

/// Where somebody stands in an index and what they see there.
struct IndexPlace {
  std::uint32_t at = code_books::IndexBook::none;    ///< none: at its main terms
  std::uint32_t here = code_books::IndexBook::none;  ///< the entry that was asked for, when nothing stands below it
  std::string rest;                                  ///< of ?path=, what the book has no entry for
  std::vector<std::uint32_t> found;
};

/// By ?below= the number or ?path= the titles of an entry, else at the main terms. Errors: `not_found` (number).
Result<IndexPlace> place_asked(const Request& request, const code_books::IndexBook& book) {
  IndexPlace place;
  const auto path = request.parameter("path").value_or("");
  if (const auto number = parse_integer(request.parameter("below").value_or("")); number && *number >= 0) {
    if (static_cast<std::size_t>(*number) >= book.entries.size())
      return fail(ErrorKind::not_found, "the index has no entry of that number", "below");
    place.at = static_cast<std::uint32_t>(*number);
  } else if (!path.empty()) {
    const auto [entry, rest] = book.find_path(path);
    place.at = entry, place.rest = rest;
  }
  if (place.at != code_books::IndexBook::none && book.entries[place.at].end == place.at + 1)
    place.here = place.at, place.at = book.entries[place.at].parent;  // a leaf is seen among what stands beside it
  return place;
}

Result<Response> index_entries(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto day, day_asked(desk, request));
  static constexpr std::pair<std::string_view, std::string_view> books[] = {{"diseases", "icd10cm-index-book"},
                                                                            {"external-causes", "icd10cm-external-causes"},
                                                                            {"drugs", "icd10cm-drugs"},
                                                                            {"neoplasms", "icd10cm-neoplasms"},
                                                                            {"procedures", "icd10pcs-index"}};
  const std::string asked = request.parameter("book").value_or("diseases");
  const auto kind = std::find_if(std::begin(books), std::end(books), [&](const auto& one) { return one.first == asked; });
  if (kind == std::end(books))
    return fail(ErrorKind::invalid, "'book' is diseases, external-causes, drugs, neoplasms or procedures", "book");
  CHARTA_TRY(const auto book, desk.code_shelf->index(kind->second, day));
  CHARTA_TRY(auto place, place_asked(request, *book));
  constexpr auto none = code_books::IndexBook::none;
  const auto limit = static_cast<std::size_t>(limit_of(request, 20, 100));
  auto words = request.parameter("words").value_or("");
  if (place.at != none)
    place.found = book->search_below(place.at, words);
  else
    place.found = book->search(words.empty() && place.here != none ? book->path_of(place.here) : words, limit);
  std::string text;
  json::Writer out(text);
  out.begin_object().member("total", static_cast<std::int64_t>(place.found.size())).key("way").begin_array();
  for (const auto one : place.at == none ? std::vector<std::uint32_t>() : book->chain(place.at))
    out.begin_object()
        .member("number", static_cast<std::int64_t>(one))
        .member("title", book->texts[book->entries[one].title])
        .member("path", book->path_of(one))
        .end_object();
  out.end_array();
  if (place.here != none) out.member("here", static_cast<std::int64_t>(place.here));
  member_unless_empty(out, "rest", place.rest);
  if (!words.empty() && place.found.size() > limit) place.found.resize(limit);
  out.key("items").begin_array();
  const IndexView view{*book, place.at,
                       asked == "procedures" ? claim_edits::CodeKind::procedure : claim_edits::CodeKind::diagnosis};
  for (const auto one : place.found) write_index_entry(out, view, one);
  out.end_array().end_object();
  return http::json_response(std::move(text));
}

}  // namespace

void add_code_index_routes(Routes& routes) {
  routes.read("/api/coding/index",
              "An index as a book: main terms by ?words=, or what stands ?below= an entry or a ?path=, at any depth by ?words=; "
              "?book= ?on= ?limit=",
              "read-worklists", "IndexEntries", index_entries);
}

}  // namespace charta::desk_api
