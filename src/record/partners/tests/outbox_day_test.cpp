// SPDX-License-Identifier: Apache-2.0
// The outbox through its days: tables of what a partner answers, and what becomes of the messages that wait for it.
#include "access_schema.hpp"
#include "ledger_schema.hpp"
#include "partners_schema.hpp"
#include "record/partners/outbox_state.hpp"
#include "record/partners/partner_service.hpp"
#include "tests/support/case_table.hpp"
#include "tests/support/test_store.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <map>

namespace charta::partners {
namespace {

using access::Actor;
using testing::CaseLine;

class OutboxDays : public charta::testing::StoreTest {
 protected:
  void SetUp() override {
    if (IsSkipped()) return;
    open({ledger_schema(), access_schema(), partners_schema()});
    start();
  }
  void start() {
    ledger_ = std::make_unique<ledger::Ledger>(store(), clock_, keys_, "");
    partners_ = std::make_unique<PartnerService>(store(), *ledger_, clock_, keys_);
  }
  void restart() {
    partners_.reset();
    ledger_.reset();
    reopen();
    start();
  }

  void run(const testing::Case& one) {
    SCOPED_TRACE(one.title);
    clock_.set(Instant::parse("2026-03-01T08:00:00Z").value());
    keys_of_.clear();
    sent_.clear();
    for (const CaseLine& line : one.lines) {
      SCOPED_TRACE("line " + line.verb + " " + (line.words.empty() ? "" : line.words[0]));
      follow(line, one.line);
      if (::testing::Test::HasFatalFailure()) return;
    }
  }

  void follow(const CaseLine& line, int place) {
    if (line.verb == "partner") return save_partner(line, place);
    if (line.verb == "pauses") return set_pauses(line);
    if (line.verb == "enqueue") return enqueue(line);
    if (line.verb == "deliver") return deliver(line);
    if (line.verb == "after") return clock_.advance(std::chrono::seconds(std::stoi(line.words.at(0))));
    if (line.verb == "restart") return restart();
    if (line.verb == "dies") return die();
    if (line.verb == "retry") return expect_done(partners_->retry(system_, keys_of_.at(line.words.at(0))), line);
    if (line.verb == "cancel") return expect_done(partners_->cancel(system_, keys_of_.at(line.words.at(0))), line);
    if (line.verb == "stands") return stands(line);
    FAIL() << "the table has a word that is not known";
  }

  void save_partner(const CaseLine& line, int place) {
    Partner partner;
    partner.name = line.words.at(0) + std::to_string(place);
    partner.application = partner.name;
    partner.endpoint = "127.0.0.1:2575";
    if (const auto known = partner_of_.find(line.words.at(0)); known != partner_of_.end() && line.has("enabled"))
      partner = known->second;
    partner.enabled = line.value("enabled") != "no";
    const auto saved = partners_->save(system_, partner);
    ASSERT_TRUE(saved) << saved.error().message;
    partner_of_[line.words.at(0)] = *saved;
  }

  void set_pauses(const CaseLine& line) {
    OutboxPauses pauses;
    pauses.first = std::chrono::seconds(std::stoi(line.value("first")));
    pauses.longest = std::chrono::seconds(std::stoi(line.value("longest")));
    pauses.claim = std::chrono::seconds(std::stoi(line.value("claim")));
    pauses.attempts_max = std::stoi(line.value("attempts"));
    partners_->set_pauses(pauses);
  }

  /// enqueue m1 to=lab
  void enqueue(const CaseLine& line) {
    OutboxMessage message;
    message.partner = partner_of_.at(line.value("to")).id;
    message.control_id = line.words.at(0);
    message.bytes = "MSH|^~\\&|CHARTA||LAB||||ORU^R01|" + message.control_id + "|P|2.5\r";
    const auto key = store().write([&](store::UnitOfWork& work) { return partners_->enqueue(work, message); });
    ASSERT_TRUE(key) << key.error().message;
    keys_of_[message.control_id] = *key;
  }

  /// deliver AA AE none wrong garbled … sends="m1 m2" accepted=1: the answers of the partner in turn, AA when they run out.
  void deliver(const CaseLine& line) {
    std::deque<std::string> answers(line.words.begin(), line.words.end());
    sent_.clear();
    const auto accepted = partners_->deliver_due([&](const Partner&, const OutboxMessage& message) {
      sent_ += (sent_.empty() ? "" : " ") + message.control_id;
      const std::string answer = answers.empty() ? "AA" : answers.front();
      if (!answers.empty()) answers.pop_front();
      return answer_of(answer, message);
    });
    ASSERT_TRUE(accepted) << accepted.error().message;
    EXPECT_EQ(sent_, line.value("sends"));
    EXPECT_EQ(std::to_string(*accepted), line.value("accepted"));
  }
  static Result<Bytes> answer_of(const std::string& answer, const OutboxMessage& message) {
    const std::string head = "MSH|^~\\&|LAB||CHARTA||||ACK|9|P|2.5\r";
    if (answer == "none") return fail(ErrorKind::unavailable, "no answer within 30 s");
    if (answer == "garbled") return Bytes("HTTP/1.1 400 Bad Request\r\n");
    if (answer == "empty") return Bytes();
    if (answer == "wrong") return Bytes(head + "MSA|AA|another\r");
    return Bytes(head + "MSA|" + answer + "|" + message.control_id + "\r");
  }

  /// The server dies while the first message is on the wire, and starts again.
  void die() {
    EXPECT_THROW((void)partners_->deliver_due(
                     [](const Partner&, const OutboxMessage&) -> Result<Bytes> { throw std::runtime_error("power cut"); }),
                 std::runtime_error);
    restart();
  }

  static void expect_done(const Result<void>& done, const CaseLine& line) {
    if (line.has("refused")) {
      ASSERT_FALSE(done);
      EXPECT_EQ(done.error().kind, ErrorKind::business_rule) << done.error().message;
    } else {
      EXPECT_TRUE(done) << (done ? "" : done.error().message);
    }
  }

  /// stands m1 waiting attempts=2 next=10
  void stands(const CaseLine& line) {
    const auto all = partners_->outbox(system_, std::nullopt, 1000).value();
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&](const OutboxMessage& each) { return each.key == keys_of_.at(line.words.at(0)); });
    ASSERT_NE(found, all.end());
    EXPECT_EQ(outbox_state_code(found->state), line.words.at(1));
    if (line.has("attempts")) {
      EXPECT_EQ(std::to_string(found->attempts), line.value("attempts"));
    }
    if (line.has("next")) {
      const auto pause = std::chrono::duration_cast<std::chrono::seconds>(found->next_attempt_at - clock_.now());
      EXPECT_EQ(pause.count(), std::stoi(line.value("next")));
    }
    EXPECT_NE(found->problem.find(line.value("because")), std::string::npos) << found->problem;
  }

  ManualClock clock_{Instant::parse("2026-03-01T08:00:00Z").value()};
  CountingKeys keys_{100};
  Actor system_ = Actor::system("test");
  std::unique_ptr<ledger::Ledger> ledger_;
  std::unique_ptr<PartnerService> partners_;
  std::map<std::string, Partner> partner_of_;
  std::map<std::string, std::int64_t> keys_of_;
  std::string sent_;
};
CHARTA_ON_BOTH_ENGINES(OutboxDays);

TEST_P(OutboxDays, GoAsTheTablesSay) {
  const auto cases = testing::read_cases(CHARTA_MODULE_FOLDER "/tests/cases/outbox.case");
  ASSERT_GT(cases.size(), 10U);
  for (const testing::Case& one : cases) run(one);
}

TEST_P(OutboxDays, EveryMessageIsSettledOnceHoweverThePartnerBehaves) {
  // A seeded partner that answers anything; after a good day everything is settled, each message accepted once and in order.
  Partner partner;
  partner.name = partner.application = "LAB";
  partner.endpoint = "127.0.0.1:2575";
  const PartnerId to = partners_->save(system_, partner)->id;
  for (int i = 0; i < 15; ++i) {
    OutboxMessage message;
    message.partner = to;
    message.control_id = std::to_string(i);
    message.bytes = "MSH|";
    ASSERT_TRUE(store().write([&](store::UnitOfWork& work) { return partners_->enqueue(work, message); }));
  }
  std::uint32_t seed = 42;
  const char* answers[] = {"AA", "none", "wrong", "AR", "garbled", "CA", "empty"};
  std::vector<int> accepted;
  for (int round = 0; round < 400 && accepted.size() < 15; ++round) {
    ASSERT_TRUE(partners_->deliver_due([&](const Partner&, const OutboxMessage& message) {
      seed = seed * 1664525U + 1013904223U;
      const std::string answer = answers[(seed >> 16U) % 7];
      if (answer == "AA" || answer == "CA") accepted.push_back(std::stoi(message.control_id));
      return answer_of(answer, message);
    }));
    if (round % 10 == 9) restart();
    clock_.advance(std::chrono::minutes(15));
  }
  ASSERT_EQ(accepted.size(), 15U);
  for (int i = 0; i < 15; ++i) EXPECT_EQ(accepted[static_cast<std::size_t>(i)], i);
  EXPECT_EQ(partners_->outbox(system_, OutboxState::accepted, 100)->size(), 15U);
}

}  // namespace
}  // namespace charta::partners
