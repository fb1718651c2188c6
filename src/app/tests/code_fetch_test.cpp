// SPDX-License-Identifier: Apache-2.0
// `charta codes fetch` against a publisher on this machine: what is there is imported, what is not is said, and nothing stands in
// between.
#include "app/arguments.hpp"
#include "base/digest.hpp"
#include "department/coding/code_sets/code_library.hpp"
#include "store/durable_file.hpp"
#include "tests/support/small_server.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace charta::app {
namespace {

using charta::testing::SmallServer;

const std::string order_file =
    store::read_file(CHARTA_SOURCE_FOLDER "/src/department/coding/code_sets/tests/books/icd10cm_order_2026.txt").value();

std::string whole(const std::string& body) {
  return fmt::format("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{}", body.size(), body);
}
std::string breaking_off(const std::string& body) {
  return fmt::format("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{}", body.size(), body.substr(0, body.size() / 2));
}

class CodeFetch : public ::testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    std::filesystem::copy(CHARTA_SOURCE_FOLDER "/data/rules", folder_ + "/rules", std::filesystem::copy_options::recursive);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  /// The rule pack with these downloads alone.
  void publish(const std::string& downloads) {
    const auto path = folder_ + "/rules/coding/code-downloads.json";
    auto text = store::read_file(path).value();
    const auto from = text.find("\"downloads\""), until = text.find(']', from);
    text.replace(from, until + 1 - from, "\"downloads\": [" + downloads + "]");
    std::ofstream(path, std::ios::trunc) << text;
  }
  static std::string download(const std::string& url) {
    return fmt::format(R"({{"what":"codes","url":"{}","release":"FY{{year}}"}})", url);
  }
  int fetch() {
    return run_command_line(std::vector<std::string>{"codes", "fetch", "--year", "2026", "--data", folder_ + "/house", "--rules",
                                                     folder_ + "/rules"});
  }
  std::string loaded() const {
    const auto rules = rules::RuleBook::load(folder_ + "/rules").value();
    const auto library = code_sets::CodeLibrary::open(folder_ + "/house/codes", rules).value();
    std::string text;
    for (const auto& entry : library.entries()) text += entry.kind + " " + entry.release + " " + entry.sources.at(0).sha256 + ";";
    return text;
  }

  const std::string folder_ = (std::filesystem::temp_directory_path() / ("charta-fetch-" + std::to_string(::getpid()))).string();
};

TEST_F(CodeFetch, TakesWhatThePublisherHasAndKeepsItsChecksum) {
  const SmallServer publisher({"HTTP/1.1 302 Found\r\nLocation: /files/icd10cm_order_2026.txt\r\n\r\n", whole(order_file)});
  publish(download(publisher.url("/{year}/icd10cm_order_2026.txt")));
  EXPECT_EQ(fetch(), 0);
  EXPECT_EQ(loaded(), "icd10cm FY2026 " + sha256(order_file).hex() + ";");
}

TEST_F(CodeFetch, SaysWhatIsGoneOrBreaksOffAndWhatStoodBeforeStandsStill) {
  {
    const SmallServer publisher({whole(order_file)});
    publish(download(publisher.url("/icd10cm_order_2026.txt")));
    ASSERT_EQ(fetch(), 0);
  }
  const auto before = loaded();
  const SmallServer publisher(
      {"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", breaking_off(order_file), whole("<html>moved</html>")});
  publish(download(publisher.url("/gone.zip")) + "," + download(publisher.url("/icd10cm_order_2026.txt")) + "," +
          download(publisher.url("/page.txt")));
  EXPECT_EQ(fetch(), 1);
  EXPECT_EQ(loaded(), before);
}

TEST_F(CodeFetch, AsksNobodyForAYearThatIsNone) {
  EXPECT_EQ(run_command_line(std::vector<std::string>{"codes", "fetch", "--year", "soon", "--data", folder_ + "/house"}), 2);
}

}  // namespace
}  // namespace charta::app
