// SPDX-License-Identifier: Apache-2.0
// What goes through the pipe between the server and a page reader: a frame is eight bytes of length, then one request or one
// answer. Numbers are little-endian, texts and lists carry their length; both sides come from one build, and the first byte says
// so.
#pragma once
#include "base/result.hpp"
#include "formats/page_reading/dicom_findings.hpp"
#include "formats/page_reading/page_findings.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace charta::page_reading {

enum class Act : std::uint8_t { hello, pages, look, words, turn, searchable_pdf, text, sheets, stamped, dicom };

/// A file that goes into a production set, and the line that is stamped below each of its pages.
struct SetPart {
  std::string bytes{};  ///< PDF
  std::vector<std::string> stamps{};
};

/// What a reader is asked; an act leaves the members empty that it does not need.
struct Request {
  Act act = Act::hello;
  std::string bytes{};                     ///< `pages`, `sheets`, `dicom`: a file as it was fed in; `text`: a PDF
  std::string media_type{};                ///< `pages`: as it was declared; may be empty
  std::vector<PageImage> pages{};          ///< one for `look`, `words` and `turn`, all of them for `searchable_pdf`
  std::vector<std::vector<Word>> words{};  ///< `searchable_pdf`: those of each page
  int degrees = 0;                         ///< `turn`: clockwise; 90, 180 or 270
  std::vector<SetPart> parts{};            ///< `stamped`: in their order
  int frame = 1;                           ///< `dicom`: which one is to be shown
};

struct Answer {
  std::vector<PageImage> pages{};  ///< `pages`: in their order; `turn`: the one
  PageFindings findings{};
  std::vector<Word> words{};
  std::string bytes{};             ///< `searchable_pdf`, `stamped`: the file; `text`: its words; `hello`: what the sandbox is made of
  std::vector<std::string> digests{};  ///< `sheets`: of each page as it stands, SHA-256 in hexadecimal
  DicomFindings dicom{};           ///< `dicom`
  std::optional<Error> refusal{};  ///< why not; the rest is empty then
};

/// `sheets`: the media type of a finished set, whose stamps are left out of the digests.
constexpr std::string_view stamped_media_type = "application/pdf;stamped";

constexpr std::size_t frame_header_size = 8;
std::string frame_header(std::size_t payload_size);
/// The length of the payload that follows. Errors: `too_large` (more than `most`: what sent it is not one of ours).
Result<std::size_t> payload_size(std::string_view header, std::size_t most);

std::string encode(const Request& request);
std::string encode(const Answer& answer);
/// Errors of both: `invalid` (cut short, too long, of another version, or a value that there is not).
Result<Request> request_of(std::string_view payload);
Result<Answer> answer_of(std::string_view payload);

}  // namespace charta::page_reading
