// SPDX-License-Identifier: Apache-2.0
#include "department/coding/grouper/formula.hpp"

#include <fmt/format.h>

namespace charta::grouper {
namespace {

constexpr int depth_max = 64;

bool is_word(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' || c == ':';
}

class Compiler {
 public:
  Compiler(std::string_view text, Meaning meaning, std::vector<Node>& nodes) : text_(text), meaning_(meaning), nodes_(nodes) {}

  Result<std::uint16_t> whole() {
    CHARTA_TRY(const auto root, alternatives());
    skip_blanks();
    if (at_ != text_.size()) return broken("an operator is missing");
    return root;
  }

 private:
  Error broken(std::string_view why) const {
    return fail(ErrorKind::invalid, fmt::format("condition, character {}: {}", at_ + 1, why));
  }
  void skip_blanks() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
  }
  bool take(char c) {
    skip_blanks();
    if (at_ == text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  Result<std::uint16_t> add(Node node) {
    if (nodes_.size() >= UINT16_MAX) return broken("too many conditions");
    nodes_.push_back(node);
    return static_cast<std::uint16_t>(nodes_.size() - 1);
  }
  Result<std::uint16_t> alternatives() {
    CHARTA_TRY(auto left, conjunction());
    while (take('|')) {
      CHARTA_TRY(const auto right, conjunction());
      CHARTA_TRY(left, add({Operand::any_of, left, right}));
    }
    return left;
  }
  Result<std::uint16_t> conjunction() {
    CHARTA_TRY(auto left, term());
    while (take('&')) {
      CHARTA_TRY(const auto right, term());
      CHARTA_TRY(left, add({Operand::all_of, left, right}));
    }
    return left;
  }
  Result<std::uint16_t> term() {
    if (++depth_ > depth_max) return broken("nested too deeply");
    auto answer = term_inside();
    --depth_;
    return answer;
  }
  Result<std::uint16_t> term_inside() {
    if (take('~')) {
      CHARTA_TRY(const auto inner, term());
      return add({Operand::negated, inner, 0});
    }
    if (take('(')) {
      CHARTA_TRY(const auto inner, alternatives());
      if (!take(')')) return broken("a parenthesis is not closed");
      return inner;
    }
    const std::size_t start = at_;
    while (at_ < text_.size() && is_word(text_[at_])) ++at_;
    if (at_ == start) return broken("a name is missing");
    return add(meaning_(text_.substr(start, at_ - start)));
  }

  std::string_view text_;
  Meaning meaning_;
  std::vector<Node>& nodes_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

}  // namespace

Result<std::uint16_t> compile(std::string_view text, Meaning meaning, std::vector<Node>& nodes) {
  return Compiler(text, meaning, nodes).whole();
}

}  // namespace charta::grouper
