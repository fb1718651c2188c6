// SPDX-License-Identifier: Apache-2.0
// The whole hospital, wired as it serves, on an empty store of either engine; nothing listens.
#pragma once
#include "app/hospital.hpp"
#include "tests/support/test_store.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace charta::app::testing {

class HospitalTest : public charta::testing::StoreTest {
 protected:
  void SetUp() override {
    if (IsSkipped()) return;
    std::vector<std::string> words{"--data", folder_.path()};
    if (const std::string url = empty_database_url(); !url.empty()) words.insert(words.end(), {"--database", url});
    words.insert(words.end(), more_words_.begin(), more_words_.end());
    auto configuration = read_configuration(Arguments::parse(configuration_options(), words).value()).value();
    store::StoreOptions store;
    store.directory = configuration.data;
    store.database_url = configuration.database_url;
    access::AccessOptions access;
    access.hash_passes = 1;
    access.hash_memory_bytes = std::size_t{1} << 20;
    hospital_ = std::move(Hospital::open(configuration, clock_, store, access).value());
  }
  void TearDown() override { hospital_.reset(); }

  access::Session sign_in(const std::string& name, std::vector<std::string> roles) {
    access::NewUser user{name, "Display " + name, std::move(roles), password};
    EXPECT_TRUE(hospital_->access->add_user(system_, user));
    return hospital_->access->sign_in(name, password, "desk-1").value();
  }
  /// The patient's row key.
  PatientId patient(const std::string& family, const std::string& meta = "") {
    const std::string body = R"({"resourceType":"Patient",)" + (meta.empty() ? "" : "\"meta\":" + meta + ",") +
                             R"("name":[{"family":")" + family +
                             R"(","given":["Ada"]}],"birthDate":"1961-04-02","identifier":[{"system":"urn:oid:1.2.3",)" +
                             R"("value":"M-)" + family + R"(","type":{"coding":[{"code":"MR"}]}}]})";
    return PatientId(create("Patient", body).key());
  }
  ResourceId create(const std::string& type, const std::string& body) {
    const auto written = hospital_->resources->create(system_, type, body, "");
    EXPECT_TRUE(written) << written.error().message << " " << written.error().location;
    return written ? written->key : ResourceId();
  }
  static constexpr int townspeople = 12;
  /// Other people, so that a name is as rare as in a small town: the index weighs an agreement by how many share it.
  void settle_town() {
    static constexpr const char* names[townspeople][2] = {
        {"Abbott", "Peter"},  {"Brennan", "Quentin"}, {"Castillo", "Rafael"}, {"Dvorak", "Stefan"}, {"Eriksen", "Tariq"},   {"Fontaine", "Ulrich"},
        {"Gupta", "Viktor"},  {"Hashimoto", "Walter"}, {"Ivanov", "Xavier"},  {"Jankowski", "Yusuf"}, {"Kowalczyk", "Zoltan"}, {"Lindqvist", "Oskar"}};
    for (int i = 0; i < townspeople; ++i) {
      const std::string body = std::string(R"({"resourceType":"Patient","name":[{"family":")") + names[i][0] + R"(","given":[")" + names[i][1] +
                               R"("]}],"gender":"male","birthDate":")" + Date::parse("1930-01-03")->plus_days(i * 1931).text() +
                               R"(","identifier":[{"system":"urn:oid:1.2.3","value":"T)" + std::to_string(i) + R"(","type":{"coding":[{"code":"MR"}]}}]})";
      create("Patient", body);
    }
  }
  template <class T>
  static void expect_error(const Result<T>& result, ErrorKind kind) {
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind, kind) << result.error().message;
  }

  const std::string password = "correct horse battery";
  charta::testing::TemporaryFolder folder_;
  std::vector<std::string> more_words_;  ///< of the command line, set before SetUp()
  ManualClock clock_{Instant::parse("2026-03-01T08:00:00Z").value()};
  std::unique_ptr<Hospital> hospital_;
  access::Actor system_ = access::Actor::system("test");
};

}  // namespace charta::app::testing
