// SPDX-License-Identifier: Apache-2.0
// Requests that wait on stacks of their own: who goes on when, and the store's reads that they wait for.
#include "transport/http/request_stacks.hpp"

#include "tests/support/test_store.hpp"

#include <boost/asio/post.hpp>
#include <gmock/gmock.h>

#include <string>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace charta::http {
namespace {

using std::chrono::milliseconds;
using ::testing::ElementsAre;

class StacksTest : public ::testing::Test {
 protected:
  /// As a server's connection would: from a handler of the thread's loop.
  void request(std::function<void()> act) {
    boost::asio::post(context_, [this, act = std::move(act)] { stacks_->run(act); });
  }
  boost::asio::io_context context_{1};
  std::unique_ptr<RequestStacks> stacks_ = RequestStacks::on(context_);
  std::vector<std::string> happened_;
};

TEST_F(StacksTest, ARequestThatWaitsLetsTheNextOneIn) {
  std::function<void()> go_on;
  request([&] {
    const LetsOthersIn here;
    happened_.push_back("first begins");
    ServingThread::here()->wait([&](std::function<void()> given) { go_on = std::move(given); });
    happened_.push_back("first ends");
  });
  request([&] {
    happened_.push_back("second");
    EXPECT_EQ(stacks_->waiting(), 1U);
    go_on();
    happened_.push_back("second still runs");
  });
  context_.run();
  EXPECT_THAT(happened_, ElementsAre("first begins", "second", "second still runs", "first ends"));
  EXPECT_EQ(stacks_->waiting(), 0U);
}

TEST_F(StacksTest, HundredsOfRequestsWaitAtOnceAndEachGoesOnWithWhatItHad) {
  std::vector<std::function<void()>> waiting;
  int right = 0;
  for (int i = 0; i < 500; ++i)
    request([&, i] {
      const LetsOthersIn here;
      const std::string mine = "request " + std::to_string(i);
      ServingThread::here()->wait([&](std::function<void()> given) { waiting.push_back(std::move(given)); });
      right += mine == "request " + std::to_string(i);
    });
  boost::asio::post(context_, [&] {
    EXPECT_EQ(stacks_->waiting(), 500U);
    for (std::size_t i = waiting.size(); i > 0; --i) waiting[i - 1]();
  });
  context_.run();
  EXPECT_EQ(right, 500);
}

TEST_F(StacksTest, ARequestThatFindsNoFreeStackRunsWithoutLettingOthersIn) {
  std::vector<std::function<void()>> waiting;
  int without = 0;
  for (int i = 0; i < 600; ++i)
    request([&] {
      const LetsOthersIn here;
      if (auto* thread = ServingThread::here())
        thread->wait([&](std::function<void()> given) { waiting.push_back(std::move(given)); });
      else
        ++without;
    });
  boost::asio::post(context_, [&] {
    for (const auto& go_on : waiting) go_on();
  });
  context_.run();
  EXPECT_EQ(waiting.size() + static_cast<std::size_t>(without), 600U);
  EXPECT_EQ(without, 88);
}

TEST_F(StacksTest, OnlyARequestThatSaysSoMayWait) {
  const LetsOthersIn outside;
  EXPECT_EQ(ServingThread::here(), nullptr) << "no request runs here";
  request([&] {
    EXPECT_EQ(ServingThread::here(), nullptr) << "it has not said that it may";
    {
      const LetsOthersIn here;
      EXPECT_NE(ServingThread::here(), nullptr);
      const LetsOthersIn within;
      EXPECT_NE(ServingThread::here(), nullptr);
    }
    EXPECT_EQ(ServingThread::here(), nullptr) << "and no longer";
    happened_.push_back("asked");
  });
  context_.run();
  EXPECT_EQ(happened_.size(), 1U);
}

TEST_F(StacksTest, TheNextRequestDoesNotInheritThatTheLastOneMayWait) {
  std::function<void()> go_on;
  request([&] {
    const LetsOthersIn here;
    ServingThread::here()->wait([&](std::function<void()> given) { go_on = std::move(given); });
    EXPECT_NE(ServingThread::here(), nullptr) << "the one that waited still may";
  });
  request([&] {
    EXPECT_EQ(ServingThread::here(), nullptr);
    go_on();
  });
  context_.run();
}

class SocketTest : public StacksTest {
 protected:
  SocketTest() { EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends_), 0); }
  ~SocketTest() override {
    ::close(ends_[0]);
    ::close(ends_[1]);
  }
  void watch(milliseconds patience) {
    request([this, patience] {
      const LetsOthersIn here;
      ServingThread::here()->when_readable(
          ends_[0], patience, [this](bool in_time) { happened_.push_back(in_time ? "readable" : "out of patience"); });
    });
  }
  int ends_[2];
};

TEST_F(SocketTest, IsToldOnceWhenBytesHaveCome) {
  ASSERT_EQ(::write(ends_[1], "x", 1), 1);  // before anybody looked
  watch(milliseconds(5000));
  context_.run();
  EXPECT_THAT(happened_, ElementsAre("readable"));
}

TEST_F(SocketTest, IsToldAgainWhileBytesAreLeft) {
  ASSERT_EQ(::write(ends_[1], "x", 1), 1);
  watch(milliseconds(5000));
  context_.run();
  context_.restart();
  watch(milliseconds(5000));
  context_.run();
  EXPECT_THAT(happened_, ElementsAre("readable", "readable"));
}

TEST_F(SocketTest, IsToldWhenNothingComesInTime) {
  watch(milliseconds(20));
  context_.run();
  EXPECT_THAT(happened_, ElementsAre("out of patience"));
}

TEST_F(SocketTest, IsToldNothingOfWhatItForgot) {
  watch(milliseconds(20));
  request([this] {
    const LetsOthersIn here;
    ServingThread::here()->forget(ends_[0]);
  });
  context_.run();
  EXPECT_TRUE(happened_.empty());
}

// ---- the store's reads

constexpr store::Migration schema[] = {{"volume", 1, "volume", "CREATE TABLE volume(id KEY, pages BIGINT NOT NULL);"}};
constexpr store::Statement insert_volume{"volume.add", "INSERT INTO volume(id, pages) VALUES (:id, :pages)"};
constexpr store::Statement select_pages{"volume.pages", "SELECT pages FROM volume WHERE id = :id"};
constexpr store::Statement own_backend{"backend.own", "SELECT pg_backend_pid() + 0 * :id"};
constexpr store::Statement end_backend{"backend.end", "SELECT pg_terminate_backend(CAST(:id AS INTEGER))"};
/// SQLite divides by zero without a word.
constexpr store::Statement broken{"volume.broken", "SELECT pages / (id - id) FROM volume WHERE id = :id"};
constexpr store::Statement nonsense{"volume.nonsense", "SELECT shoe_size FROM volume WHERE id = :id"};

class WaitingReadsTest : public charta::testing::StoreTest {
 protected:
  void SetUp() override {
    open({schema});
    for (int i = 1; i <= 50; ++i) add(i, i * 10);
  }
  void add(int id, int pages) {
    ASSERT_TRUE(store().write([&](store::UnitOfWork& work) {
      return work.write(insert_volume, {{"id", id}, {"pages", pages}});
    }));
  }
  /// A snapshot of one read; -1: nothing was found.
  Result<std::int64_t> ask(const store::Statement& statement, std::int64_t id) {
    return store().read([&](store::Reader& reader) -> Result<std::int64_t> {
      reader.ends_with_next();
      CHARTA_TRY(const auto found,
                 reader.read_one(statement, {{"id", id}}, [](const store::Row& row) { return row.integer(0); }));
      return found.value_or(-1);
    });
  }
  void request(std::function<void()> act) {
    boost::asio::post(context_, [this, act = std::move(act)] {
      stacks_->run([act] {
        const LetsOthersIn here;
        act();
      });
    });
  }
  void run() {
    context_.run();
    context_.restart();
  }
  boost::asio::io_context context_{1};
  std::unique_ptr<RequestStacks> stacks_ = RequestStacks::on(context_);
};
CHARTA_ON_BOTH_ENGINES(WaitingReadsTest);

TEST_P(WaitingReadsTest, EachRequestGetsItsOwnAnswer) {
  int right = 0;
  for (int round = 0; round < 3; ++round) {
    for (int i = 1; i <= 200; ++i) request([&, i] { right += ask(select_pages, i).value() == (i <= 50 ? i * 10 : -1); });
    run();
  }
  EXPECT_EQ(right, 600);
}

TEST_P(WaitingReadsTest, ARequestSeesWhatWasCommittedBeforeItCame) {
  for (int i = 51; i <= 90; ++i) {
    request([&] { EXPECT_EQ(ask(select_pages, 1).value(), 10); });
    request([&, i] {
      add(i, i);  // commits while the one before waits
      EXPECT_EQ(ask(select_pages, i).value(), i);
    });
  }
  run();
}

TEST_P(WaitingReadsTest, AReadThatFailsFailsAlone) {
  int right = 0, refused = 0;
  for (int round = 0; round < 4; ++round) {
    for (int i = 1; i <= 40; ++i) {
      request([&, i] {
        const auto& statement = i % 10 == 0 ? nonsense : select_pages;
        const auto answer = ask(statement, i);
        if (i % 10 == 0) refused += !answer && answer.error().kind == ErrorKind::internal;
        if (i % 10 != 0) right += answer && *answer == i * 10;
      });
    }
    run();
  }
  EXPECT_EQ(right, 4 * 36);
  EXPECT_EQ(refused, 4 * 4);
}

TEST_P(WaitingReadsTest, ALaterReadOfTheSnapshotSeesOneState) {
  request([&] {
    const auto sums = store().read([&](store::Reader& reader) -> Result<std::pair<std::int64_t, std::int64_t>> {
      const auto pages = [&](std::int64_t id) {
        return reader.read_one(select_pages, {{"id", id}}, [](const store::Row& row) { return row.integer(0); });
      };
      reader.next_is_apart();
      CHARTA_TRY(const auto apart, pages(7));
      EXPECT_EQ(*apart, 70);
      CHARTA_TRY(const auto first, pages(900));
      add(900, 1);
      CHARTA_TRY(const auto second, pages(900));
      return std::pair(first.value_or(-1), second.value_or(-1));
    });
    EXPECT_EQ(sums.value(), std::pair(std::int64_t{-1}, std::int64_t{-1}));
  });
  run();
}

class WaitingOnPostgresTest : public WaitingReadsTest {};
INSTANTIATE_TEST_SUITE_P(PostgreSQL, WaitingOnPostgresTest, ::testing::Values(store::Engine::postgresql));

TEST_P(WaitingOnPostgresTest, AReadThatFailsWhileItRunsSpoilsNoneOfThoseSentWithIt) {
  int right = 0, refused = 0;
  for (int i = 1; i <= 30; ++i)
    request([&, i] {
      const auto answer = ask(i == 15 ? broken : select_pages, i);
      if (i == 15) refused += !answer;
      if (i != 15) right += answer && *answer == i * 10;
    });
  run();
  EXPECT_EQ(right, 29);
  EXPECT_EQ(refused, 1);
}

TEST_P(WaitingOnPostgresTest, AllThatAreReadyShareOneConnection) {
  std::vector<std::int64_t> backends;
  for (int i = 0; i < 64; ++i) request([&, i] { backends.push_back(ask(own_backend, i).value()); });
  run();
  ASSERT_EQ(backends.size(), 64U);
  EXPECT_THAT(backends, ::testing::Each(backends.front()));
}

TEST_P(WaitingOnPostgresTest, ALostConnectionIsReplacedAndNobodyIsLeftWaiting) {
  std::int64_t backend = 0;
  request([&] { backend = ask(own_backend, 0).value(); });
  run();
  ASSERT_TRUE(ask(end_backend, backend));  // not in a request: on another connection
  int right = 0;
  for (int i = 1; i <= 40; ++i) request([&, i] { right += ask(select_pages, i).value() == i * 10; });
  run();
  EXPECT_EQ(right, 40);
  std::this_thread::sleep_for(milliseconds(150));
  request([&] { EXPECT_NE(ask(own_backend, 0).value(), backend); });
  run();
}

TEST_P(WaitingOnPostgresTest, RequestsWhoseConnectionEndsUnderThemAreAnsweredAllTheSame) {
  int right = 0, ended = 0;
  for (int i = 1; i <= 40; ++i)
    request([&, i] {
      const std::int64_t backend = ask(own_backend, 0).value();
      if (i == 20) ended += ask(end_backend, backend).has_value();  // sent with the reads of the others
      right += ask(select_pages, i).value() == i * 10;
    });
  run();
  EXPECT_EQ(ended, 1) << "asked again on another connection, which finds nobody to end";
  EXPECT_EQ(right, 40);
}

}  // namespace
}  // namespace charta::http
