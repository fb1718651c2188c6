// SPDX-License-Identifier: Apache-2.0
// The backup file for itself: what is written comes back, and no damaged or shortened file passes for a whole one.
#include "store/archive.hpp"

#include "store/backup.hpp"
#include "tests/support/test_store.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

namespace charta::store {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class ArchiveTest : public ::testing::Test {
 protected:
  std::string file(const std::string& name = "a.backup") const { return folder_.path() + "/" + name; }

  /// Parts in order: name and bytes.
  using ArchiveParts = std::vector<std::pair<std::string, Bytes>>;
  void write(const ArchiveParts& parts, const std::string& name = "a.backup") const {
    auto archive = ArchiveWriter::create(file(name)).value();
    for (const auto& [part, bytes] : parts) archive.add_part(part, bytes).value();
    archive.finish().value();
  }
  static ArchiveParts parts_of(const std::string& file) {
    auto archive = ArchiveReader::open(file).value();
    ArchiveParts parts;
    for (;;) {
      const std::string name = archive.next_part().value();
      Bytes bytes = archive.whole_part().value();
      if (name == "manifest") return parts;
      parts.emplace_back(name, std::move(bytes));
    }
  }
  void overwrite(const Bytes& bytes) const { std::ofstream(file(), std::ios::binary | std::ios::trunc) << bytes; }

  testing::TemporaryFolder folder_;
};

TEST_F(ArchiveTest, PartsComeBackInTheirOrderWhateverTheyHold) {
  const Bytes large = random_bytes(3 * (1 << 20) + 17);
  const ArchiveParts parts = {{"engine", "sqlite"},
                              {"empty", ""},
                              {"one zero", Bytes(1, '\0')},
                              {"large, no two chunks alike", large},
                              {"a chunk exactly", Bytes(1 << 20, 'x')},
                              {"a chunk and a byte", Bytes((1 << 20) + 1, 'y')},
                              {"name with\nline and \xc3\xa9", "text"},
                              {"engine", "the same name again"}};
  write(parts);
  EXPECT_EQ(parts_of(file()), parts);
  EXPECT_TRUE(verify_archive(file()));
  EXPECT_FALSE(fs::exists(file() + ".partial"));
}

TEST_F(ArchiveTest, WithoutPartsItIsWholeToo) {
  write({});
  EXPECT_TRUE(verify_archive(file()));
  EXPECT_TRUE(parts_of(file()).empty());
}

TEST_F(ArchiveTest, AnyBitThatTurnedIsSeen) {
  write({{"engine", "sqlite"}, {"page", "the patient was seen and sent home"}, {"empty", ""}});
  const Bytes good = read_file(file()).value();
  ASSERT_LT(good.size(), 1000U) << "small enough to try every bit";
  for (std::size_t at = 0; at < good.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      Bytes bad = good;
      bad[at] = static_cast<char>(bad[at] ^ (1 << bit));
      overwrite(bad);
      ASSERT_FALSE(verify_archive(file())) << "byte " << at << " bit " << bit;
    }
  }
}

TEST_F(ArchiveTest, AFileThatEndsTooEarlyOrTooLateIsSeen) {
  write({{"engine", "sqlite"}, {"page", "words"}});
  const Bytes good = read_file(file()).value();
  for (std::size_t size = 0; size < good.size(); ++size) {
    overwrite(good.substr(0, size));
    ASSERT_FALSE(verify_archive(file())) << "the first " << size << " bytes";
  }
  for (const Bytes& more : {Bytes(1, '\0'), Bytes("x"), good}) {
    overwrite(good + more);
    EXPECT_FALSE(verify_archive(file())) << more.size() << " bytes more";
  }
  overwrite(good);
  EXPECT_TRUE(verify_archive(file()));
}

TEST_F(ArchiveTest, PartsThatChangedTheirPlacesAreSeen) {
  write({{"a", "first"}, {"b", "second"}});
  const Bytes good = read_file(file()).value();
  write({{"b", "second"}, {"a", "first"}}, "b.backup");
  const Bytes other = read_file(file("b.backup")).value();
  ASSERT_EQ(good.size(), other.size());
  overwrite(other.substr(0, 16 + (other.size() - 16) / 2) + good.substr(16 + (good.size() - 16) / 2));
  EXPECT_FALSE(verify_archive(file()));
}

TEST_F(ArchiveTest, WhatIsNoBackupFileIsToldAsThat) {
  for (const char* bytes : {"SQLite format 3, and more than sixteen letters", "charta-backup-02 of another version"}) {
    overwrite(bytes);
    const auto opened = verify_archive(file());
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().kind, ErrorKind::invalid) << bytes;
    EXPECT_THAT(opened.error().message, HasSubstr("not a backup file"));
  }
  EXPECT_EQ(verify_archive(file("none")).error().kind, ErrorKind::not_found);
  EXPECT_FALSE(verify_archive(folder_.path())) << "a folder";
}

TEST_F(ArchiveTest, UntilItIsFinishedThereIsNoFileOfItsName) {
  {
    auto archive = ArchiveWriter::create(file()).value();
    ASSERT_TRUE(archive.add_part("engine", "sqlite"));
    EXPECT_FALSE(fs::exists(file()));
    EXPECT_TRUE(fs::exists(file() + ".partial"));
  }
  EXPECT_FALSE(fs::exists(file() + ".partial")) << "given up, and nothing is left";
  std::ofstream(file() + ".partial") << "what a killed backup left";
  write({{"engine", "sqlite"}});
  EXPECT_TRUE(verify_archive(file())) << "it is in nobody's way";
  EXPECT_EQ(ArchiveWriter::create(file()).error().kind, ErrorKind::unavailable) << "one that stands is not written over";
}

// A file that somebody made, whose digests are right and whose content is not: refused, and nothing of it is left standing.
class MadeUpBackup : public testing::StoreTest {
 protected:
  void SetUp() override { open({}); }
  std::string write(const std::vector<std::pair<std::string, Bytes>>& parts) {
    const std::string file = elsewhere_.path() + "/" + std::to_string(++files_) + ".backup";
    auto archive = ArchiveWriter::create(file).value();
    for (const auto& [part, bytes] : parts) archive.add_part(part, bytes).value();
    archive.finish().value();
    return file;
  }
  StoreOptions target() {
    StoreOptions into;
    into.directory = elsewhere_.path() + "/restored" + std::to_string(++files_);
    into.database_url = empty_database_url();
    return into;
  }
  std::string engine() const { return GetParam() == Engine::sqlite ? "sqlite" : "postgresql"; }
  testing::TemporaryFolder elsewhere_;
  int files_ = 0;
};
CHARTA_ON_BOTH_ENGINES(MadeUpBackup);

TEST_P(MadeUpBackup, IsRefusedAndLeavesNoDatabase) {
  const Bytes rows = "1\t2\n";
  const struct {
    const char* what;
    std::vector<std::pair<std::string, Bytes>> parts;
  } cases[] = {
      {"nothing in it", {}},
      {"of another engine", {{"engine", GetParam() == Engine::sqlite ? "postgresql" : "sqlite"}, {"sqlite", "x"}}},
      {"of no engine", {{"engine", "oracle"}}},
      {"an engine and no database", {{"engine", engine()}}},
      {"blobs before the database", {{"engine", engine()}, {"blob/" + sha256("x").hex(), "x"}}},
      {"scripts that are none", {{"engine", engine()}, {"migrations", "many\nCREATE TABLE a(id KEY)"}, {"tables-end", ""}}},
      {"a script longer than the text", {{"engine", engine()}, {"migrations", "9999\nSELECT 1"}, {"tables-end", ""}}},
      {"a script without its end of line", {{"engine", engine()}, {"migrations", "12"}, {"tables-end", ""}}},
      {"a table that no script makes", {{"engine", engine()}, {"migrations", ""}, {"table/nowhere", rows}, {"tables-end", ""}}},
      {"a table without an end", {{"engine", engine()}, {"migrations", ""}, {"table/schema_migration", "1\t2"}}},
  };
  for (const auto& each : cases) {
    const StoreOptions into = target();
    const auto restored = restore(write(each.parts), into);
    EXPECT_FALSE(restored) << each.what;
    EXPECT_FALSE(fs::exists(into.directory + "/charta.db")) << each.what;
  }
}

TEST_P(MadeUpBackup, ABlobUnderAnotherBlobsNameLeavesNoDatabaseThatCouldBeServed) {
  ASSERT_TRUE(store().backup(elsewhere_.path() + "/good.backup"));
  std::vector<std::pair<std::string, Bytes>> parts;
  auto archive = ArchiveReader::open(elsewhere_.path() + "/good.backup").value();
  for (;;) {
    const std::string name = archive.next_part().value();
    Bytes bytes = archive.whole_part().value();
    if (name == "manifest") break;
    parts.emplace_back(name, std::move(bytes));
  }
  parts.emplace_back("blob/" + sha256("a page").hex(), "another page");
  const StoreOptions into = target();
  const auto restored = restore(write(parts), into);
  ASSERT_FALSE(restored);
  EXPECT_EQ(restored.error().kind, ErrorKind::unavailable);
  EXPECT_FALSE(fs::exists(into.directory + "/charta.db")) << "a half restored hospital must not open its doors";
}

}  // namespace
}  // namespace charta::store
