// SPDX-License-Identifier: Apache-2.0
// The ledger's outer parts when files are damaged or servers start together.
#include "record/ledger/access_block.hpp"
#include "record/ledger/checkpoint.hpp"
#include "record/ledger/signing_key.hpp"
#include "record/ledger/tests/ledger_fixture.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <limits>
#include <map>
#include <mutex>
#include <random>
#include <set>
#include <sys/stat.h>

namespace charta::ledger {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

// ---- the signing key

class KeyFile : public ::testing::Test {
 protected:
  std::string file(const std::string& name = "ledger.key") const { return folder_.path() + "/" + name; }
  void write(const std::string& text, mode_t mode = 0600) const {
    std::ofstream(file(), std::ios::trunc) << text;
    ::chmod(file().c_str(), mode);
  }
  charta::testing::TemporaryFolder folder_;
};

TEST_F(KeyFile, ServersThatStartTogetherAgreeOnOneKey) {
  for (int round = 0; round < 40; ++round) {
    const std::string name = file("key" + std::to_string(round));
    std::mutex lock;
    std::set<std::string> names;
    std::vector<std::thread> servers;
    for (int i = 0; i < 6; ++i)
      servers.emplace_back([&] {
        const auto key = SigningKey::open(name);
        const std::lock_guard guard(lock);
        ASSERT_TRUE(key) << key.error().message;
        names.insert(key->name());
      });
    for (std::thread& server : servers) server.join();
    EXPECT_EQ(names.size(), 1U);
    EXPECT_TRUE(fs::exists(name + ".pub"));
  }
  for (const auto& entry : fs::directory_iterator(folder_.path()))
    EXPECT_NE(entry.path().extension(), ".new") << "nothing unfinished is left";
}

TEST_F(KeyFile, IsTheSameKeyAfterARestartAndSignsTheSame) {
  const auto first = SigningKey::open(file()).value(), second = SigningKey::open(file()).value();
  EXPECT_EQ(first.name(), second.name());
  const Bytes signature = first.sign("words");
  EXPECT_EQ(second.sign("words"), signature);
  EXPECT_TRUE(is_signed_by(second.public_key(), "words", signature));
  EXPECT_FALSE(is_signed_by(second.public_key(), "word", signature));
  for (std::size_t at = 0; at < signature.size(); ++at) {
    Bytes turned = signature;
    turned[at] = static_cast<char>(turned[at] ^ 1);
    EXPECT_FALSE(is_signed_by(second.public_key(), "words", turned)) << at;
  }
  EXPECT_FALSE(is_signed_by(second.public_key(), "words", signature.substr(1)));
  EXPECT_FALSE(is_signed_by("", "words", signature));
}

TEST_F(KeyFile, ADamagedOneIsRefusedAndNeverReplaced) {
  const std::string good = std::string(64, 'a');
  for (const std::string& text : {std::string(), std::string("\n"), good.substr(1), good + "a", good.substr(1) + "g",
                                  good + "\n" + good, "-----BEGIN PRIVATE KEY-----\n" + good}) {
    write(text);
    const auto opened = SigningKey::open(file());
    ASSERT_FALSE(opened) << text;
    EXPECT_EQ(opened.error().kind, ErrorKind::unavailable);
    EXPECT_THAT(opened.error().message, HasSubstr(file()));
    EXPECT_EQ(opened.error().message.find(good.substr(2, 20)), std::string::npos) << "an error does not print the key";
    std::ifstream in(file());
    EXPECT_EQ(std::string(std::istreambuf_iterator<char>(in), {}), text) << "whoever mends it finds it as it was";
  }
  write(" " + good + "\r\n");
  EXPECT_TRUE(SigningKey::open(file())) << "white space around it is none of its digits";
}

TEST_F(KeyFile, OneThatOthersCanReadIsRefused) {
  for (const mode_t mode : {0640U, 0604U, 0644U, 0666U, 0610U}) {
    write(std::string(64, 'a'), mode);
    const auto opened = SigningKey::open(file());
    ASSERT_FALSE(opened) << std::oct << mode;
    EXPECT_THAT(opened.error().message, HasSubstr("chmod 600"));
  }
  write(std::string(64, 'a'), 0400);
  EXPECT_TRUE(SigningKey::open(file()));
}

TEST_F(KeyFile, InAFolderThatIsNotThereIsAnError) {
  EXPECT_FALSE(SigningKey::open(file("no/such/folder/key")));
}

// ---- access blocks

TEST(AccessBlocks, ComeBackSortedAndCountedWhateverWasRead) {
  std::mt19937 random(20260301);
  for (int round = 0; round < 200; ++round) {
    AccessTable table;
    std::map<Access, std::int64_t> expected;
    std::vector<std::string> reasons;
    for (int i = 0; i < 5; ++i) reasons.push_back(std::string(random() % 200, static_cast<char>('a' + i)));
    const unsigned reads = random() % 60;
    for (unsigned i = 0; i < reads; ++i) {
      Entry entry;
      entry.act = random() % 2 == 0 ? Act::viewed : Act::searched;
      entry.subject_kind = random() % 2 == 0 ? "Patient" : "DocumentReference";
      const std::int64_t ids[] = {0, 1, 42, 1'000'000'007, std::numeric_limits<std::int64_t>::max()};
      entry.patient = PatientId(ids[random() % 5]);
      entry.subject = ids[random() % 5];
      entry.subject_version = static_cast<std::int64_t>(random() % 3);
      entry.reason = reasons[random() % reasons.size()];
      table.add(entry);
      Access once = table.accesses.back();
      once.times = 0;
      ++expected[once];
    }
    const auto read = read_block(write_block(table));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->texts, table.texts);
    std::map<Access, std::int64_t> counted;
    for (Access access : read->accesses) {
      const std::int64_t times = std::exchange(access.times, 0);
      EXPECT_TRUE(counted.emplace(access, times).second) << "each once, with its number";
    }
    EXPECT_EQ(counted, expected);
    const auto patients = patients_of(*read);
    EXPECT_TRUE(std::is_sorted(patients.begin(), patients.end()));
    EXPECT_EQ(std::set(patients.begin(), patients.end()).size(), patients.size());
  }
}

TEST(AccessBlocks, DamagedOnesAreNoneOrOthersAndNeverMore) {
  AccessTable table;
  for (int i = 0; i < 30; ++i) {
    Entry entry;
    entry.subject_kind = "Patient";
    entry.patient = PatientId(1'000 + i * 977);
    entry.subject = 5'000'000'000 - i;
    table.add(entry);
  }
  const std::string good = write_block(table);
  for (std::size_t size = 0; size < good.size(); ++size) EXPECT_FALSE(read_block(good.substr(0, size))) << size;
  EXPECT_FALSE(read_block(good + '\0'));
  for (std::size_t at = 0; at < good.size(); ++at)
    for (int bit = 0; bit < 8; ++bit) {
      std::string bad = good;
      bad[at] = static_cast<char>(bad[at] ^ (1 << bit));
      if (const auto read = read_block(bad)) {
        EXPECT_LE(read->accesses.size(), good.size()) << "no number makes it grow";
      }
    }
  for (const char* bytes : {"\xff", "\x01\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", "\x01\x01\xff\xff\xff\xff\x0f"})
    EXPECT_FALSE(read_block(bytes));
}

// ---- the witness

TEST(WitnessFile, KeepsItsCheckpointsWhateverIsWrittenBetweenThem) {
  charta::testing::TemporaryFolder folder;
  const std::string file = folder.path() + "/witness.jsonl";
  std::vector<Checkpoint> kept;
  for (int size = 1; size <= 5; ++size) {
    Checkpoint checkpoint;
    checkpoint.size = size;
    checkpoint.root = sha256(std::to_string(size));
    checkpoint.at = Instant(1'700'000'000'000 + size);
    checkpoint.signer = "a key's name";
    checkpoint.signature = random_bytes(64);
    ASSERT_TRUE(append_to_witness(file, checkpoint));
    kept.push_back(checkpoint);
    std::ofstream(file, std::ios::app) << (size % 2 == 0 ? "{\"checkpoint\":{\"size\":9\n" : "\n\nnot a line of ours\n");
  }
  EXPECT_EQ(read_witness(file), kept);
  EXPECT_TRUE(read_witness(folder.path() + "/none").empty());
  EXPECT_FALSE(append_to_witness(folder.path() + "/no/folder/witness", kept[0]));
  for (const Checkpoint& checkpoint : kept) {
    const std::string line = witness_line(checkpoint);
    EXPECT_EQ(parse_witness_line(line), checkpoint);
    for (std::size_t size = 0; size + 1 < line.size(); ++size) {
      const auto torn = parse_witness_line(line.substr(0, size));
      EXPECT_FALSE(torn) << size << ": a torn line is no checkpoint";
    }
  }
}

}  // namespace
}  // namespace charta::ledger
