// SPDX-License-Identifier: Apache-2.0
#include "page_reader_program/scanned_page.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <vector>

namespace charta::page_reader_program {

namespace {

using Rectangle = QPDFObjectHandle::Rectangle;
using Matrix = QPDFMatrix;

/// Follows what a page draws. Source: ISO 32000-1, tables 51 and 57 to 107 (operators).
class DrawnThings : public QPDFObjectHandle::ParserCallbacks {
 public:
  explicit DrawnThings(Rectangle page) : page_(page) {}

  void handleObject(QPDFObjectHandle object) override {
    if (!object.isOperator()) return operands_.push_back(object);
    act(object.getOperatorValue());
    operands_.clear();
  }
  void handleEOF() override {}

  bool is_one_image() const { return !other_ && images_ == 1; }
  const std::string& image() const { return image_; }
  const Matrix& placed() const { return placed_; }

 private:
  void act(const std::string& name) {
    static const std::set<std::string> paints{"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "BI"};
    static const std::set<std::string> shows{"Tj", "TJ", "'", "\""};
    if (name == "q") stack_.push_back({matrix_, text_mode_});
    if (name == "Q" && !stack_.empty()) restore();
    if (name == "cm" && operands_.size() == 6) transform();
    if (name == "Tr" && operands_.size() == 1) text_mode_ = number(0);
    if (name == "Do" && operands_.size() == 1) draw();
    if (name == "re" && operands_.size() == 4)
      last_rectangle_ = {number(0), number(1), number(0) + number(2), number(1) + number(3)};
    if ((name == "W" || name == "W*") && !rectangle_covers_the_page()) other_ = true;
    if (paints.count(name) || (shows.count(name) && text_mode_ != 3)) other_ = true;
  }

  double number(std::size_t at) { return operands_[at].isNumber() ? operands_[at].getNumericValue() : 0; }

  void restore() {
    matrix_ = stack_.back().matrix, text_mode_ = stack_.back().text_mode;
    stack_.pop_back();
  }

  void transform() { matrix_.concat(Matrix(number(0), number(1), number(2), number(3), number(4), number(5))); }

  void draw() {
    ++images_;
    image_ = operands_[0].isName() ? operands_[0].getName() : "";
    placed_ = matrix_;
  }

  bool rectangle_covers_the_page() const {
    const auto there = matrix_.transformRectangle(last_rectangle_);
    return there.llx <= page_.llx + 1 && there.lly <= page_.lly + 1 && there.urx >= page_.urx - 1 && there.ury >= page_.ury - 1;
  }

  struct State {
    Matrix matrix;
    double text_mode;
  };
  Rectangle page_;
  Rectangle last_rectangle_{0, 0, 0, 0};
  std::vector<QPDFObjectHandle> operands_{};
  std::vector<State> stack_{};
  Matrix matrix_{}, placed_{};
  std::string image_{};
  double text_mode_ = 0;
  int images_ = 0;
  bool other_ = false;
};

bool is_upright(const Matrix& m) {
  return std::abs(m.b) < 0.01 && std::abs(m.c) < 0.01 && m.a > 0 && m.d > 0;
}

bool covers(const Matrix& m, const Rectangle& page) {
  const auto width = std::min(m.e + m.a, page.urx) - std::max(m.e, page.llx);
  const auto height = std::min(m.f + m.d, page.ury) - std::max(m.f, page.lly);
  return width > 0 && height > 0 && width * height > 0.95 * (page.urx - page.llx) * (page.ury - page.lly);
}

bool has_notes(QPDFPageObjectHelper& page) {
  for (auto& note : page.getAnnotations())
    if (note.getSubtype() != "/Link") return true;
  return false;
}

}  // namespace

std::optional<PlacedImage> only_image_of(QPDFPageObjectHelper& page) {
  auto rotation = page.getAttribute("/Rotate", false);
  if ((rotation.isInteger() && rotation.getIntValue() % 360 != 0) || page.getObjectHandle().hasKey("/UserUnit"))
    return std::nullopt;
  const auto box = page.getCropBox(false).getArrayAsRectangle();
  DrawnThings drawn(box);
  page.parseContents(&drawn);
  if (!drawn.is_one_image() || !is_upright(drawn.placed()) || !covers(drawn.placed(), box) || has_notes(page))
    return std::nullopt;
  const auto images = page.getImages();
  const auto found = images.find(drawn.image());
  if (found == images.end()) return std::nullopt;
  return PlacedImage{found->second, drawn.placed().a / 72};
}

}  // namespace charta::page_reader_program
