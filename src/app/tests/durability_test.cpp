// SPDX-License-Identifier: Apache-2.0
// Bytes that outlive disks and programs, through the whole hospital: the mirror, mails that become batches, the record as a
// folder.
#include "app/bag_export.hpp"
#include "app/mail_folder.hpp"
#include "app/tests/door_fixture.hpp"
#include "store/blobs.hpp"

#include <filesystem>
#include <fstream>

namespace charta::app {
namespace {

namespace fs = std::filesystem;

const std::string one_fax = "%PDF-1.4\nnot much of a page\n%%EOF\n";

std::string mail_of(const std::string& subject, const std::string& attached, const std::string& type = "application/pdf") {
  return "From: fax@example.org\r\nSubject: " + subject + "\r\nMessage-ID: <" + subject +
         "@example.org>\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n" +
         "Content-Type: text/plain\r\n\r\nPlease file.\r\n--b\r\nContent-Type: " + type +
         "\r\nContent-Disposition: attachment; filename=fax\r\nContent-Transfer-Encoding: base64\r\n\r\n" + to_base64(attached) +
         "\r\n--b--\r\n";
}

class Durability : public testing::DoorTest {
 protected:
  void SetUp() override {
    testing::DoorTest::SetUp();
    if (IsSkipped()) return;
    mia_ = person("mia", {"file_clerk"});
  }
  void drop(const std::string& name, const std::string& bytes) {
    std::ofstream(mails_.path() + "/" + name, std::ios::binary) << bytes;
  }
  bool is_in(const std::string& name) const { return fs::exists(mails_.path() + "/" + name); }
  std::int64_t settle(MailFolder& folder) {
    folder.look().value();
    return folder.look().value();
  }
  static std::string read(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  std::string batches() { return ask(mia_, "GET", "/api/scanning/batches").at("total"); }

  charta::testing::TemporaryFolder mails_;
  testing::Visitor mia_;
};
CHARTA_ON_BOTH_ENGINES(Durability);

TEST_P(Durability, AMailBecomesOneBatchOfItsAttachmentsAndLeavesTheFolderAfterwards) {
  MailFolder folder(*hospital_, mails_.path());
  drop("one.eml", mail_of("Report", one_fax));
  drop("half.eml.part", "half");
  EXPECT_EQ(folder.look().value(), 0) << "somebody may still write it";
  EXPECT_EQ(folder.look().value(), 1);
  EXPECT_FALSE(is_in("one.eml"));
  EXPECT_TRUE(is_in("half.eml.part"));
  const auto listed = ask(mia_, "GET", "/api/scanning/batches");
  EXPECT_EQ(listed.at("total"), "1");
  EXPECT_EQ(listed.at("items.0.door"), "mail");
  EXPECT_EQ(listed.at("items.0.title"), "Report");
  EXPECT_EQ(listed.at("items.0.state"), "scanned");
  EXPECT_EQ(hospital_->store->blobs().get(sha256(one_fax)).value(), one_fax) << "byte for byte";
}

TEST_P(Durability, TheSameMailTwiceIsOneBatchAndSoAreTheSamePapersInAnotherMail) {
  MailFolder folder(*hospital_, mails_.path());
  drop("one.eml", mail_of("Report", one_fax));
  drop("two.eml", mail_of("Report", one_fax));
  settle(folder);
  drop("again.eml", mail_of("Report", one_fax));
  drop("other.eml", mail_of("Report, sent again", one_fax));
  EXPECT_EQ(settle(folder), 2);
  EXPECT_EQ(batches(), "1");
  EXPECT_TRUE(fs::is_empty(mails_.path()));
}

// What a kill between the commit and the removal leaves: the file is there, and its batch is, too.
TEST_P(Durability, AMailWhoseBatchStandsAlreadyIsOnlyTakenAway) {
  const auto mail = mail_of("Report", one_fax);
  ASSERT_TRUE(hospital_->mails->take(access::Actor::system("mail-folder"), mail, "one.eml"));
  drop("one.eml", mail);
  MailFolder folder(*hospital_, mails_.path());
  EXPECT_EQ(settle(folder), 1);
  EXPECT_EQ(batches(), "1");
}

TEST_P(Durability, AMailThatCannotBeTakenIsPutAsideWithItsReasonAndSeenInTheDesk) {
  MailFolder folder(*hospital_, mails_.path());
  drop("word.eml", mail_of("Minutes", "PK not a page", "application/msword"));
  drop("cut.eml", mail_of("Report", one_fax).substr(0, 300));
  EXPECT_EQ(settle(folder), 2);
  EXPECT_TRUE(is_in("refused/word.eml"));
  EXPECT_NE(read(mails_.path() + "/refused/word.eml.reason.txt").find("PDF, TIFF, PNG or JPEG"), std::string::npos);
  EXPECT_NE(read(mails_.path() + "/refused/cut.eml.reason.txt").find("cut short"), std::string::npos);
  EXPECT_EQ(batches(), "0");
  const auto queue = ask(mia_, "GET", "/api/worklists/refused-mail");
  EXPECT_EQ(queue.at("total"), "2") << queue.body;
  EXPECT_TRUE(queue.says("cut short")) << queue.body;
  drop("word.eml", mail_of("Minutes", "PK not a page", "application/msword"));
  settle(folder);
  EXPECT_TRUE(is_in("refused/word-2.eml")) << "nothing is written over";
  EXPECT_EQ(ask(mia_, "GET", "/api/worklists/refused-mail").at("total"), "2") << "asked once";
}

TEST_P(Durability, DamagedOriginalsNameTheDocumentAndTheFirstScreenSaysSo) {
  const auto ada = patient("Marsh");
  const auto digest = hospital_->store->blobs().put(one_fax).value();
  const auto document =
      create("DocumentReference", R"({"resourceType":"DocumentReference","status":"current","subject":{"reference":"Patient/)" +
                                      ada.text() + R"("},"content":[{"attachment":{"contentType":"application/pdf"}}]})");
  ASSERT_TRUE(hospital_->store->write([&](store::UnitOfWork& work) {
    return hospital_->store->blobs().add_reference(work, digest, "resource", document.key());
  }));
  const std::string hex = digest.hex();
  fs::resize_file(folder_.path() + "/blobs/" + hex.substr(0, 2) + "/" + hex.substr(2, 2) + "/" + hex, 2);
  EXPECT_EQ(hospital_->fixity->look_at_everything().value().lost, 1);
  const auto max = person("max", {"him_manager"});
  const auto queue = ask(max, "GET", "/api/worklists/damaged-blob");
  EXPECT_EQ(queue.at("total"), "1") << queue.body;
  EXPECT_TRUE(queue.says("DocumentReference/" + document.text())) << queue.body;
  EXPECT_EQ(queue.at("items.0.patient.id"), ada.text()) << queue.body;
  const auto home = ask(max, "GET", "/api/home");
  EXPECT_EQ(home.at("storage.damaged"), "1") << home.body;
  EXPECT_EQ(home.at("storage.has_mirror"), "false");
}

TEST_P(Durability, TheRecordAsAFolderIsWholeByAnIndependentCheckAndNamesNobodyInItsPaths) {
  const auto ada = patient("Marsh");
  create("DocumentReference", R"({"resourceType":"DocumentReference","status":"current","subject":{"reference":"Patient/)" +
                                  ada.text() + R"("},"content":[{"attachment":{"contentType":"application/pdf","data":")" +
                                  to_base64(one_fax) + R"("}}]})");
  charta::testing::TemporaryFolder outside;
  const std::string bag = outside.path() + "/bag";
  const auto account = export_bag(*hospital_, {bag, {ada}});
  ASSERT_TRUE(account) << account.error().message;
  EXPECT_EQ(account->documents, 1);
  EXPECT_FALSE(fs::exists(bag + ".unfinished"));
  for (const auto* manifest : {"manifest-sha256.txt", "tagmanifest-sha256.txt"})
    EXPECT_EQ(std::system(("cd " + bag + " && sha256sum --quiet -c " + manifest).c_str()), 0) << manifest;
  std::size_t documents = 0;
  for (const auto& entry : fs::recursive_directory_iterator(bag)) {
    EXPECT_EQ(entry.path().filename().string().find("Ada"), std::string::npos) << entry.path();
    documents += entry.is_regular_file() && read(entry.path().string()) == one_fax ? 1 : 0;
  }
  EXPECT_EQ(documents, 1U) << "the document in its own bytes";
  const auto again = export_bag(*hospital_, {bag, {}});
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().kind, ErrorKind::business_rule) << "what stands is never written over";
}

TEST_P(Durability, WhatIsReadBackIsTheSameRecordByteForByte) {
  const auto ada = patient("Marsh");
  for (const auto* gender : {"female", "other"})
    ASSERT_TRUE(hospital_->resources->patch(system_, "Patient", ada.text(),
                                            R"([{"op":"add","path":"/gender","value":")" + std::string(gender) + R"("}])", ""));
  charta::testing::TemporaryFolder outside;
  ASSERT_TRUE(export_bag(*hospital_, {outside.path() + "/bag", {}}));
  const auto lines = [](std::string text) {
    for (auto at = text.find("\"lastUpdated\":\""); at != std::string::npos; at = text.find("\"lastUpdated\":\"", at))
      text.erase(at, 41);
    return text;
  };
  const auto before = lines(read(outside.path() + "/bag/data/fhir/Patient.ndjson"));
  EXPECT_EQ(std::count(before.begin(), before.end(), '\n'), 3) << "every version";
  begin_again();
  std::istringstream in(read(outside.path() + "/bag/data/fhir/Patient.ndjson"));
  for (std::string line; std::getline(in, line);) {
    const auto id = json::Document::parse(line).value();
    ASSERT_TRUE(hospital_->resources->update(system_, "Patient", id.root()["id"].text(), line, ""));
  }
  ASSERT_TRUE(export_bag(*hospital_, {outside.path() + "/second", {}}));
  EXPECT_EQ(lines(read(outside.path() + "/second/data/fhir/Patient.ndjson")), before);
}

}  // namespace
}  // namespace charta::app
