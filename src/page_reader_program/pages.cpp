// SPDX-License-Identifier: Apache-2.0
#include "page_reader_program/pages.hpp"

#include "page_reader_program/pix.hpp"

namespace charta::page_reader_program {

namespace {

enum class Kind { pdf, tiff, png, jpeg, other };

Kind kind_of(std::string_view bytes) {
  using namespace std::string_view_literals;
  if (bytes.starts_with("II*\0"sv) || bytes.starts_with("MM\0*"sv) || bytes.starts_with("II+\0"sv)) return Kind::tiff;
  if (bytes.starts_with("\x89PNG\r\n\x1A\n"sv)) return Kind::png;
  if (bytes.starts_with("\xFF\xD8\xFF"sv)) return Kind::jpeg;
  // ISO 32000-1, annex H, note 13: readers accept the header within the first 1,024 bytes.
  if (bytes.substr(0, 1024).find("%PDF-") != std::string_view::npos) return Kind::pdf;
  return Kind::other;
}

Result<Pages> pages_of_picture(std::string_view bytes, std::string media_type, const Bounds& bounds) {
  CHARTA_TRY(const auto image, decoded(bytes, bounds.most_dots));
  return Pages{
      {std::string(bytes), std::move(media_type), pixGetWidth(image.get()), pixGetHeight(image.get()), pixGetXRes(image.get())}};
}

Error broken_page(std::size_t number) {
  return fail(ErrorKind::invalid, "The TIFF file is broken at page " + with_commas(static_cast<long>(number)) + ".");
}

Result<Pages> pages_of_tiff(std::string_view bytes, const Bounds& bounds) {
  Pages pages;
  std::size_t offset = 0;
  const auto* data = reinterpret_cast<const l_uint8*>(bytes.data());
  do {
    if (pages.empty()) CHARTA_TRY_DO(decoded(bytes, bounds.most_dots));
    auto image = owned(pixReadMemFromMultipageTiff(data, bytes.size(), &offset));
    if (!image) return broken_page(pages.size() + 1);
    CHARTA_TRY_DO(require_size(pixGetWidth(image.get()), pixGetHeight(image.get()), bounds.most_dots));
    pages.push_back(packed(image, Packing::lossless));
    if (pages.size() > static_cast<std::size_t>(bounds.most_pages)) return too_many_pages(bounds.most_pages + 1, bounds);
  } while (offset != 0);
  if (pages.size() == 1) pages.front().bytes = bytes, pages.front().media_type = "image/tiff";  // its own bytes are the page
  return pages;
}

}  // namespace

Error too_many_pages(long count, const Bounds& bounds) {
  return fail(ErrorKind::too_large, "The file has " + with_commas(count) + " pages" +
                                        (count == bounds.most_pages + 1 ? " or more" : "") + "; at most " +
                                        with_commas(bounds.most_pages) + " are taken at once.");
}

Result<Pages> pages_of(std::string_view bytes, const Bounds& bounds) {
  switch (kind_of(bytes)) {
    case Kind::pdf:
      return pages_of_pdf(bytes, bounds);
    case Kind::tiff:
      return pages_of_tiff(bytes, bounds);
    case Kind::png:
      return pages_of_picture(bytes, "image/png", bounds);
    case Kind::jpeg:
      return pages_of_picture(bytes, "image/jpeg", bounds);
    case Kind::other:
      break;
  }
  return fail(ErrorKind::invalid, bytes.empty() ? "The file is empty." : "The file is no PDF, TIFF, PNG or JPEG.");
}

}  // namespace charta::page_reader_program
