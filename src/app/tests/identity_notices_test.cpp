// SPDX-License-Identifier: Apache-2.0
// Partners hear what people decide here about who is who: once, in the unit of the decision.
#include "app/tests/hospital_fixture.hpp"
#include "formats/hl7v2/message.hpp"

namespace charta::app {
namespace {

class IdentityNotices : public testing::HospitalTest {
 protected:
  void SetUp() override {
    HospitalTest::SetUp();
    if (IsSkipped()) return;
    add_partner("Laboratory", "LAB", {"identity"});
    add_partner("Kitchen", "DIET", {});
    first_ = patient("Marsh");
    second_ = patient("Quill");
  }
  void add_partner(const std::string& name, const std::string& application, std::vector<std::string> wants) {
    partners::Partner partner;
    partner.name = name;
    partner.application = application;
    partner.endpoint = "127.0.0.1:1";
    partner.wants = std::move(wants);
    const auto saved = hospital_->partners->save(system_, partner);
    ASSERT_TRUE(saved) << saved.error().message;
  }
  /// Oldest first.
  std::vector<hl7v2::Message> told() {
    std::vector<hl7v2::Message> messages;
    auto rows = hospital_->partners->outbox(system_, std::nullopt, 100).value();
    for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
      messages.push_back(std::move(hl7v2::Message::parse(row->bytes).value()));
      EXPECT_EQ(messages.back().header().control_id, row->control_id);
    }
    return messages;
  }

  PatientId first_, second_;
};
CHARTA_ON_BOTH_ENGINES(IdentityNotices);

TEST_P(IdentityNotices, OneMergeIsToldOnceToWhoWantsToHear) {
  ASSERT_TRUE(hospital_->patient_index->link(system_, first_, second_, "identity-review"));
  const auto messages = told();
  ASSERT_EQ(messages.size(), 1U) << "the kitchen did not ask";
  EXPECT_EQ(messages[0].header().trigger, "A40");
  EXPECT_EQ(messages[0].text("PID-3.1"), "M-Marsh");
  EXPECT_EQ(messages[0].text("MRG-1.1"), "M-Quill");
  expect_error(hospital_->patient_index->link(system_, second_, first_, "again"), ErrorKind::business_rule);
  EXPECT_EQ(told().size(), 1U) << "what was refused is not told";
}

TEST_P(IdentityNotices, AnUnmergeIsToldAsA37) {
  ASSERT_TRUE(hospital_->patient_index->link(system_, first_, second_, "identity-review"));
  ASSERT_TRUE(hospital_->identity->unmerge(system_, first_, second_, "two-people"));
  const auto messages = told();
  ASSERT_EQ(messages.size(), 2U);
  EXPECT_EQ(messages[1].header().trigger, "A37");
}

TEST_P(IdentityNotices, ADecisionThatDoesNotStandIsNotTold) {
  const auto failed = hospital_->store->write([&](store::UnitOfWork& work) -> Result<void> {
    CHARTA_TRY_DO(hospital_->patient_index->link(work, system_, first_, second_, {"identity-review", {}, {}, {}, {}}));
    return fail(ErrorKind::business_rule, "something later failed");
  });
  EXPECT_FALSE(failed);
  EXPECT_TRUE(told().empty());
}

TEST_P(IdentityNotices, WhatAPartnerSaidIsNotToldOn) {
  patient_index::LinkAct act;
  act.reason = "message:A40";
  act.told_by = "Registration";
  ASSERT_TRUE(hospital_->store->write(
      [&](store::UnitOfWork& work) { return hospital_->patient_index->link(work, system_, first_, second_, act); }));
  EXPECT_TRUE(told().empty());
}

TEST_P(IdentityNotices, AVisitThatAPersonMovesIsToldAsA45) {
  const auto visit = create("Encounter", R"({"resourceType":"Encounter","status":"finished","class":{"code":"IMP"},)"
                                         R"("identifier":[{"system":"urn:oid:1.2.3","value":"V1"}],)"
                                         R"("subject":{"reference":"Patient/)" +
                                             first_.text() + "\"}}");
  const auto moved = hospital_->record_moves->move(system_, {"Encounter", visit.text(), second_, "wrong-patient", ""});
  ASSERT_TRUE(moved) << moved.error().message;
  const auto messages = told();
  ASSERT_EQ(messages.size(), 1U);
  EXPECT_EQ(messages[0].header().trigger, "A45");
  EXPECT_EQ(messages[0].text("PID-3.1"), "M-Quill");
  EXPECT_EQ(messages[0].text("MRG-1.1"), "M-Marsh");
  EXPECT_EQ(messages[0].text("PV1-19.1"), "V1");
}

TEST_P(IdentityNotices, TheAcknowledgementIsAwaitedAndARetryCarriesTheSameControlId) {
  ASSERT_TRUE(hospital_->patient_index->link(system_, first_, second_, "identity-review"));
  std::vector<std::string> sent;
  const auto silent = [&](const partners::Partner&, const partners::OutboxMessage& message) -> Result<Bytes> {
    sent.push_back(message.control_id);
    return fail(ErrorKind::unavailable, "nobody answers");
  };
  ASSERT_TRUE(hospital_->partners->deliver_due(silent));
  clock_.advance(std::chrono::hours(1));
  const auto answering = [&](const partners::Partner&, const partners::OutboxMessage& message) -> Result<Bytes> {
    sent.push_back(message.control_id);
    return Bytes("MSH|^~\\&|LAB||CHARTA||20260301||ACK^A40|1|P|2.5.1\rMSA|AA|" + message.control_id + "\r");
  };
  EXPECT_EQ(hospital_->partners->deliver_due(answering).value(), 1);
  ASSERT_EQ(sent.size(), 2U);
  EXPECT_EQ(sent[0], sent[1]);
  EXPECT_EQ(hospital_->partners->deliver_due(answering).value(), 0) << "once";
}

TEST_P(IdentityNotices, APartnerCannotWantWhatThereIsNot) {
  partners::Partner partner;
  partner.name = "Elsewhere";
  partner.wants = {"everything"};
  expect_error(hospital_->partners->save(system_, partner), ErrorKind::unknown_code);
}

}  // namespace
}  // namespace charta::app
