// SPDX-License-Identifier: Apache-2.0
// Every message of the public sample collection parses, or is refused with a clear error; none is lost on the way.
#include "formats/hl7v2/message.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace charta::hl7v2 {
namespace {

std::filesystem::path samples() {
  const char* folder = std::getenv("CHARTA_TEST_DATA");
  return (folder != nullptr ? std::filesystem::path(folder)
                            : std::filesystem::path(CHARTA_SOURCE_FOLDER) / ".." / "shared" / "data") /
         "hl7v2";
}

std::string read(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

class Samples : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(samples())) GTEST_SKIP() << "no sample messages here; set CHARTA_TEST_DATA";
    for (const auto& entry : std::filesystem::directory_iterator(samples())) files_.push_back(entry.path());
    std::sort(files_.begin(), files_.end());
  }
  std::vector<std::filesystem::path> files_;
};

std::string listed(const Message& message) {
  std::string all;
  for (const Segment& segment : message.segments()) (all += segment.raw()) += '\n';
  return all;
}

TEST_F(Samples, AllParseAndPrintTheSame) {
  std::size_t count = 0;
  for (const auto& path : files_) {
    const std::string bytes = read(path);
    for (const auto raw : split_batch(bytes).messages) {
      ++count;
      const auto message = Message::parse(raw);
      ASSERT_TRUE(message) << path << ": " << message.error().message << " at " << message.error().location;
      const auto again = Message::parse(message->print());
      ASSERT_TRUE(again) << path;
      EXPECT_EQ(again->print(), message->print()) << path;
      EXPECT_EQ(again->segments().size(), message->segments().size()) << path;
      EXPECT_FALSE(message->header().message_code.empty()) << path;
    }
  }
  EXPECT_EQ(count, 206U);
}

TEST_F(Samples, EveryMessageCanBeAcknowledged) {
  for (const auto& path : files_) {
    const std::string bytes = read(path);
    for (const auto raw : split_batch(bytes).messages) {
      const auto message = Message::parse(raw);
      ASSERT_TRUE(message);
      const auto answer = Message::parse(make_ack(message->header(), message->delimiters(), AckCode::AA, "C1", "20250101"));
      ASSERT_TRUE(answer) << path;
      EXPECT_EQ(answer->text("MSA-1"), "AA");
      EXPECT_EQ(answer->text("MSA-2"), message->header().control_id) << path;
      EXPECT_EQ(answer->header().receiving_application, message->header().sending_application) << path;
    }
  }
}

TEST_F(Samples, EveryCutOfAMessageIsParsedOrRefused) {
  for (const auto& path : files_) {
    const std::string bytes = read(path);
    if (bytes.size() > 6000) continue;
    for (std::size_t length = 0; length < bytes.size(); length += 7) {
      const auto message = Message::parse(std::string_view(bytes).substr(0, length));
      if (message)
        listed(*message);
      else
        EXPECT_FALSE(message.error().message.empty());
    }
  }
}

}  // namespace
}  // namespace charta::hl7v2
