// SPDX-License-Identifier: Apache-2.0
// The console beside a running server.
#include "app/console.hpp"

#include "app/command_files.hpp"
#include "app/tests/hospital_fixture.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <sys/stat.h>

namespace charta::app {
namespace {

using ::testing::HasSubstr;

TEST(ConsoleRequest, SurvivesTheWire) {
  const ConsoleRequest request{"user add", "pass \"word\"\n", {"--role=technician", "--display=Ada Ü", "ada"}};
  const auto read = parse_request(print_request(request)).value();
  EXPECT_EQ(read.command, request.command);
  EXPECT_EQ(read.password, request.password);
  EXPECT_EQ(read.words, request.words);
  EXPECT_FALSE(parse_request("{}"));
  EXPECT_FALSE(parse_request("nonsense"));
}

TEST(ConsoleAnswer, CarriesTheProblemWithItsKind) {
  for (const ErrorKind kind : {ErrorKind::not_found, ErrorKind::business_rule, ErrorKind::invalid}) {
    const auto read = parse_answer(print_answer({"out\n", "err\n", fail(kind, "what", "where")})).value();
    EXPECT_EQ(read.out, "out\n");
    EXPECT_EQ(read.err, "err\n");
    ASSERT_TRUE(read.problem);
    EXPECT_EQ(read.problem->kind, kind);
    EXPECT_EQ(read.problem->location, "where");
  }
  EXPECT_FALSE(parse_answer(print_answer({"x", "", std::nullopt}))->problem);
}

TEST(ConsoleDoor, AnswersItsConsoleAndLeavesNothingBehind) {
  charta::testing::TemporaryFolder folder;
  const std::string path = folder.path() + "/console.sock";
  EXPECT_FALSE(*ask_server(folder.path(), {"search", "", {}})) << "nobody listens";
  {
    auto door = ConsoleDoor::open(folder.path(), [](const ConsoleRequest& request) {
      return ConsoleAnswer{request.command + "!", "", std::nullopt};
    });
    ASSERT_TRUE(door) << door.error().message;
    struct stat status {};
    ASSERT_EQ(::stat(path.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U);
    for (int i = 0; i < 3; ++i) EXPECT_EQ((*ask_server(folder.path(), {"search", "", {"x"}}))->out, "search!");
  }
  EXPECT_FALSE(std::filesystem::exists(path));
  EXPECT_FALSE(*ask_server(folder.path(), {"search", "", {}}));
}

TEST(ConsoleDoor, OpensWhereAKilledServerLeftItsSocketAndInADeepFolder) {
  charta::testing::TemporaryFolder folder;
  const std::string deep = folder.path() + "/" + std::string(120, 'd');
  std::filesystem::create_directories(deep);
  std::ofstream(deep + "/console.sock") << "left behind";
  auto door = ConsoleDoor::open(deep, [](const ConsoleRequest&) { return ConsoleAnswer{"here", "", std::nullopt}; });
  ASSERT_TRUE(door) << door.error().message;
  EXPECT_EQ((*ask_server(deep, {"search", "", {}}))->out, "here");
}

TEST(CommandFiles, AreWrittenWholeOrRefused) {
  charta::testing::TemporaryFolder folder;
  EXPECT_TRUE(write_whole(folder.path() + "/sheets.pdf", "bytes"));
  EXPECT_EQ(read_whole(folder.path() + "/sheets.pdf").value(), "bytes");
  EXPECT_EQ(write_whole(folder.path() + "/no/such/folder/sheets.pdf", "bytes").error().kind, ErrorKind::unavailable);
}

class ConsoleBesideAServer : public testing::HospitalTest {
 protected:
  ConsoleAnswer ask(const std::string& command, std::vector<std::string> words, const std::string& secret = "") {
    return carry_out(*hospital_, {command, secret, std::move(words)});
  }
};
CHARTA_ON_BOTH_ENGINES(ConsoleBesideAServer);

TEST_P(ConsoleBesideAServer, APersonMadeThereSignsInHereAtOnceAndADisabledOneIsOut) {
  const auto added = ask("user add", {"--role=technician", "tina"}, password);
  ASSERT_FALSE(added.problem) << added.problem->message;
  EXPECT_THAT(added.out, HasSubstr("added tina"));
  const auto session = hospital_->access->sign_in("tina", password, "desk");
  ASSERT_TRUE(session) << session.error().message;
  EXPECT_THAT(ask("user list", {}).out, HasSubstr("tina"));
  EXPECT_FALSE(ask("user disable", {"tina"}).problem);
  EXPECT_FALSE(hospital_->access->session(session->token)) << "the caches of the server know it at once";
}

TEST_P(ConsoleBesideAServer, ATokenMadeThereOpensTheDoorHere) {
  ask("user add", {"--program", "--role=program", "lab"});
  auto token = ask("user token", {"lab"}).out;
  ASSERT_FALSE(token.empty());
  token.pop_back();
  EXPECT_TRUE(hospital_->access->bearer(token, "lab-1"));
}

TEST_P(ConsoleBesideAServer, FilesAreImportedAndPatientsAreFound) {
  const std::string file = folder_.path() + "/one.hl7";
  std::ofstream(file) << "MSH|^~\\&|ADT|HOSP|CHARTA|HOSP|20260301080000||ADT^A28|i1|P|2.5.1\rEVN||20260301\rPID|1||7001^^^HOSP^"
                         "MR||Marsh^Ada||19610402|F\r";
  const auto imported = ask("import hl7", {file});
  ASSERT_FALSE(imported.problem) << imported.problem->message;
  EXPECT_THAT(imported.out, HasSubstr("1 filed"));
  EXPECT_THAT(ask("search", {"marsh"}).out, HasSubstr("7001"));
  const std::string resource = folder_.path() + "/one.json";
  std::ofstream(resource) << R"({"resourceType":"Patient","name":[{"family":"Quill"}]})";
  EXPECT_THAT(ask("import fhir", {resource}).out, HasSubstr("1 resources"));
}

TEST_P(ConsoleBesideAServer, CoverSheetsComeAsAFileEachWithItsSerial) {
  const std::string file = folder_.path() + "/one.hl7";
  std::ofstream(file) << "MSH|^~\\&|ADT|HOSP|CHARTA|HOSP|20260301080000||ADT^A28|i1|P|2.5.1\rEVN||20260301\rPID|1||7001^^^HOSP^"
                         "MR||Marsh^Ada||19610402|F\r";
  ASSERT_FALSE(ask("import hl7", {file}).problem);
  const std::string out = folder_.path() + "/sheets";
  const auto printed = ask("cover-sheets", {"--out=" + out, "--mrn=7001", "--count=2", "--zpl"});
  ASSERT_FALSE(printed.problem) << printed.problem->message;
  EXPECT_EQ(printed.out, "2 patient sheets in " + out + "\n");
  EXPECT_THAT(read_whole(out).value(), HasSubstr("7001"));
  ASSERT_FALSE(ask("cover-sheets", {"--out=" + out}).problem) << "patches name nobody";
  EXPECT_EQ(read_whole(out).value().substr(0, 5), "%PDF-");
  EXPECT_EQ(ask("cover-sheets", {}).problem->location, "usage") << "it says where the file goes";
  EXPECT_EQ(ask("cover-sheets", {"--out=" + out, "--mrn=9999"}).problem->kind, ErrorKind::not_found);
  EXPECT_EQ(ask("cover-sheets", {"--out=" + out, "--kind=banner"}).problem->location, "usage");
  EXPECT_EQ(ask("cover-sheets", {"--out=" + out, "--count=100000"}).problem->location, "count");
  EXPECT_EQ(ask("cover-sheets", {"--out=" + out, "--kind=document_type"}).problem->location, "document_type");
}

TEST_P(ConsoleBesideAServer, WhatGoesWrongIsSaidAsTheConsoleWouldSayIt) {
  EXPECT_EQ(ask("search", {"nobody"}).problem->kind, ErrorKind::not_found);
  EXPECT_EQ(ask("search", {}).problem->location, "usage");
  EXPECT_EQ(ask("user add", {"--colour=red", "x"}).problem->kind, ErrorKind::invalid);
  EXPECT_EQ(ask("restore", {"x"}).problem->kind, ErrorKind::unsupported);
  EXPECT_EQ(ask("user add", {"--role=king", "x"}, password).problem->kind, ErrorKind::unknown_code);
}

}  // namespace
}  // namespace charta::app
