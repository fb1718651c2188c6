// SPDX-License-Identifier: Apache-2.0
#include "department/coding/code_books/index_book.hpp"

#include <algorithm>

namespace charta::code_books {

Result<void> IndexBook::prepare() const {
  const auto broken = [] {
    return fail(ErrorKind::invalid, "the index does not fit together: import the publisher's file again");
  };
  if (!texts.fits() || entries.empty() || !texts.holds(title)) return broken();
  for (const auto heading : columns)
    if (!texts.holds(heading)) return broken();
  std::uint32_t cell = 0;
  for (std::uint32_t n = 0; n < entries.size(); ++n) {
    const auto& one = entries[n];
    for (const auto text : {one.title, one.nonessential, one.see, one.see_also, one.use})
      if (!texts.holds(text)) return broken();
    if (one.end <= n || one.end > entries.size() || (one.parent != none && one.parent >= n) || one.first_cell < cell ||
        one.first_cell > cells.size())
      return broken();
    cell = one.first_cell;
  }
  return {};
}

std::span<const IndexCell> IndexBook::cells_of(std::uint32_t entry) const {
  const auto to = entry + 1 < entries.size() ? entries[entry + 1].first_cell : static_cast<std::uint32_t>(cells.size());
  return std::span(cells).subspan(entries[entry].first_cell, to - entries[entry].first_cell);
}

std::string IndexBook::path_of(std::uint32_t entry, std::uint32_t above) const {
  std::string path;
  for (; entry != none && entry != above; entry = entries[entry].parent) {
    const std::string title_here(texts[entries[entry].title]);
    path = path.empty() ? title_here : title_here + ", " + path;
  }
  return path;
}

std::vector<std::uint32_t> IndexBook::chain(std::uint32_t entry) const {
  std::vector<std::uint32_t> found;
  for (; entry != none; entry = entries[entry].parent) found.push_back(entry);
  std::reverse(found.begin(), found.end());
  return found;
}

std::vector<std::uint32_t> IndexBook::below(std::uint32_t entry) const {
  std::vector<std::uint32_t> found;
  for (std::uint32_t n = entry + 1; n < entries[entry].end; n = entries[n].end) found.push_back(n);
  return found;
}

std::vector<std::uint32_t> IndexBook::leading_to(CodeKey code, std::size_t limit) const {
  std::vector<std::uint32_t> found;
  const CodeKey last = last_below(code);
  const auto leads = [&](CodeKey one) { return code <= one && one <= last; };
  for (std::uint32_t n = 0; n < entries.size() && found.size() < limit && code != 0; ++n) {
    const auto here = cells_of(n);
    if (leads(entries[n].code) || leads(entries[n].manifestation) ||
        std::any_of(here.begin(), here.end(), [&](const auto& cell) { return leads(cell.code); }))
      found.push_back(n);
  }
  return found;
}

IndexEntry& IndexWriter::open(std::string_view title, std::string_view nonessential) {
  IndexEntry entry;
  entry.parent = open_.empty() ? IndexBook::none : open_.back();
  entry.title = texts_.add(title), entry.nonessential = texts_.add(nonessential);
  entry.first_cell = static_cast<std::uint32_t>(book_.cells.size());
  open_.push_back(static_cast<std::uint32_t>(book_.entries.size()));
  book_.entries.push_back(entry);
  return book_.entries.back();
}

void IndexWriter::close() {
  book_.entries[open_.back()].end = static_cast<std::uint32_t>(book_.entries.size());
  open_.pop_back();
}

IndexBook IndexWriter::take() {
  while (!open_.empty()) close();
  book_.texts = texts_.take();
  return std::move(book_);
}

}  // namespace charta::code_books
