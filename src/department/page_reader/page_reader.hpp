// SPDX-License-Identifier: Apache-2.0
// Image work in processes of their own: a file that breaks a decoder costs one process, never the server.
#pragma once
#include "base/result.hpp"
#include "formats/page_reading/dicom_findings.hpp"
#include "formats/page_reading/page_findings.hpp"
#include "formats/page_reading/wire.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace charta::page_reader {

struct Sheets {
  std::string pdf{};                   ///< empty: the file itself is the PDF
  std::vector<std::string> digests{};  ///< of each page, SHA-256 in hexadecimal
};

/// Thread-safe; every call is bounded in time and memory. Errors of all: `invalid` (the file is broken, encrypted, of another
/// kind or larger than the limits: says which), `unavailable` (no reader could be started, or it ended: the same file may be
/// tried once more).
class PageReader {
 public:
  virtual ~PageReader() = default;
  /// How many requests are worked on at the same time; more of them wait.
  virtual int at_once() const { return 1; }
  /// The pages of a file in their order: PDF, TIFF (one or many pages), PNG, JPEG. `media_type` may be empty: the bytes decide.
  virtual Result<std::vector<page_reading::PageImage>> pages_of(std::string_view bytes, std::string_view media_type) = 0;
  /// Straightens, turns upright, looks for blankness and symbols. About 0.1 to 0.5 s a page.
  virtual Result<page_reading::PageFindings> look(const page_reading::PageImage& page) = 0;
  /// Reads the text of a straightened page. About 1 s a page of 300 dpi.
  virtual Result<std::vector<page_reading::Word>> words(const page_reading::PageImage& straightened) = 0;
  /// The page turned clockwise by 90, 180 or 270 degrees, no dot of it changed.
  virtual Result<page_reading::PageImage> turned(const page_reading::PageImage& page, int degrees) = 0;
  /// One PDF of these pages, each with its words as an invisible text layer; `words[i]` may be empty.
  virtual Result<std::string> searchable_pdf(const std::vector<page_reading::PageImage>& pages,
                                             const std::vector<std::vector<page_reading::Word>>& words) = 0;
  /// The text layer of a PDF, a form feed at the end of each page; pages without one are empty. Nothing is recognised.
  virtual Result<std::string> text_of_pdf(std::string_view pdf);

  /// A file as it goes into a production set: a PDF as it stands, a picture as a PDF around its own dots; and of each page the
  /// digest of everything that is drawn on it. `is_stamped`: a finished set, whose stamps are left out of the digests: they are
  /// then those of the files that went into it. Errors besides: `unsupported` (a kind that has no pages).
  virtual Result<Sheets> sheets_of(std::string_view bytes, bool is_stamped);
  /// One PDF of all pages of these, each with its stamp on a strip that is added below it: nothing of a page is covered, drawn anew
  /// or packed anew. Each part has as many stamps as pages.
  virtual Result<std::string> stamped(const std::vector<page_reading::SetPart>& parts);
  /// What a DICOM file (PS3.10) says of itself, with a picture of one of its frames, counted from 1.
  virtual Result<page_reading::DicomFindings> dicom(std::string_view file, int frame);
};

}  // namespace charta::page_reader
