// SPDX-License-Identifier: Apache-2.0
// Files, folders and the lock of a data directory, with what goes wrong with each.
#include "store/durable_file.hpp"

#include "store/compression.hpp"
#include "store/directory_lock.hpp"
#include "tests/support/test_store.hpp"

#include <gmock/gmock.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace charta::store {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class DurableFileTest : public ::testing::Test {
 protected:
  std::string path(const std::string& name) const { return folder_.path() + "/" + name; }
  testing::TemporaryFolder folder_;
};

TEST_F(DurableFileTest, IsWrittenAndReadInAnyPieces) {
  const Bytes bytes = random_bytes(100'000);
  {
    File file = File::create(path("a")).value();
    for (std::size_t at = 0; at < bytes.size(); at += 7'001) ASSERT_TRUE(file.write(BytesView(bytes).substr(at, 7'001)));
    ASSERT_TRUE(file.sync());
    EXPECT_EQ(file.size().value(), 100'000);
  }
  File file = File::open_to_read(path("a")).value();
  Bytes read;
  for (;;) {
    const Bytes piece = file.read(4'096).value();
    read += piece;
    if (piece.size() < 4'096) break;
  }
  EXPECT_EQ(read, bytes);
  EXPECT_TRUE(file.read(10).value().empty()) << "at the end there is nothing, again and again";
  EXPECT_EQ(read_file(path("a")).value(), bytes);
}

TEST_F(DurableFileTest, AReadGivesWhatIsThereAndNoMore) {
  std::ofstream(path("a")) << "abc";
  File file = File::open_to_read(path("a")).value();
  EXPECT_EQ(file.read(100).value(), "abc");
  EXPECT_EQ(file.read(0).value(), "");
}

TEST_F(DurableFileTest, AnExistingFileIsNeverMadeAnew) {
  std::ofstream(path("a")) << "kept";
  const auto made = File::create(path("a"));
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().kind, ErrorKind::unavailable);
  EXPECT_EQ(read_file(path("a")).value(), "kept");
}

TEST_F(DurableFileTest, OnlyItsOwnerReadsIt) {
  (void)File::create(path("a")).value();
  struct stat about {};
  ASSERT_EQ(::stat(path("a").c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777U, 0600U);
}

TEST_F(DurableFileTest, WritesInTheMiddleLeaveTheRest) {
  std::ofstream(path("a")) << "0123456789";
  File file = File::open_to_write(path("a")).value();
  ASSERT_TRUE(file.write_at(3, "abc"));
  ASSERT_TRUE(file.write_at(9, "xyz")) << "past the end it grows";
  EXPECT_EQ(read_file(path("a")).value(), "012abc678xyz");
  ASSERT_TRUE(file.reserve(100));
  EXPECT_EQ(read_file(path("a")).value(), "012abc678xyz" + Bytes(88, '\0')) << "room is taken, what was there stays";
  ASSERT_TRUE(file.reserve(10));
  EXPECT_EQ(file.size().value(), 100) << "less than it has takes nothing away";
}

TEST_F(DurableFileTest, WhatIsNotThereIsNotFoundAndWhatCannotBeIsUnavailable) {
  EXPECT_EQ(File::open_to_read(path("none")).error().kind, ErrorKind::not_found);
  EXPECT_EQ(File::open_to_write(path("none")).error().kind, ErrorKind::not_found);
  EXPECT_EQ(read_file(path("none")).error().kind, ErrorKind::not_found);
  EXPECT_EQ(File::create(path("no/folder/a")).error().kind, ErrorKind::unavailable);
  EXPECT_EQ(File::open_to_write(folder_.path()).error().kind, ErrorKind::unavailable) << "a folder";
  EXPECT_FALSE(sync_folder(path("none")));
}

// /dev/full: every write to it finds the disk full.
TEST_F(DurableFileTest, AFullDiskIsToldByTheWrite) {
  File full = File::open_to_write("/dev/full").value();
  const auto written = full.write("words");
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().kind, ErrorKind::unavailable);
  EXPECT_FALSE(full.write_at(0, "words"));
}

TEST_F(DurableFileTest, AFileMovesWithItsDescriptor) {
  File first = File::create(path("a")).value();
  File second(std::move(first));
  ASSERT_TRUE(second.write("one"));
  File third = File::create(path("b")).value();
  third = std::move(second);
  ASSERT_TRUE(third.write(" two"));
  EXPECT_FALSE(first.write("from an empty hand"));
  EXPECT_EQ(read_file(path("a")).value(), "one two");
}

TEST_F(DurableFileTest, FoldersAreMadeOnceWithTheirParents) {
  ASSERT_TRUE(make_folder(folder_.path(), "ab/cd/ef"));
  ASSERT_TRUE(make_folder(folder_.path(), "ab/cd/ef")) << "it is there already";
  EXPECT_TRUE(fs::is_directory(path("ab/cd/ef")));
  std::ofstream(path("file")) << "in the way";
  EXPECT_FALSE(make_folder(folder_.path(), "file/below"));
  EXPECT_FALSE(make_folder(path("no/root"), "ab"));
}

TEST_F(DurableFileTest, ADirectoryHasOneServerAtATime) {
  const std::string directory = path("data/deep");
  auto first = DirectoryLock::take(directory);
  ASSERT_TRUE(first) << "the directory is made";
  const auto second = DirectoryLock::take(directory);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind, ErrorKind::unavailable);
  EXPECT_THAT(second.error().message, HasSubstr(directory));
  EXPECT_TRUE(DirectoryLock::take(path("data/other")));
  DirectoryLock moved = std::move(*first);
  EXPECT_FALSE(DirectoryLock::take(directory)) << "moved is not released";
  moved = DirectoryLock();
  EXPECT_TRUE(DirectoryLock::take(directory));
}

TEST_F(DurableFileTest, AServerThatWasKilledLeavesNoLock) {
  int pipe_ends[2];
  ASSERT_EQ(::pipe(pipe_ends), 0);
  const pid_t server = ::fork();
  if (server == 0) {
    const auto lock = DirectoryLock::take(folder_.path());
    const char taken = lock ? 'y' : 'n';
    (void)!::write(pipe_ends[1], &taken, 1);
    ::pause();
    ::_exit(0);
  }
  char taken = '?';
  ASSERT_EQ(::read(pipe_ends[0], &taken, 1), 1);
  EXPECT_EQ(taken, 'y');
  EXPECT_FALSE(DirectoryLock::take(folder_.path()));
  ::kill(server, SIGKILL);
  ::waitpid(server, nullptr, 0);
  EXPECT_TRUE(DirectoryLock::take(folder_.path()));
  ::close(pipe_ends[0]);
  ::close(pipe_ends[1]);
}

TEST_F(DurableFileTest, ADirectoryThatCannotBeIsRefusedByName) {
  std::ofstream(path("file")) << "in the way";
  const auto taken = DirectoryLock::take(path("file/data"));
  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error().kind, ErrorKind::unavailable);
  EXPECT_THAT(taken.error().message, HasSubstr(path("file/data")));
}

TEST(PackedBytes, ComeBackAsTheyWere) {
  for (const std::size_t size : {0, 1, 2, 3, 100, 4'096, 100'000}) {
    for (const Bytes& bytes : {Bytes(size, 'a'), Bytes(size, '\0'), random_bytes(size)}) {
      const Bytes small = packed(bytes);
      ASSERT_EQ(unpacked(small), bytes) << size;
      EXPECT_LE(small.size(), bytes.size() + 1) << "at most the letter more";
      EXPECT_FALSE(small.empty());
    }
  }
}

TEST(PackedBytes, DamagedOnesAreNothingOrOtherBytesAndNeverMemoryWithoutEnd) {
  const Bytes good = packed(Bytes(5'000, 'a') + random_bytes(200));
  for (std::size_t size = 0; size < good.size(); ++size) EXPECT_FALSE(unpacked(good.substr(0, size))) << size;
  for (std::size_t at = 0; at < good.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      Bytes bad = good;
      bad[at] = static_cast<char>(bad[at] ^ (1 << bit));
      const auto read = unpacked(bad);
      if (read) {
        ASSERT_LT(read->size(), 65'536U * bad.size());
      }
    }
  }
  for (const char* bytes : {"", "Z", "X", "Zjunk", "\0"}) EXPECT_FALSE(unpacked(bytes)) << bytes;
}

}  // namespace
}  // namespace charta::store
