// SPDX-License-Identifier: Apache-2.0
// Results, borrowed callables, protected values and the operator's log.
#include "base/function_ref.hpp"
#include "base/log.hpp"
#include "base/phi.hpp"
#include "base/result.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <stdexcept>

namespace charta {
namespace {

Result<int> half(int number) {
  if (number % 2 != 0) return fail(ErrorKind::invalid, std::to_string(number) + " is odd; give an even number", "number");
  return number / 2;
}

Result<int> quarter(int number) {
  CHARTA_TRY(const int once, half(number));
  CHARTA_TRY(const int twice, half(once));
  return twice;
}

Result<void> must_be_even(int number) {
  CHARTA_TRY_DO(half(number));
  return {};
}

TEST(Results, HandTheErrorUp) {
  EXPECT_EQ(quarter(8).value(), 2);
  EXPECT_EQ(quarter(6).error(), fail(ErrorKind::invalid, "3 is odd; give an even number", "number"));
  EXPECT_TRUE(must_be_even(4));
  EXPECT_EQ(must_be_even(5).error().location, "number");
}

TEST(Results, ReadAsAValueWhenFailedAreAProgrammersError) {
  EXPECT_THROW((void)half(3).value(), std::logic_error);
}

TEST(Results, EveryKindHasItsOwnName) {
  std::set<std::string_view> names;
  for (int kind = 0; kind <= static_cast<int>(ErrorKind::internal); ++kind)
    EXPECT_TRUE(names.insert(name_of(static_cast<ErrorKind>(kind))).second) << kind;
}

int twice(FunctionRef<int(int)> act, int value) {
  return act(act(value));
}

TEST(FunctionRef, CallsWhatItBorrows) {
  int calls = 0;
  const auto add_three = [&](int value) { return ++calls, value + 3; };
  EXPECT_EQ(twice(add_three, 1), 7);
  EXPECT_EQ(calls, 2);
  EXPECT_EQ(twice([](int value) { return value * 10; }, 1), 100);
}

// Invariant 9 of the architecture: what is protected cannot be printed by accident.
template <class T>
concept Streamable = requires(std::ostream& out, const T& value) {
  out << value;
};

TEST(Phi, HasNoWayOutButReveal) {
  static_assert(!Streamable<Phi<std::string>>);
  static_assert(!fmt::is_formattable<Phi<std::string>>::value);
  static_assert(!std::is_convertible_v<Phi<std::string>, std::string>);
  static_assert(!std::is_constructible_v<log::Field, std::string_view, Phi<std::string>>);
  EXPECT_EQ(Phi<std::string>("Ada").reveal(), "Ada");
  EXPECT_EQ(Phi<std::string>("Ada"), Phi<std::string>("Ada"));
}

TEST(Log, WritesOneJsonLineAnEventAndEscapes) {
  const auto file = std::filesystem::temp_directory_path() /
                    ("charta_log_test_" + std::to_string(::testing::UnitTest::GetInstance()->random_seed()) + ".log");
  log::open(file.string(), log::Level::info);
  log::debug("too.quiet");
  log::info("mllp.accepted", {{"control_id", "a\"b\\c\n"}, {"took_ms", 3}, {"share", 0.5}, {"duplicate", true}});
  log::set_level(log::Level::error);
  log::warning("too.quiet");
  std::ifstream in(file);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  EXPECT_NE(
      text.find(
          R"("level":"info","event":"mllp.accepted","control_id":"a\"b\\c\u000a","took_ms":3,"share":0.500,"duplicate":true})"),
      std::string::npos)
      << text;
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1);
  EXPECT_EQ(text.find("too.quiet"), std::string::npos);
  std::filesystem::remove(file);
}

}  // namespace
}  // namespace charta
