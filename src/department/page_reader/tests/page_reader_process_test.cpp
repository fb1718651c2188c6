// SPDX-License-Identifier: Apache-2.0
#include "department/page_reader/page_reader_process.hpp"

#include "formats/cover_sheet/sheet_pages.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <csignal>
#include <fstream>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

namespace charta::page_reader {
namespace {

using namespace std::chrono_literals;

/// A program that stands in for the reader: shell lines in a file of this test's own.
class StandIn {
 public:
  explicit StandIn(const std::string& lines) {
    path_ = testing::TempDir() + "/page-reader-" + std::to_string(::getpid()) + "-" + std::to_string(++made_);
    std::ofstream(path_) << "#!/bin/sh\n" << lines << "\n";
    ::chmod(path_.c_str(), 0755);
  }
  ~StandIn() { ::unlink(path_.c_str()); }
  const std::string& path() const { return path_; }

 private:
  static inline std::atomic<int> made_{0};
  std::string path_;
};

ReaderProcesses readers(int count = 1, ReaderLimits limits = {}) {
  return ReaderProcesses(CHARTA_PAGE_READER_PROGRAM, count, std::move(limits));
}

cover_sheet::PrintedSheet patch_sheet() {
  return {{cover_sheet::Kind::patch, "", "", "", "", "000001"}, "", "", "", ""};
}

TEST(PageReaderProcesses, SayWhatTheyMayNotDo) {
  const auto sandbox = readers().sandbox().value();
  EXPECT_NE(sandbox.find("no new privileges"), std::string::npos) << sandbox;
  EXPECT_NE(sandbox.find("no core dumps"), std::string::npos) << sandbox;
}

TEST(PageReaderProcesses, TakeAFileApartAndLookAtItsPages) {
  auto pool = readers();
  const auto pdf = cover_sheet::sheets_as_pdf({patch_sheet(), patch_sheet()}).value();
  const auto pages = pool.pages_of(pdf, "application/pdf").value();
  ASSERT_EQ(pages.size(), 2U);
  EXPECT_EQ(pages[0].media_type, "image/png");
  EXPECT_EQ(pages[0].dpi, 300);
  const auto found = pool.look(pages[0]).value();
  EXPECT_TRUE(found.sheet_marks);
  EXPECT_FALSE(found.blank);
}

TEST(PageReaderProcesses, SayThatAProgramIsMissing) {
  ReaderProcesses pool("/nowhere/charta-page-reader", 1);
  const auto pages = pool.pages_of("x", "");
  ASSERT_FALSE(pages);
  EXPECT_EQ(pages.error().kind, ErrorKind::unavailable);
}

// Once more and never again: the stand-in counts how often it was started.
TEST(PageReaderProcesses, TryAFileThatEndsThemOnceMore) {
  const auto count = testing::TempDir() + "/starts-" + std::to_string(::getpid());
  const StandIn dies("echo x >>" + count + "; head -c 20 >/dev/null; exit 3");
  ReaderProcesses pool(dies.path(), 1);
  const auto pages = pool.pages_of("a file", "");
  ASSERT_FALSE(pages);
  EXPECT_EQ(pages.error().kind, ErrorKind::invalid);
  EXPECT_EQ(pages.error().message,
            "The file ends the page reader: it breaks a decoder, or needs more memory than a reader may use.");
  std::ifstream starts(count);
  const std::string lines{std::istreambuf_iterator<char>(starts), {}};
  EXPECT_EQ(lines, "x\nx\n");
  ::unlink(count.c_str());
}

TEST(PageReaderProcesses, GiveUpAFileThatTakesTooLong) {
  const StandIn sleeps("sleep 60");
  ReaderLimits limits;
  limits.look = 200ms;
  ReaderProcesses pool(sleeps.path(), 1, limits);
  const auto before = std::chrono::steady_clock::now();
  const auto found = pool.look({"x", "image/png", 1, 1, 0});
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().message, "The file was given up: reading it took longer than 1 s.");
  EXPECT_LT(std::chrono::steady_clock::now() - before, 30s);
}

TEST(PageReaderProcesses, TakeNoAnswerThatIsNotOneOfTheirs) {
  const StandIn babbles("printf '\\003\\000\\000\\000\\000\\000\\000\\000abc'; cat >/dev/null");
  ReaderProcesses pool(babbles.path(), 1);
  EXPECT_FALSE(pool.look({"x", "image/png", 1, 1, 0}));
}

TEST(PageReaderProcesses, BoundTheWaitForAFreeOne) {
  const StandIn sleeps("sleep 60");
  ReaderLimits limits;
  limits.look = 3s, limits.wait_for_a_reader = 50ms;
  ReaderProcesses pool(sleeps.path(), 1, limits);
  std::thread first([&] { (void)pool.look({"x", "image/png", 1, 1, 0}); });
  std::this_thread::sleep_for(500ms);
  const auto second = pool.look({"x", "image/png", 1, 1, 0});
  first.join();
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind, ErrorKind::unavailable);
}

TEST(PageReaderProcesses, RefuseAFileOverTheLimitWithoutSendingIt) {
  ReaderLimits limits;
  limits.most_bytes = 1000;
  auto pool = readers(1, limits);
  EXPECT_EQ(pool.pages_of(std::string(2000, 'x'), "").error().kind, ErrorKind::too_large);
}

TEST(PageReaderProcesses, AnswerSeveralAskersAtOnce) {
  auto pool = readers(2);
  const auto pdf = cover_sheet::sheets_as_pdf({patch_sheet()}).value();
  std::atomic<int> good{0};
  std::vector<std::thread> askers;
  for (int asker = 0; asker < 4; ++asker)
    askers.emplace_back([&] {
      const auto pages = pool.pages_of(pdf, "");
      if (pages && pages->size() == 1) ++good;
    });
  for (auto& asker : askers) asker.join();
  EXPECT_EQ(good, 4);
}

TEST(PageReaderProcesses, ReplaceAReaderThatHasAnsweredLongEnough) {
  ReaderLimits limits;
  limits.answers_of_a_process = 1;
  auto pool = readers(1, limits);
  for (int time = 0; time < 3; ++time) EXPECT_TRUE(pool.sandbox()) << time;
}

}  // namespace
}  // namespace charta::page_reader
