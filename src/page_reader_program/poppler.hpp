// SPDX-License-Identifier: Apache-2.0
// The raster of a PDF page and the words of a PDF, by pdftoppm and pdftotext of poppler-utils: programs of their own (GPL), never linked.
#pragma once
#include "page_reader_program/pix.hpp"

#include <string_view>

namespace charta::page_reader_program {

/// A PDF in memory under a name that another program can open; no file is written.
class NamedBytes {
 public:
  explicit NamedBytes(std::string_view bytes);
  ~NamedBytes();
  NamedBytes(const NamedBytes&) = delete;
  NamedBytes& operator=(const NamedBytes&) = delete;
  int file() const { return file_; }  ///< negative: there is no memory for it

 private:
  int file_ = -1;
};

/// `page` counts from 1. Errors: `invalid` (the page cannot be drawn).
Result<Image> raster_of(const NamedBytes& pdf, long page, int dpi, long most_dots);

/// The text layer, UTF-8, a form feed at the end of each page; by pdftotext of the same programs.
/// Errors: `invalid` (broken or encrypted), `too_large` (more words than a document has).
Result<std::string> text_of_pdf(const NamedBytes& pdf);

}  // namespace charta::page_reader_program
