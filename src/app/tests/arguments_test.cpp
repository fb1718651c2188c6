// SPDX-License-Identifier: Apache-2.0
#include "app/arguments.hpp"

#include "app/configuration.hpp"
#include "tests/support/test_store.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

namespace charta::app {
namespace {

constexpr OptionSpec known_options[] = {{"--data", "DIR", ""}, {"--json", "", ""}, {"--role", "ROLE", ""}};

TEST(Arguments, TakesWordsOptionsAndRepeatedOptions) {
  const auto read =
      Arguments::parse(known_options, std::vector<std::string>{"anna", "--role", "coder", "--json", "--role=admin"});
  ASSERT_TRUE(read);
  EXPECT_EQ(read->words(), std::vector<std::string>{"anna"});
  EXPECT_EQ(read->values("--role"), (std::vector<std::string>{"coder", "admin"}));
  EXPECT_TRUE(read->has("--json"));
  EXPECT_EQ(read->value("--data", "var"), "var");
}

TEST(Arguments, NamesTheNearestOption) {
  const auto read = Arguments::parse(known_options, std::vector<std::string>{"--dta", "x"});
  ASSERT_FALSE(read);
  EXPECT_NE(read.error().message.find("did you mean '--data'"), std::string::npos);
}

TEST(Arguments, AnOptionWithoutItsValueIsRefused) {
  EXPECT_EQ(Arguments::parse(known_options, std::vector<std::string>{"--data"}).error().location, "usage");
}

TEST(Arguments, NumbersAreChecked) {
  constexpr OptionSpec count[] = {{"--count", "N", ""}};
  EXPECT_EQ(Arguments::parse(count, std::vector<std::string>{"--count", "7"})->number("--count", 1, 0).value(), 7);
  EXPECT_FALSE(Arguments::parse(count, std::vector<std::string>{"--count", "x"})->number("--count", 1, 0));
  EXPECT_FALSE(Arguments::parse(count, std::vector<std::string>{"--count", "-1"})->number("--count", 1, 0));
}

TEST(CommandLine, WrongUsageIsTwoAndHelpIsZero) {
  EXPECT_EQ(run_command_line(std::vector<std::string>{"srve"}), 2);
  EXPECT_EQ(run_command_line(std::vector<std::string>{"serve", "--nothing"}), 2);
  EXPECT_EQ(run_command_line(std::vector<std::string>{"serve", "--help"}), 0);
  EXPECT_EQ(run_command_line(std::vector<std::string>{"--help"}), 0);
}

TEST(CommandLine, EveryCommandHasItsOwnOptions) {
  const auto takes = [](std::string_view command, std::string_view option) {
    for (const Command& known : commands())
      if (known.name == command)
        for (const OptionSpec& spec : known.options)
          if (spec.name == option) return true;
    return false;
  };
  EXPECT_TRUE(takes("serve", "--first-user"));
  EXPECT_TRUE(takes("restore", "--ledger-key"));
  EXPECT_TRUE(takes("user list", "--json"));
  EXPECT_FALSE(takes("user list", "--first-user"));
  EXPECT_TRUE(takes("demo", "--data"));
}

TEST(CommandLine, EveryCommandSaysWhatItDoes) {
  for (const Command& command : commands()) {
    EXPECT_FALSE(command.summary.empty()) << command.name;
    EXPECT_EQ(
        run_command_line(std::vector<std::string>{std::string(command.name.substr(0, command.name.find(' '))), "--help"}) == 1,
        false);
  }
}

class ConfigurationTest : public ::testing::Test {
 protected:
  Result<Configuration> read(const std::string& file_text, std::vector<std::string> flags = {}) {
    const std::string path = folder_.path() + "/charta.json";
    std::ofstream(path) << file_text;
    flags.insert(flags.end(), {"--config", path});
    return read_configuration(Arguments::parse(configuration_options(), flags).value());
  }
  charta::testing::TemporaryFolder folder_;
};

TEST_F(ConfigurationTest, FlagsWinOverTheEnvironmentAndThatOverTheFile) {
  ::setenv("CHARTA_ZONE", "Europe/Vienna", 1);
  ::setenv("CHARTA_ACK", "stored", 1);
  const auto read_back = read(R"({"zone":"America/New_York","ack":"done","http":"0.0.0.0:9000"})", {"--ack", "done"});
  ::unsetenv("CHARTA_ZONE");
  ::unsetenv("CHARTA_ACK");
  ASSERT_TRUE(read_back);
  EXPECT_EQ(read_back->zone, "Europe/Vienna");
  EXPECT_EQ(read_back->ack, "done");
  EXPECT_EQ(read_back->http.host, "0.0.0.0");
  EXPECT_EQ(read_back->http.port, 9000);
}

TEST_F(ConfigurationTest, AnUnknownKeyStopsTheStartWithOneLine) {
  const auto refused = read(R"({"htp":"127.0.0.1:1"})");
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("unknown key 'htp'; did you mean 'http'?"), std::string::npos);
}

TEST_F(ConfigurationTest, WrongValuesSayWhatIsTaken) {
  EXPECT_NE(read(R"({"ack":"maybe"})").error().message.find("takes done or stored"), std::string::npos);
  EXPECT_NE(read(R"({"http":"nowhere"})").error().message.find("HOST:PORT"), std::string::npos);
  EXPECT_NE(read(R"({"node":"64"})").error().message.find("0 to 63"), std::string::npos);
  EXPECT_NE(read(R"({"mllp-key":"a.pem"})").error().message.find("go together"), std::string::npos);
  EXPECT_FALSE(read("not json"));
}

TEST_F(ConfigurationTest, TheExampleFileIsReadable) {
  const auto example = read_configuration(
      Arguments::parse(configuration_options(), std::vector<std::string>{"--config", CHARTA_SOURCE_FOLDER "/charta.example.json"})
          .value());
  ASSERT_TRUE(example) << example.error().message;
  EXPECT_EQ(example->http.port, 8080);
}

}  // namespace
}  // namespace charta::app
