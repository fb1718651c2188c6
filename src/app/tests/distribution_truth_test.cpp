// SPDX-License-Identifier: Apache-2.0
// Some thousand documents, their versions, cancellations, outages and receipts in random order, beside a truth that is kept
// apart: at the end everybody who should have the current version has it once, or its failure is named; nobody holds what is not
// true unasked.
#include "app/tests/distribution_fixture.hpp"

#include <algorithm>
#include <random>

namespace charta::app {
namespace {

using distribution::Channel;
using distribution::Copy;
using distribution::CopyState;

/// A gateway of another house: takes each number once, whatever it finds, and answers later.
class FakeGateway {
 public:
  FakeGateway(std::string folder, std::mt19937& random) : folder_(std::move(folder)), random_(random) {}

  void work() {
    if (is_away_) return;
    std::error_code error;
    std::vector<std::filesystem::path> taken;
    for (const auto& entry : std::filesystem::directory_iterator(folder_ + "/out", error)) {
      if (entry.path().extension() != ".json") continue;
      const auto number = entry.path().stem().string();
      ++seen_[number];
      if (seen_[number] == 1) waiting_.push_back(number);
      taken.push_back(entry.path());
    }
    for (const auto& path : taken) std::filesystem::remove(path, error);
    while (!waiting_.empty() && random_() % 4 != 0) {
      answer(waiting_.back());
      waiting_.pop_back();
    }
  }
  void go_away() {
    if (is_away_) return;
    is_away_ = true;
    std::filesystem::rename(folder_, folder_ + ".away");
  }
  void come_back() {
    if (!is_away_) return;
    is_away_ = false;
    std::filesystem::rename(folder_ + ".away", folder_);
  }
  void finish() {
    come_back();
    work();
    for (const auto& number : waiting_) answer(number);
    waiting_.clear();
  }
  bool took(const std::string& number) const { return seen_.contains(number); }

 private:
  void answer(const std::string& number) {
    std::filesystem::create_directories(folder_ + "/receipts");
    const bool fails = random_() % 8 == 0;
    for (int twice = random_() % 5 == 0 ? 2 : 1; twice > 0; --twice)
      std::ofstream(folder_ + "/receipts/r" + std::to_string(++receipts_) + ".json")
          << R"({"number":")" << number << R"(","state":")" << (fails ? "failed" : "delivered") << R"(","reason":"no answer"})";
  }

  std::string folder_;
  std::mt19937& random_;
  std::map<std::string, int> seen_;
  std::vector<std::string> waiting_;
  int receipts_ = 0;
  bool is_away_ = false;
};

struct TrueDocument {
  std::string number;
  std::set<std::string> recipients;  ///< numbers of all who were ever named, as it became known
  int words = 0;
  bool is_withdrawn = false, is_replaced = false;
};

class DistributionTruth : public testing::DistributionTest {
 protected:
  void SetUp() override {
    DistributionTest::SetUp();
    if (IsSkipped()) return;
    reach("EVA1", "Eva", "practitioner", {{"direct", "eva@direct.example"}});
    reach("OMAR1", "Omar", "practitioner", {{"print", "ipp://printer.example/ipp/print"}});
    hospital_->distribution->send_by(Channel::print,
                                     [this](const distribution::Parcel& parcel) -> Result<distribution::Dispatch> {
                                       if (random_() % 5 == 0) return fail(ErrorKind::unavailable, "the printer is out of paper");
                                       ++printed_[parcel.number];
                                       return distribution::Dispatch{"job", true};
                                     });
  }

  std::string words_of(int number) { return "Finding number " + std::to_string(number) + " of the left lung."; }
  std::string somebody() { return named_[random_() % named_.size()]; }
  static std::string named(const std::string& number) { return number + "^NAME^OF"; }

  void new_document() {
    TrueDocument one{"D" + std::to_string(documents_.size()), {}, ++last_words_, false, false};
    const auto ordered = somebody(), copied = somebody();
    ASSERT_EQ(document("T02", one.number, words_of(one.words), named(ordered), named(copied)), "filed");
    one.recipients = {ordered, copied};
    documents_.push_back(one);
  }
  void edit(TrueDocument& one) {
    one.words = ++last_words_;
    ASSERT_EQ(document("T08", one.number, words_of(one.words), "", ""), "filed");
  }
  void replace(std::size_t at) {
    TrueDocument fresh{"D" + std::to_string(documents_.size()), documents_[at].recipients, ++last_words_, false, false};
    ASSERT_EQ(document("T10", fresh.number, words_of(fresh.words), "", "", documents_[at].number), "filed");
    documents_[at].is_replaced = true;
    documents_.push_back(fresh);
  }
  void withdraw(TrueDocument& one) {
    ASSERT_EQ(document("T11", one.number, "", "", ""), "filed");
    one.is_withdrawn = true;
  }

  void something_happens(FakeGateway& fax, FakeGateway& direct) {
    const auto dice = random_() % 20;
    std::vector<std::size_t> alive;
    for (std::size_t i = 0; i < documents_.size(); ++i)
      if (!documents_[i].is_withdrawn && !documents_[i].is_replaced) alive.push_back(i);
    const auto any = alive.empty() ? 0 : alive[random_() % alive.size()];
    if (dice < 9 || alive.empty()) return new_document();
    if (dice < 12) return edit(documents_[any]);
    if (dice < 13) return replace(any);
    if (dice < 14) return withdraw(documents_[any]);
    if (dice == 14) return fax.go_away();
    if (dice == 15) return fax.come_back();
    if (dice == 16) return direct.work();
    if (dice == 17) return fax.work();
    if (dice == 18) clock_.advance(std::chrono::seconds(random_() % 400));
    const auto settled = give_out_once(*hospital_);
    ASSERT_TRUE(settled) << settled.error().message;
  }

  std::vector<Copy> copies_of(const std::string& number) {
    std::vector<Copy> all;
    const auto found = hospital_->store->read([&](store::Reader& reader) -> Result<void> {
      CHARTA_TRY(const auto keys, hospital_->chart->rows().keys(reader, "document", "urn:charta:assigner:HOSP", number));
      for (const auto& key : keys) {
        CHARTA_TRY(const auto copies, hospital_->distribution->copies().of_document(reader, key.resource));
        all.insert(all.end(), copies.begin(), copies.end());
      }
      return {};
    });
    EXPECT_TRUE(found);
    return all;
  }
  std::string number_of(const Copy& copy) {
    const auto recipient = hospital_->store->read(
        [&](store::Reader& reader) { return hospital_->distribution->directory().find(reader, copy.recipient); });
    const auto& key = (*recipient)->key;
    return key.substr(key.rfind('|') + 1);
  }

  void compare(const TrueDocument& truth, const FakeGateway& fax) {
    SCOPED_TRACE(truth.number + (truth.is_withdrawn ? " withdrawn" : truth.is_replaced ? " replaced" : ""));
    std::map<std::string, int> have;
    std::int64_t newest = 0;
    const auto copies = copies_of(truth.number);
    for (const auto& copy : copies) newest = std::max(newest, copy.version);
    for (const auto& copy : copies) {
      ++by_state_[std::string(state_code(copy.state))];
      EXPECT_NE(copy.state, CopyState::owed) << "nothing is left lying";
      EXPECT_FALSE(copy.state == CopyState::failed && copy.problem.empty()) << "a failure is named";
      EXPECT_FALSE(copy.channel == Channel::fax && copy.sent_at && !fax.took(copy.number())) << copy.number();
      if (copy.content == distribution::CopyContent::notice) continue;
      if (copy.is_current()) {
        EXPECT_EQ(copy.version, newest) << "an old version is held by nobody unasked";
        ++have[number_of(copy)];
      }
      // On paper it is asked back by work; out of the house by its replacement, unless that has failed, which is named.
      if (copy.state == CopyState::recall_asked && copy.channel != Channel::print) {
        const bool is_named = std::any_of(all_copies_.begin(), all_copies_.end(), [&](const Copy& other) {
          return other.replaces == copy.id && (other.state == CopyState::failed || other.state == CopyState::withdrawn ||
                                               other.state == CopyState::superseded);
        });
        EXPECT_TRUE(is_named) << copy.number();
      }
    }
    if (truth.is_withdrawn || truth.is_replaced) {
      EXPECT_TRUE(have.empty()) << "what is not true is nobody's";
      return;
    }
    std::map<std::string, int> should;
    for (const auto& recipient : truth.recipients) should[recipient] = 1;
    EXPECT_EQ(have, should) << "each of them once, and nobody else";
  }

  std::mt19937 random_{20261123};
  const std::vector<std::string> named_{"HALE1", "RUIZ1", "LUND1", "EVA1", "OMAR1", "NOBODY1"};
  std::vector<TrueDocument> documents_;
  std::vector<Copy> all_copies_;
  std::map<std::string, int> printed_, by_state_;
  int last_words_ = 0;
};
CHARTA_ON_BOTH_ENGINES(DistributionTruth);

TEST_P(DistributionTruth, EveryCopyIsAccountedForAfterRandomOutagesReceiptsAndVersions) {
  FakeGateway fax(gateway_.path(), random_), direct(direct_.path(), random_);
  const int happenings = GetParam() == store::Engine::sqlite ? 3000 : 1200;
  for (int i = 0; i < happenings && !HasFatalFailure(); ++i) something_happens(fax, direct);
  for (int i = 0; i < 12; ++i) {
    fax.come_back();
    go_round();
    fax.work();
    direct.work();
    clock_.advance(std::chrono::minutes(20));
  }
  fax.finish();
  direct.finish();
  go_round();
  for (const auto& one : documents_) {
    const auto copies = copies_of(one.number);
    all_copies_.insert(all_copies_.end(), copies.begin(), copies.end());
  }
  for (const auto& one : documents_) compare(one, fax);
  for (const auto& [number, times] : printed_) EXPECT_EQ(times, 1) << "printed once: " << number;
  std::string summary = std::to_string(documents_.size()) + " documents, " + std::to_string(all_copies_.size()) + " copies:";
  for (const auto& [state, count] : by_state_) summary += " " + state + " " + std::to_string(count);
  std::cout << summary << "\n";
  EXPECT_GT(by_state_["recalled"], 0);
  EXPECT_GT(by_state_["failed"], 0);
  EXPECT_GT(by_state_["superseded"], 0);
}

}  // namespace
}  // namespace charta::app
