// SPDX-License-Identifier: Apache-2.0
#include "page_reader_program/poppler.hpp"

#include "page_reader_program/pipe.hpp"

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace charta::page_reader_program {

namespace {

constexpr long seconds_for_a_page = 30, seconds_for_the_words = 120;
constexpr std::size_t most_bytes_of_words = std::size_t{64} << 20U;

/// What the child does between fork and exec, in a process of one thread.
void prepare_child(int out, long cpu_seconds) {
  const int nothing = ::open("/dev/null", O_RDWR);
  ::dup2(nothing, 0), ::dup2(out, 1), ::dup2(nothing, 2);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  const rlimit seconds{static_cast<rlim_t>(cpu_seconds), static_cast<rlim_t>(cpu_seconds)};
  ::setrlimit(RLIMIT_CPU, &seconds);
}

[[noreturn]] void become_pdftoppm(const NamedBytes& pdf, int out, const std::string& page, const std::string& dpi) {
  const auto path = "/proc/self/fd/" + std::to_string(pdf.file());
  prepare_child(out, seconds_for_a_page);
  ::execlp("pdftoppm", "pdftoppm", "-q", "-cropbox", "-r", dpi.c_str(), "-f", page.c_str(), "-l", page.c_str(), path.c_str(),
           nullptr);
  ::_exit(127);
}

[[noreturn]] void become_pdftotext(const NamedBytes& pdf, int out) {
  const auto path = "/proc/self/fd/" + std::to_string(pdf.file());
  prepare_child(out, seconds_for_the_words);
  ::execlp("pdftotext", "pdftotext", "-q", "-enc", "UTF-8", path.c_str(), "-", nullptr);
  ::_exit(127);
}

Error not_drawn(long page) {
  return fail(ErrorKind::invalid, "Page " + with_commas(page) + " of the PDF cannot be drawn: the file is broken there.");
}

int ended_with(pid_t process) {
  int status = 0;
  while (::waitpid(process, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace

NamedBytes::NamedBytes(std::string_view bytes) : file_(::memfd_create("page", 0)) {
  if (file_ >= 0 && !send_all(file_, bytes)) {
    ::close(file_);
    file_ = -1;
  }
}

NamedBytes::~NamedBytes() {
  if (file_ >= 0) ::close(file_);
}

Result<Image> raster_of(const NamedBytes& pdf, long page, int dpi, long most_dots) {
  int ends[2];
  if (pdf.file() < 0 || ::pipe2(ends, O_CLOEXEC) != 0) return fail(ErrorKind::internal, "no memory for a page of the PDF");
  const auto process = ::fork();
  if (process == 0) become_pdftoppm(pdf, ends[1], std::to_string(page), std::to_string(dpi));
  ::close(ends[1]);
  const auto drawn = process > 0 ? all_of(ends[0], static_cast<std::size_t>(3 * most_dots + 100)) : std::nullopt;
  ::close(ends[0]);
  if (process > 0 && !drawn) ::kill(process, SIGKILL);
  if (process < 0 || ended_with(process) != 0 || !drawn || drawn->empty()) return not_drawn(page);
  auto image = owned(pixReadMemPnm(reinterpret_cast<const l_uint8*>(drawn->data()), drawn->size()));
  if (!image) return not_drawn(page);
  pixSetResolution(image.get(), dpi, dpi);
  return simplest(std::move(image));
}

Result<std::string> text_of_pdf(const NamedBytes& pdf) {
  int ends[2];
  if (pdf.file() < 0 || ::pipe2(ends, O_CLOEXEC) != 0) return fail(ErrorKind::internal, "no memory for the words of the PDF");
  const auto process = ::fork();
  if (process == 0) become_pdftotext(pdf, ends[1]);
  ::close(ends[1]);
  auto words = process > 0 ? all_of(ends[0], most_bytes_of_words) : std::nullopt;
  ::close(ends[0]);
  if (process > 0 && !words) ::kill(process, SIGKILL);
  if (process < 0 || ended_with(process) != 0) return fail(ErrorKind::invalid, "The PDF is broken or encrypted: its words cannot be read.");
  if (!words) return fail(ErrorKind::too_large, "The PDF has more words than a document has.");
  return std::move(*words);
}

}  // namespace charta::page_reader_program
