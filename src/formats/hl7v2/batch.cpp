// SPDX-License-Identifier: Apache-2.0
// Batch files (HL7 v2.8 2.10.3) and the looser files that are met: runs of messages, MLLP captures, listings with remarks
// between.
#include "base/text.hpp"
#include "formats/hl7v2/encoding.hpp"
#include "formats/hl7v2/message.hpp"

#include <algorithm>

namespace charta::hl7v2 {
namespace {

bool is_capital_or_digit(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool names_segment(std::string_view line) {
  return line.size() >= 3 && is_capital_or_digit(line[0]) && is_capital_or_digit(line[1]) && is_capital_or_digit(line[2]) &&
         (line.size() == 3 || !is_capital_or_digit(line[3]));
}

class Splitter {
 public:
  explicit Splitter(BytesView file) : file_(file) {}

  Batch run() {
    for (std::size_t start = 0; start < file_.size();) {
      // A frame's bytes 0x0B and 0x1C stand between messages as line ends do.
      const std::size_t end = std::min(file_.size(), file_.find_first_of("\r\n\x0B\x1C", start));
      line(start, end);
      start = end + 1;
      if (end < file_.size() && file_[end] == '\x1C') close();
    }
    close();
    return std::move(batch_);
  }

 private:
  void line(std::size_t start, std::size_t end) {
    std::string_view text = file_.substr(start, end - start);
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3), start += 3;
    const bool crlf = text.empty() && start > 0 && start < file_.size() && file_[start] == '\n' && file_[start - 1] == '\r';
    if (!crlf) ++number_;
    if (trimmed(text).empty()) {
      if (!crlf) after_blank_ = true;
      return;
    }
    const bool segment = names_segment(text);
    const std::string_view name = segment ? text.substr(0, 3) : std::string_view();
    if (name == "MSH")
      open(start, end);
    else if (name == "FHS" || name == "BHS")
      close(), name == "FHS" ? batches_ = 0 : in_batch_ = 0;
    else if (name == "BTS" || name == "FTS")
      trailer(name, text);
    else if (open_ && (segment || !after_blank_))
      end_ = end;  // also what is no segment: the parser names it
    else
      stray();
    after_blank_ = false;
  }

  void open(std::size_t start, std::size_t end) {
    close();
    open_ = true;
    start_ = start;
    end_ = end;
  }

  void close() {
    if (!open_) return;
    batch_.messages.push_back(file_.substr(start_, end_ - start_));
    ++in_batch_;
    open_ = false;
  }

  void stray() {
    close();
    batch_.warnings.push_back("line " + std::to_string(number_) + ": text outside any message was left out");
  }

  /// BTS-1: messages in the batch; FTS-1: batches in the file. A wrong count is told, and nothing is left out for it.
  void trailer(std::string_view name, std::string_view text) {
    close();
    const bool of_batch = name == "BTS";
    const int counted = of_batch ? in_batch_ : batches_;
    if (text.size() > 4) {
      const std::string_view count = text.substr(4, text.find(text[3], 4) - 4);
      const auto said = parse_integer(trimmed(count));
      if (said && *said != counted)
        batch_.warnings.push_back(std::string(name) + "-1 says " + std::to_string(*said) + (of_batch ? " messages" : " batches") +
                                  ", counted were " + std::to_string(counted));
    }
    if (of_batch) {
      ++batches_;
      in_batch_ = 0;
    } else {
      batches_ = 0;
    }
  }

  BytesView file_;
  Batch batch_;
  bool open_ = false;
  bool after_blank_ = false;
  std::size_t start_ = 0, end_ = 0;
  int number_ = 0;
  int in_batch_ = 0, batches_ = 0;
};

}  // namespace

Batch split_batch(BytesView file) {
  return Splitter(file).run();
}

}  // namespace charta::hl7v2
