// SPDX-License-Identifier: Apache-2.0
#include "access_schema.hpp"
#include "ledger_schema.hpp"
#include "partners_schema.hpp"
#include "record/partners/outbox_state.hpp"
#include "record/partners/partner_service.hpp"
#include "tests/support/test_store.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <set>
#include <thread>

namespace charta::partners {
namespace {

using access::Actor;
using std::chrono::seconds;

class PartnersOnStore : public charta::testing::StoreTest {
 protected:
  void open_partners() {
    open({ledger_schema(), access_schema(), partners_schema()});
    ledger_ = std::make_unique<ledger::Ledger>(store(), clock_, keys_, "");
    partners_ = make_node();
  }
  std::unique_ptr<PartnerService> make_node() { return std::make_unique<PartnerService>(store(), *ledger_, clock_, keys_); }
  PartnerService& partners() { return *partners_; }

  Partner lab() {
    Partner partner;
    partner.name = "Laboratory";
    partner.application = "LAB";
    partner.facility_name = "MAIN";
    partner.default_assigner = "urn:oid:1.2.3";
    partner.zone = "America/New_York";
    partner.charset = "ISO-8859-1";
    partner.facility = 3;
    partner.endpoint = "127.0.0.1:2575";
    return partner;
  }
  std::int64_t enqueue(PartnerId partner, const std::string& control_id, std::int64_t patient = 0) {
    OutboxMessage message;
    message.partner = partner;
    message.control_id = control_id;
    message.bytes = "MSH|^~\\&|CHARTA|HIM|LAB|MAIN|||ORU^R01|" + control_id + "|P|2.5\r";
    message.patient = PatientId(patient);
    return store().write([&](store::UnitOfWork& work) { return partners().enqueue(work, message); }).value();
  }
  static Bytes ack(const std::string& code, const std::string& control_id) {
    return "MSH|^~\\&|LAB|MAIN|CHARTA|HIM|||ACK|9|P|2.5\rMSA|" + code + "|" + control_id + "\r";
  }
  static Sender accepting() {
    return [](const Partner&, const OutboxMessage& message) -> Result<Bytes> { return ack("AA", message.control_id); };
  }
  OutboxMessage message(std::int64_t key) {
    for (OutboxMessage& each : partners().outbox(system_, std::nullopt, 1000).value())
      if (each.key == key) return each;
    throw std::runtime_error("no such message");
  }
  std::vector<ledger::StoredEntry> entries(const std::string& kind) {
    ledger::Filter filter;
    filter.subject_kind = kind;
    return store().read([&](store::Reader& reader) { return ledger_->list(reader, filter); }).value();
  }

  ManualClock clock_{Instant::parse("2026-03-01T08:00:00Z").value()};
  CountingKeys keys_{100};
  Actor system_ = Actor::system("test");
  std::unique_ptr<ledger::Ledger> ledger_;
  std::unique_ptr<PartnerService> partners_;
};
CHARTA_ON_BOTH_ENGINES(PartnersOnStore);

TEST_P(PartnersOnStore, KeepEverythingThatIsSaid) {
  open_partners();
  const Partner saved = partners().save(system_, lab()).value();
  const auto listed = partners().list().value();
  ASSERT_EQ(listed.size(), 1U);
  const Partner& partner = listed[0];
  EXPECT_EQ(partner.id, saved.id);
  EXPECT_EQ(partner.application, "LAB");
  EXPECT_EQ(partner.facility_name, "MAIN");
  EXPECT_EQ(partner.default_assigner, "urn:oid:1.2.3");
  EXPECT_EQ(partner.zone, "America/New_York");
  EXPECT_EQ(partner.charset, "ISO-8859-1");
  EXPECT_EQ(partner.facility, 3);
  EXPECT_EQ(partner.endpoint, "127.0.0.1:2575");
  EXPECT_FALSE(partner.tls);
  EXPECT_TRUE(partner.enabled);
  EXPECT_EQ(partner.version, 1);
  EXPECT_EQ(entries("partner").size(), 1U);
}

TEST_P(PartnersOnStore, RefuseWhatCannotBe) {
  open_partners();
  struct Case {
    const char* why;
    std::function<void(Partner&)> change;
    ErrorKind kind;
  };
  const Case cases[] = {
      {"no name", [](Partner& p) { p.name = " "; }, ErrorKind::missing},
      {"no such zone", [](Partner& p) { p.zone = "Mars/Olympus"; }, ErrorKind::unknown_code},
      {"no such character set", [](Partner& p) { p.charset = "KLINGON"; }, ErrorKind::unknown_code},
      {"a facility beyond the mask", [](Partner& p) { p.facility = 63; }, ErrorKind::invalid},
      {"an endpoint without a port", [](Partner& p) { p.endpoint = "localhost"; }, ErrorKind::invalid},
      {"a port that cannot be", [](Partner& p) { p.endpoint = "localhost:70000"; }, ErrorKind::invalid},
      {"an endpoint without a host", [](Partner& p) { p.endpoint = ":2575"; }, ErrorKind::invalid},
  };
  for (const Case& each : cases) {
    Partner partner = lab();
    each.change(partner);
    const auto refused = partners().save(system_, partner);
    ASSERT_FALSE(refused) << each.why;
    EXPECT_EQ(refused.error().kind, each.kind) << each.why;
  }
  EXPECT_TRUE(partners().list().value().empty());
  const auto forbidden = partners().save(Actor(), lab());
  ASSERT_FALSE(forbidden);
  EXPECT_EQ(forbidden.error().kind, ErrorKind::forbidden);
}

TEST_P(PartnersOnStore, TheSlowerOfTwoChangesIsTold) {
  open_partners();
  Partner first = partners().save(system_, lab()).value();
  Partner second = first;
  first.zone = "UTC";
  EXPECT_EQ(partners().save(system_, first).value().version, 2);
  second.zone = "Europe/Berlin";
  const auto refused = partners().save(system_, second);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::version_conflict);
  Partner twin = lab();
  twin.name = "Another name, same sender";
  EXPECT_FALSE(partners().save(system_, twin)) << "one sender is one partner";
}

TEST_P(PartnersOnStore, AreFoundByApplicationAndFacility) {
  open_partners();
  ASSERT_TRUE(partners().save(system_, lab()));
  Partner anywhere = lab();
  anywhere.name = "Radiology, any facility";
  anywhere.application = "RIS";
  anywhere.facility_name = "";
  ASSERT_TRUE(partners().save(system_, anywhere));
  Partner closed = lab();
  closed.name = "Closed";
  closed.application = "OLD";
  closed.enabled = false;
  ASSERT_TRUE(partners().save(system_, closed));
  EXPECT_EQ(partners().of_sender("LAB", "MAIN").name, "Laboratory");
  EXPECT_FALSE(partners().of_sender("LAB", "NORTH").id.is_set());
  EXPECT_EQ(partners().of_sender("RIS", "NORTH").name, "Radiology, any facility");
  EXPECT_EQ(partners().of_sender("RIS", "").name, "Radiology, any facility");
  EXPECT_FALSE(partners().of_sender("OLD", "MAIN").id.is_set()) << "not in force";
}

TEST_P(PartnersOnStore, UnknownSendersAreKeptApartByTheNamesTheyGive) {
  open_partners();
  const Partner a = partners().of_sender("A", "1"), b = partners().of_sender("A", "2"), none = partners().of_sender("", "");
  EXPECT_FALSE(a.id.is_set());
  EXPECT_EQ(a.zone, "UTC");
  EXPECT_NE(a.default_assigner, b.default_assigner);
  EXPECT_FALSE(none.default_assigner.empty());
  EXPECT_TRUE(a.endpoint.empty());
}

TEST_P(PartnersOnStore, AChangeIsSeenHereAtOnceAndElsewhereWithinASecond) {
  open_partners();
  const auto other = make_node();
  EXPECT_FALSE(other->of_sender("LAB", "MAIN").id.is_set());
  EXPECT_FALSE(partners().of_sender("LAB", "MAIN").id.is_set());
  ASSERT_TRUE(partners().save(system_, lab()));
  EXPECT_TRUE(partners().of_sender("LAB", "MAIN").id.is_set());
  std::this_thread::sleep_for(std::chrono::milliseconds(600));
  EXPECT_TRUE(other->of_sender("LAB", "MAIN").id.is_set());
}

TEST_P(PartnersOnStore, AMessageIsSentOnceAndInOrder) {
  open_partners();
  const Partner partner = partners().save(system_, lab()).value();
  for (const char* id : {"1", "2", "3"}) enqueue(partner.id, id, 42);
  std::vector<std::string> sent;
  const Sender sender = [&](const Partner& to, const OutboxMessage& message) -> Result<Bytes> {
    EXPECT_EQ(to.endpoint, "127.0.0.1:2575");
    sent.push_back(message.control_id);
    return ack("AA", message.control_id);
  };
  EXPECT_EQ(partners().deliver_due(sender).value(), 3);
  EXPECT_EQ(partners().deliver_due(sender).value(), 0);
  EXPECT_EQ(sent, (std::vector<std::string>{"1", "2", "3"}));
  EXPECT_EQ(partners().outbox(system_, OutboxState::accepted, 10).value().size(), 3U);
  const auto recorded = entries("outbox");
  ASSERT_EQ(recorded.size(), 3U);
  EXPECT_EQ(recorded[0].act, "sent");
  EXPECT_EQ(recorded[0].patient, PatientId(42));
}

TEST_P(PartnersOnStore, AMessageGoesOutOnlyWithTheUnitThatWroteIt) {
  open_partners();
  const Partner partner = partners().save(system_, lab()).value();
  OutboxMessage message;
  message.partner = partner.id;
  message.control_id = "1";
  message.bytes = "MSH|";
  EXPECT_FALSE(store().write([&](store::UnitOfWork& work) -> Result<void> {
    CHARTA_TRY_DO(partners().enqueue(work, message));
    return fail(ErrorKind::business_rule, "thought better of it");
  }));
  EXPECT_EQ(partners().deliver_due(accepting()).value(), 0);
  message.control_id.clear();
  EXPECT_FALSE(store().write([&](store::UnitOfWork& work) { return partners().enqueue(work, message); }));
  message.control_id = "2";
  message.partner = PartnerId(99);
  EXPECT_FALSE(store().write([&](store::UnitOfWork& work) { return partners().enqueue(work, message); }));
}

TEST_P(PartnersOnStore, OneControlIdGoesToAPartnerOnce) {
  open_partners();
  const Partner partner = partners().save(system_, lab()).value();
  enqueue(partner.id, "1");
  OutboxMessage again;
  again.partner = partner.id;
  again.control_id = "1";
  again.bytes = "other";
  EXPECT_FALSE(store().write([&](store::UnitOfWork& work) { return partners().enqueue(work, again); }));
}

// Spec A3: on a timeout the same control id is sent again, after growing pauses; nothing overtakes it.
TEST_P(PartnersOnStore, ATimeoutIsTriedAgainWithTheSameControlIdAndNothingOvertakes) {
  open_partners();
  const Partner partner = partners().save(system_, lab()).value();
  const std::int64_t first = enqueue(partner.id, "1");
  enqueue(partner.id, "2");
  std::vector<std::string> sent;
  bool is_up = false;
  const Sender sender = [&](const Partner&, const OutboxMessage& message) -> Result<Bytes> {
    sent.push_back(message.control_id);
    if (!is_up) return fail(ErrorKind::unavailable, "no answer within 30 s");
    return ack("AA", message.control_id);
  };
  EXPECT_EQ(partners().deliver_due(sender).value(), 0);
  EXPECT_EQ(message(first).state, OutboxState::waiting);
  EXPECT_EQ(message(first).problem, "no answer within 30 s");
  EXPECT_EQ(partners().deliver_due(sender).value(), 0);
  EXPECT_EQ(sent.size(), 1U) << "it pauses, and the second waits behind it";
  clock_.advance(seconds(5));
  EXPECT_EQ(partners().deliver_due(sender).value(), 0);
  clock_.advance(seconds(5));
  EXPECT_EQ(partners().deliver_due(sender).value(), 0);
  EXPECT_EQ(sent.size(), 2U) << "the second pause is longer";
  is_up = true;
  clock_.advance(seconds(5));
  EXPECT_EQ(partners().deliver_due(sender).value(), 2);
  EXPECT_EQ(sent, (std::vector<std::string>{"1", "1", "1", "2"}));
  EXPECT_EQ(message(first).attempts, 3);
}

TEST_P(PartnersOnStore, AnAcknowledgementOfAnotherMessageIsNotAccepted) {
  open_partners();
  const Partner partner = partners().save(system_, lab()).value();
  const std::int64_t key = enqueue(partner.id, "1");
  const Sender late = [](const Partner&, const OutboxMessage&) -> Result<Bytes> { return ack("AA", "0"); };
  EXPECT_EQ(partners().deliver_due(late).value(), 0);
  EXPECT_EQ(message(key).state, OutboxState::waiting);
  clock_.advance(seconds(5));
  EXPECT_EQ(partners().deliver_due(accepting()).value(), 1);
}

TEST_P(PartnersOnStore, ARefusedMessageStandsAsideForAPerson) {
  open_partners();
  const Partner partner = partners().save(system_, lab()).value();
  const std::int64_t bad = enqueue(partner.id, "1"), good = enqueue(partner.id, "2");
  const Sender sender = [](const Partner&, const OutboxMessage& message) -> Result<Bytes> {
    return ack(message.control_id == "1" ? "AE" : "AA", message.control_id);
  };
  EXPECT_EQ(partners().deliver_due(sender).value(), 0);
  EXPECT_EQ(partners().deliver_due(sender).value(), 1);
  EXPECT_EQ(message(bad).state, OutboxState::refused);
  EXPECT_EQ(message(bad).acknowledgement, ack("AE", "1"));
  EXPECT_EQ(message(good).state, OutboxState::accepted);
  EXPECT_FALSE(partners().retry(Actor(), bad)) << "not without the permission";
  ASSERT_TRUE(partners().retry(system_, bad));
  EXPECT_EQ(message(bad).state, OutboxState::waiting);
  ASSERT_TRUE(partners().cancel(system_, bad));
  EXPECT_EQ(partners().deliver_due(sender).value(), 0);
  const auto refused = partners().cancel(system_, good);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::business_rule) << "what was accepted cannot be taken back";
  EXPECT_FALSE(partners().cancel(system_, 12345));
}

TEST_P(PartnersOnStore, OnePartnersTroubleDoesNotStopAnother) {
  open_partners();
  const Partner down = partners().save(system_, lab()).value();
  Partner other = lab();
  other.name = "Radiology";
  other.application = "RIS";
  const Partner up = partners().save(system_, other).value();
  enqueue(down.id, "1");
  enqueue(up.id, "1");
  const Sender sender = [&](const Partner& partner, const OutboxMessage& message) -> Result<Bytes> {
    if (partner.id == down.id) return fail(ErrorKind::unavailable, "connection refused");
    return ack("CA", message.control_id);
  };
  EXPECT_EQ(partners().deliver_due(sender).value(), 1);
}

TEST_P(PartnersOnStore, ADisabledPartnersMessagesWait) {
  open_partners();
  Partner partner = partners().save(system_, lab()).value();
  enqueue(partner.id, "1");
  partner.enabled = false;
  ASSERT_TRUE(partners().save(system_, partner));
  EXPECT_EQ(partners().deliver_due(accepting()).value(), 0);
  EXPECT_EQ(partners().outbox(system_, OutboxState::waiting, 10).value().size(), 1U);
}

TEST_P(PartnersOnStore, ManyDeliverersSendEachMessageOnceAndOneAtATime) {
  open_partners();
  const Partner partner = partners().save(system_, lab()).value();
  for (int i = 0; i < 20; ++i) enqueue(partner.id, std::to_string(i));
  std::atomic<int> on_the_wire{0}, most{0}, sent{0};
  const Sender sender = [&](const Partner&, const OutboxMessage& message) -> Result<Bytes> {
    const int now = ++on_the_wire;
    if (now > most) most = now;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    --on_the_wire;
    ++sent;
    return ack("AA", message.control_id);
  };
  std::vector<std::thread> deliverers;
  for (int i = 0; i < 4; ++i) {
    deliverers.emplace_back([&] {
      const auto node = make_node();
      for (int round = 0; round < 40; ++round) EXPECT_TRUE(node->deliver_due(sender));
    });
  }
  for (std::thread& deliverer : deliverers) deliverer.join();
  EXPECT_EQ(sent, 20);
  EXPECT_EQ(most, 1);
  EXPECT_EQ(partners().outbox(system_, OutboxState::accepted, 100).value().size(), 20U);
}

TEST_P(PartnersOnStore, WhatADeadServerHadOnTheWireIsTakenOverWithItsControlId) {
  open_partners();
  const Partner partner = partners().save(system_, lab()).value();
  const std::int64_t key = enqueue(partner.id, "1");
  const Sender dies = [&](const Partner&, const OutboxMessage&) -> Result<Bytes> { throw std::runtime_error("power cut"); };
  EXPECT_THROW((void)partners().deliver_due(dies), std::runtime_error);
  EXPECT_EQ(message(key).state, OutboxState::in_flight);
  const auto other = make_node();
  EXPECT_EQ(other->deliver_due(accepting()).value(), 0) << "it may still be on the wire";
  clock_.advance(seconds(300));
  EXPECT_EQ(other->deliver_due(accepting()).value(), 1);
  EXPECT_EQ(message(key).attempts, 2);
}

TEST(OutboxStates, AllowTheDeclaredStepsAndNoOther) {
  const OutboxState states[] = {OutboxState::waiting, OutboxState::in_flight, OutboxState::accepted,
                                OutboxState::refused, OutboxState::failed,    OutboxState::cancelled};
  const OutboxEvent events[] = {OutboxEvent::claim, OutboxEvent::accept, OutboxEvent::refuse, OutboxEvent::give_up,
                                OutboxEvent::pause, OutboxEvent::retry,  OutboxEvent::cancel};
  // A row per state, a column per event: the state after it, "-" where there is no step.
  const char* expected[6][7] = {
      {"in-flight", "-", "-", "-", "-", "waiting", "cancelled"},
      {"in-flight", "accepted", "refused", "failed", "waiting", "-", "-"},
      {"-", "-", "-", "-", "-", "-", "-"},
      {"-", "-", "-", "-", "-", "waiting", "cancelled"},
      {"-", "-", "-", "-", "-", "waiting", "cancelled"},
      {"-", "-", "-", "-", "-", "-", "-"},
  };
  for (std::size_t row = 0; row < 6; ++row) {
    EXPECT_EQ(parse_outbox_state(outbox_state_code(states[row])), states[row]);
    for (std::size_t column = 0; column < 7; ++column) {
      const auto to = next_state(states[row], events[column]);
      EXPECT_EQ(to ? outbox_state_code(*to) : "-", expected[row][column])
          << outbox_state_code(states[row]) << " column " << column;
    }
  }
  EXPECT_FALSE(parse_outbox_state("lost"));
}

TEST(OutboxVerdict, ReadsTheAnswerAsTheStandardSays) {
  struct Case {
    const char* what;
    Result<Bytes> answer;
    int attempts;
    OutboxEvent event;
  };
  const std::string msh = "MSH|^~\\&|A|B|C|D|||ACK|1|P|2.5\r";
  const Case cases[] = {
      {"accepted", msh + "MSA|AA|7\r", 1, OutboxEvent::accept},
      {"accepted, enhanced mode", msh + "MSA|CA|7|fine\r", 1, OutboxEvent::accept},
      {"accepted, lines ended by CR LF", msh + "\nMSA|AA|7\r\n", 1, OutboxEvent::accept},
      {"another field separator", "MSH#^~\\&#A\rMSA#AA#7\r", 1, OutboxEvent::accept},
      {"application error", msh + "MSA|AE|7\r", 1, OutboxEvent::refuse},
      {"commit error", msh + "MSA|CE|7\r", 1, OutboxEvent::refuse},
      {"rejected: unchanged again", msh + "MSA|AR|7\r", 1, OutboxEvent::pause},
      {"rejected for the last time", msh + "MSA|CR|7\r", 3, OutboxEvent::give_up},
      {"of another message", msh + "MSA|AA|8\r", 1, OutboxEvent::pause},
      {"no MSA", msh, 1, OutboxEvent::pause},
      {"a short MSA", msh + "MSA|AA\r", 1, OutboxEvent::pause},
      {"an unknown code", msh + "MSA|OK|7\r", 1, OutboxEvent::pause},
      {"nothing", Bytes(), 1, OutboxEvent::pause},
      {"no connection", fail(ErrorKind::unavailable, "refused"), 1, OutboxEvent::pause},
      {"no connection for the last time", fail(ErrorKind::unavailable, "refused"), 3, OutboxEvent::give_up},
  };
  for (const Case& each : cases) {
    OutboxMessage message;
    message.control_id = "7";
    message.attempts = each.attempts;
    const Verdict verdict = judge(message, each.answer, 3);
    EXPECT_EQ(verdict.event, each.event) << each.what;
    EXPECT_EQ(verdict.problem.empty(), each.event == OutboxEvent::accept) << each.what;
  }
}

TEST(OutboxPauses, GrowToAQuarterOfAnHour) {
  const std::pair<int, int> cases[] = {{1, 5}, {2, 10}, {3, 20}, {8, 640}, {9, 900}, {100, 900}};
  for (const auto& [attempts, expected] : cases) EXPECT_EQ(pause_after(attempts, OutboxPauses()), seconds(expected)) << attempts;
}

}  // namespace
}  // namespace charta::partners
