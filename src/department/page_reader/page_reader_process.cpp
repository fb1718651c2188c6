// SPDX-License-Identifier: Apache-2.0
#include "department/page_reader/page_reader_process.hpp"

#include "base/log.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <thread>

namespace charta::page_reader {

namespace {

using page_reading::Act;
using page_reading::Answer;
using page_reading::Request;

int processors() {
  return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

Error not_started() {
  return fail(ErrorKind::unavailable, "The page reader could not be started; see whether charta-page-reader is installed.");
}

Error given_up_after(std::chrono::milliseconds timeout) {
  return fail(ErrorKind::invalid, fmt::format("The file was given up: reading it took longer than {} s.",
                                              std::chrono::ceil<std::chrono::seconds>(timeout).count()));
}

Error broke_the_reader() {
  return fail(ErrorKind::invalid,
              "The file ends the page reader: it breaks a decoder, or needs more memory than a reader may use.");
}

std::string_view name_of_act(Act act) {
  constexpr std::string_view names[] = {"hello", "pages", "look", "words", "turn", "searchable_pdf", "text", "sheets", "stamped", "dicom"};
  return names[static_cast<std::size_t>(act)];
}

}  // namespace

ReaderProcesses::ReaderProcesses(std::string program, int count, ReaderLimits limits)
    : program_(std::move(program)), count_(count > 0 ? count : processors()), limits_(std::move(limits)) {}

ReaderProcesses::~ReaderProcesses() = default;

Result<ReaderProcesses::Process> ReaderProcesses::take_reader() {
  std::unique_lock lock(mutex_);
  if (!given_back_.wait_for(lock, limits_.wait_for_a_reader, [&] { return busy_ < count_; }))
    return fail(ErrorKind::unavailable, "Every page reader is busy; try again later.");
  ++busy_;
  if (idle_.empty()) return Process();
  auto reader = std::move(idle_.back());
  idle_.pop_back();
  return reader;
}

void ReaderProcesses::give_back(Process reader) {
  const bool is_spent = reader && reader->answered() >= limits_.answers_of_a_process;
  if (is_spent) reader.reset();
  const std::lock_guard lock(mutex_);
  if (reader) idle_.push_back(std::move(reader));
  --busy_;
  given_back_.notify_one();
}

Result<Answer> ReaderProcesses::ask_once_or_twice(Process& reader, std::string_view payload, std::chrono::milliseconds timeout) {
  for (int attempt = 1; attempt <= 2; ++attempt) {
    if (!reader) reader = started();
    if (!reader) return not_started();
    const bool is_new = reader->answered() == 0;
    const auto reply = reader->ask(payload, timeout);
    if (reply.outcome == ReaderProcess::Outcome::answered) return page_reading::answer_of(reply.payload);
    reader.reset();
    if (reply.outcome == ReaderProcess::Outcome::too_slow) return given_up_after(timeout);
    log::warning("page_reader.ended", {{"attempt", attempt}, {"was_new", is_new}});
  }
  return broke_the_reader();
}

Result<Answer> ReaderProcesses::ask(const Request& request, std::chrono::milliseconds timeout) {
  const auto payload = page_reading::encode(request);
  if (payload.size() > limits_.most_bytes)
    return fail(ErrorKind::too_large,
                fmt::format("The file has {} MB; at most {} are read.", payload.size() >> 20U, limits_.most_bytes >> 20U));
  CHARTA_TRY(auto reader, take_reader());
  struct GivenBack {  // however this ends
    ReaderProcesses& pool;
    Process& reader;
    ~GivenBack() { pool.give_back(std::move(reader)); }
  } given_back{*this, reader};
  auto answer = ask_once_or_twice(reader, payload, timeout);
  if (!answer) log::warning("page_reader.refused", {{"act", name_of_act(request.act)}, {"kind", name_of(answer.error().kind)}});
  if (answer && answer->refusal) return *answer->refusal;
  return answer;
}

Result<std::vector<page_reading::PageImage>> ReaderProcesses::pages_of(std::string_view bytes, std::string_view media_type) {
  Request request;
  request.act = Act::pages, request.bytes = bytes, request.media_type = media_type;
  CHARTA_TRY(auto answer, ask(request, limits_.pages));
  return std::move(answer.pages);
}

Result<page_reading::PageFindings> ReaderProcesses::look(const page_reading::PageImage& page) {
  Request request;
  request.act = Act::look, request.pages = {page};
  CHARTA_TRY(auto answer, ask(request, limits_.look));
  return std::move(answer.findings);
}

Result<std::vector<page_reading::Word>> ReaderProcesses::words(const page_reading::PageImage& straightened) {
  Request request;
  request.act = Act::words, request.pages = {straightened};
  CHARTA_TRY(auto answer, ask(request, limits_.words));
  return std::move(answer.words);
}

Result<page_reading::PageImage> ReaderProcesses::turned(const page_reading::PageImage& page, int degrees) {
  Request request;
  request.act = Act::turn, request.pages = {page}, request.degrees = degrees;
  CHARTA_TRY(auto answer, ask(request, limits_.look));
  if (answer.pages.size() != 1) return fail(ErrorKind::internal, "the page reader answered with no turned page");
  return std::move(answer.pages.front());
}

Result<std::string> ReaderProcesses::searchable_pdf(const std::vector<page_reading::PageImage>& pages,
                                                    const std::vector<std::vector<page_reading::Word>>& words) {
  Request request;
  request.act = Act::searchable_pdf, request.pages = pages, request.words = words;
  CHARTA_TRY(auto answer, ask(request, limits_.searchable_pdf));
  return std::move(answer.bytes);
}

Result<std::string> ReaderProcesses::text_of_pdf(std::string_view pdf) {
  if (pdf.size() > limits_.most_bytes) return fail(ErrorKind::too_large, "The file is larger than what is read here.");
  Request request;
  request.act = Act::text, request.bytes = pdf;
  CHARTA_TRY(auto answer, ask(request, limits_.pages));
  return std::move(answer.bytes);
}

Result<page_reading::DicomFindings> ReaderProcesses::dicom(std::string_view file, int frame) {
  if (file.size() > limits_.most_bytes) return fail(ErrorKind::too_large, "The file is larger than what is read here.");
  Request request;
  request.act = Act::dicom, request.bytes = file, request.frame = frame;
  CHARTA_TRY(auto answer, ask(request, limits_.look));
  return std::move(answer.dicom);
}

Result<page_reading::DicomFindings> PageReader::dicom(std::string_view /*file*/, int /*frame*/) {
  return fail(ErrorKind::unsupported, "This reader reads no DICOM.");
}

Result<std::string> PageReader::text_of_pdf(std::string_view /*pdf*/) {
  return fail(ErrorKind::unsupported, "This reader reads images alone.");
}

Result<Sheets> ReaderProcesses::sheets_of(std::string_view bytes, bool is_stamped) {
  Request request;
  request.act = Act::sheets, request.bytes = bytes, request.media_type = is_stamped ? page_reading::stamped_media_type : "";
  CHARTA_TRY(auto answer, ask(request, limits_.pages));
  return Sheets{std::move(answer.bytes), std::move(answer.digests)};
}

Result<Sheets> PageReader::sheets_of(std::string_view /*bytes*/, bool /*is_stamped*/) {
  return fail(ErrorKind::unsupported, "This reader reads images alone.");
}

Result<std::string> ReaderProcesses::stamped(const std::vector<page_reading::SetPart>& parts) {
  Request request;
  request.act = Act::stamped, request.parts = parts;
  CHARTA_TRY(auto answer, ask(request, limits_.searchable_pdf));
  return std::move(answer.bytes);
}

Result<std::string> PageReader::stamped(const std::vector<page_reading::SetPart>& /*parts*/) {
  return fail(ErrorKind::unsupported, "This reader reads images alone.");
}

Result<std::string> ReaderProcesses::sandbox() {
  CHARTA_TRY(auto answer, ask(Request{}, limits_.look));
  return std::move(answer.bytes);
}

}  // namespace charta::page_reader
