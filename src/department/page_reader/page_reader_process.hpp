// SPDX-License-Identifier: Apache-2.0
// A pool of page reader processes (src/page_reader_program), and one of them.
#pragma once
#include "department/page_reader/page_reader.hpp"
#include "formats/page_reading/wire.hpp"

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace charta::page_reader {

/// One running reader. Not thread-safe.
class ReaderProcess {
 public:
  /// `nullptr` when the program cannot be started.
  static std::unique_ptr<ReaderProcess> start(const std::string& program, const std::vector<std::string>& arguments);
  ~ReaderProcess();  ///< ends the process and whatever it started
  ReaderProcess(const ReaderProcess&) = delete;
  ReaderProcess& operator=(const ReaderProcess&) = delete;

  enum class Outcome { answered, ended, too_slow };
  struct Reply {
    Outcome outcome = Outcome::ended;
    std::string payload{};
  };
  /// Sends a request and waits for its answer; after anything but `answered` the process is of no further use.
  Reply ask(std::string_view payload, std::chrono::milliseconds timeout);
  int answered() const { return answered_; }
  int process() const { return process_; }

 private:
  ReaderProcess(int process, int socket) : process_(process), socket_(socket) {}

  int process_;
  int socket_;
  int answered_ = 0;
};

struct ReaderLimits {
  std::chrono::milliseconds wait_for_a_reader{60'000};
  std::chrono::milliseconds pages{300'000}, look{120'000}, words{180'000}, searchable_pdf{300'000};
  std::size_t most_bytes = std::size_t{512} << 20U;  ///< of one file
  int answers_of_a_process = 1000;                   ///< then a new one takes its place: what libraries lose does not add up
  std::vector<std::string> arguments{};              ///< for the program: its bounds, "--pages", "2000", …
};

/// As many readers as are asked for at once, up to `count`. A reader that ends in the middle of a request is replaced and the
/// request is tried once more, never again; one that takes too long is ended and its file is given up.
class ReaderProcesses final : public PageReader {
 public:
  /// `count` 0: as many as the machine has processors. Nothing is started before it is needed.
  explicit ReaderProcesses(std::string program, int count = 0, ReaderLimits limits = {});
  ~ReaderProcesses() override;

  Result<std::vector<page_reading::PageImage>> pages_of(std::string_view bytes, std::string_view media_type) override;
  Result<page_reading::PageFindings> look(const page_reading::PageImage& page) override;
  Result<std::vector<page_reading::Word>> words(const page_reading::PageImage& straightened) override;
  Result<page_reading::PageImage> turned(const page_reading::PageImage& page, int degrees) override;
  Result<std::string> searchable_pdf(const std::vector<page_reading::PageImage>& pages,
                                     const std::vector<std::vector<page_reading::Word>>& words) override;

  Result<std::string> text_of_pdf(std::string_view pdf) override;
  Result<Sheets> sheets_of(std::string_view bytes, bool is_stamped) override;
  Result<std::string> stamped(const std::vector<page_reading::SetPart>& parts) override;
  Result<page_reading::DicomFindings> dicom(std::string_view file, int frame) override;

  /// What the readers may not do here, for operators: "bounded memory, no new privileges, …".
  Result<std::string> sandbox();
  int at_once() const override { return count_; }

 private:
  using Process = std::unique_ptr<ReaderProcess>;

  Result<page_reading::Answer> ask(const page_reading::Request& request, std::chrono::milliseconds timeout);
  Result<page_reading::Answer> ask_once_or_twice(Process& reader, std::string_view payload, std::chrono::milliseconds timeout);
  Result<Process> take_reader();
  void give_back(Process reader);
  Process started() const { return ReaderProcess::start(program_, limits_.arguments); }

  const std::string program_;
  const int count_;
  const ReaderLimits limits_;
  std::mutex mutex_;
  std::condition_variable given_back_;
  std::vector<Process> idle_;
  int busy_ = 0;
};

}  // namespace charta::page_reader
