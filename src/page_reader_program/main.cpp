// SPDX-License-Identifier: Apache-2.0
// charta-page-reader: answers one request after the other on its standard input until that closes. It is started by the server
// (department/page_reader), which ends it when a request takes too long.
#include "formats/page_reading/wire.hpp"
#include "page_reader_program/dicom.hpp"
#include "page_reader_program/look.hpp"
#include "page_reader_program/ocr.hpp"
#include "page_reader_program/pages.hpp"
#include "page_reader_program/pipe.hpp"
#include "page_reader_program/pix.hpp"
#include "page_reader_program/poppler.hpp"
#include "page_reader_program/sandbox.hpp"
#include "page_reader_program/searchable.hpp"
#include "page_reader_program/sheets.hpp"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <new>
#include <string_view>

namespace {

using namespace charta;
using namespace charta::page_reader_program;
using page_reading::Act;
using page_reading::Answer;

Result<Answer> answer_to(const page_reading::Request& request, const Bounds& bounds, const std::string& sandbox) {
  Answer answer;
  const bool needs_a_page = request.act == Act::look || request.act == Act::words || request.act == Act::turn;
  if (needs_a_page && request.pages.size() != 1)
    return fail(ErrorKind::invalid, "One page is looked at, read or turned at a time.");
  switch (request.act) {
    case Act::hello:
      answer.bytes = sandbox;
      break;
    case Act::pages: {
      CHARTA_TRY(answer.pages, pages_of(request.bytes, bounds));
      break;
    }
    case Act::look: {
      CHARTA_TRY(answer.findings, look_at(request.pages[0], bounds));
      break;
    }
    case Act::words: {
      CHARTA_TRY(const auto image, decoded(request.pages[0].bytes, bounds.most_dots));
      if (request.pages[0].dpi > 0) pixSetResolution(image.get(), request.pages[0].dpi, request.pages[0].dpi);
      CHARTA_TRY(answer.words, words_of(image));
      break;
    }
    case Act::turn: {
      CHARTA_TRY(answer.pages.emplace_back(), turned_page(request.pages[0], request.degrees, bounds));
      break;
    }
    case Act::searchable_pdf: {
      CHARTA_TRY(answer.bytes, searchable_pdf_of(request.pages, request.words, bounds));
      break;
    }
    case Act::text: {
      CHARTA_TRY(answer.bytes, text_of_pdf(NamedBytes(request.bytes)));
      break;
    }
    case Act::sheets: {
      CHARTA_TRY(auto sheets, sheets_of(request.bytes, request.media_type == page_reading::stamped_media_type, bounds));
      answer.bytes = std::move(sheets.pdf), answer.digests = std::move(sheets.digests);
      break;
    }
    case Act::stamped: {
      CHARTA_TRY(answer.bytes, stamped_set(request.parts, bounds));
      break;
    }
    case Act::dicom: {
      CHARTA_TRY(answer.dicom, dicom_of(request.bytes, request.frame, bounds));
      break;
    }
  }
  return answer;
}

Answer answer_or_refusal(const std::string& payload, const Bounds& bounds, const std::string& sandbox) {
  Answer refused;
  try {
    const auto request = page_reading::request_of(payload);
    auto answer = request ? answer_to(*request, bounds, sandbox) : Result<Answer>(request.error());
    if (answer) return std::move(*answer);
    refused.refusal = answer.error();
  } catch (const std::bad_alloc&) {
    refused.refusal = fail(ErrorKind::too_large, "The file needs more memory than a page reader may use.");
  } catch (const std::exception&) {
    refused.refusal = fail(ErrorKind::invalid, "The file is broken.");
  }
  return refused;
}

/// `--memory-mb 2048 --pages 500 …`: any of the bounds.
bool take_bounds(int count, char** words, Bounds& bounds) {
  for (int at = 1; at + 1 < count; at += 2) {
    const std::string_view name = words[at];
    const long value = std::strtol(words[at + 1], nullptr, 10);
    long* bound = name == "--memory-mb" ? &bounds.memory_mb
                  : name == "--seconds" ? &bounds.seconds
                  : name == "--pages"   ? &bounds.most_pages
                  : name == "--dots"    ? &bounds.most_dots
                                        : nullptr;
    if (bound == nullptr || value <= 0) return false;
    *bound = value;
  }
  return count % 2 == 1;
}

}  // namespace

int main(int count, char** words) {
  Bounds bounds;
  if (!take_bounds(count, words, bounds)) {
    std::fputs("charta-page-reader is started by charta. Bounds: --memory-mb, --seconds, --pages, --dots\n", stderr);
    return 2;
  }
  std::signal(SIGPIPE, SIG_IGN);
  setMsgSeverity(L_SEVERITY_NONE);
  const auto sandbox = enter_sandbox(bounds);
  while (const auto payload = next_frame(0)) {
    allow_seconds(bounds.seconds);
    if (!send_frame(1, page_reading::encode(answer_or_refusal(*payload, bounds, sandbox)))) return 1;
  }
  return 0;
}
