// SPDX-License-Identifier: Apache-2.0
// Tables as one file: a heading that names kind and layout, the members one after the other, a SHA-256 of all of it at the end.
#pragma once
#include "base/digest.hpp"
#include "base/result.hpp"

#include <cstring>
#include <string>
#include <type_traits>
#include <vector>

namespace charta::code_sets {

class CompactWriter {
 public:
  template <class... Members>
  void operator()(const Members&... members) {
    (add(members), ...);
  }
  std::string take() { return std::move(out_); }

 private:
  void add_bytes(const void* from, std::size_t count) { out_.append(static_cast<const char*>(from), count); }
  template <class Number>
  requires std::is_arithmetic_v<Number>
  void add(Number number) { add_bytes(&number, sizeof number); }
  void add(const std::string& text) {
    add(static_cast<std::uint64_t>(text.size()));
    out_ += text;
  }
  void add(const std::vector<std::string>& texts) {
    add(static_cast<std::uint64_t>(texts.size()));
    for (const auto& text : texts) add(text);
  }
  template <class Row>
  void add(const std::vector<Row>& rows) {
    static_assert(std::is_trivially_copyable_v<Row>);
    add(static_cast<std::uint64_t>(rows.size()));
    add_bytes(rows.data(), rows.size() * sizeof(Row));
  }
  std::string out_;
};

/// Reads what CompactWriter wrote; after anything that does not fit, is_good() is false and members stay empty.
class CompactReader {
 public:
  explicit CompactReader(BytesView bytes) : rest_(bytes) {}
  template <class... Members>
  void operator()(Members&... members) {
    (take(members), ...);
  }
  bool is_good() const { return good_; }
  bool is_at_end() const { return good_ && rest_.empty(); }

 private:
  bool take_bytes(void* into, std::size_t count) {
    if (!good_ || rest_.size() < count) return good_ = false;
    if (count != 0) std::memcpy(into, rest_.data(), count);
    rest_.remove_prefix(count);
    return true;
  }
  /// A count of things of at least `each` bytes that the rest can hold.
  std::size_t count_of(std::size_t each) {
    std::uint64_t count = 0;
    take(count);
    if (!good_ || count > rest_.size() / each) return good_ = false, 0;
    return static_cast<std::size_t>(count);
  }
  template <class Number>
  requires std::is_arithmetic_v<Number>
  void take(Number& number) {
    if (!take_bytes(&number, sizeof number)) number = {};
  }
  void take(std::string& text) {
    const std::size_t count = count_of(1);
    text.assign(rest_.substr(0, count));
    rest_.remove_prefix(count);
  }
  void take(std::vector<std::string>& texts) {
    texts.resize(count_of(sizeof(std::uint64_t)));
    for (auto& text : texts) take(text);
  }
  template <class Row>
  void take(std::vector<Row>& rows) {
    rows.resize(count_of(sizeof(Row)));
    take_bytes(rows.data(), rows.size() * sizeof(Row));
  }
  BytesView rest_;
  bool good_ = true;
};

/// The file's bytes: "CHARTA-TABLES 1 kind\n", the members, the digest.
template <class Tables>
Bytes to_compact(std::string_view kind, Tables& tables) {
  CompactWriter writer;
  tables.fields(writer);
  Bytes bytes = "CHARTA-TABLES 1 " + std::string(kind) + "\n" + writer.take();
  bytes += sha256(bytes).raw();
  return bytes;
}

/// Errors: `invalid` (another kind or layout, cut short, damaged).
template <class Tables>
Result<Tables> from_compact(std::string_view kind, BytesView bytes) {
  const std::string heading = "CHARTA-TABLES 1 " + std::string(kind) + "\n";
  constexpr std::size_t digest_bytes = 32;
  if (!bytes.starts_with(heading) || bytes.size() < heading.size() + digest_bytes)
    return fail(ErrorKind::invalid,
                "not a file of " + std::string(kind) + " tables of this program: import the publisher's files again");
  if (sha256(bytes.substr(0, bytes.size() - digest_bytes)).raw() != bytes.substr(bytes.size() - digest_bytes))
    return fail(ErrorKind::invalid, "the " + std::string(kind) + " tables are damaged: import the publisher's files again");
  CompactReader reader(bytes.substr(heading.size(), bytes.size() - heading.size() - digest_bytes));
  Tables tables;
  tables.fields(reader);
  if (!reader.is_at_end())
    return fail(ErrorKind::invalid,
                "the " + std::string(kind) + " tables have another layout: import the publisher's files again");
  return tables;
}

}  // namespace charta::code_sets
