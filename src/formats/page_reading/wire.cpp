// SPDX-License-Identifier: Apache-2.0
#include "formats/page_reading/wire.hpp"

#include <bit>
#include <type_traits>

namespace charta::page_reading {

namespace {

constexpr std::uint8_t wire_version = 4;

void put_number(std::string& out, std::uint64_t number, std::size_t bytes) {
  for (std::size_t at = 0; at < bytes; ++at) out += static_cast<char>(number >> (8 * at) & 0xFFU);
}

std::uint64_t number_of(std::string_view bytes) {
  std::uint64_t number = 0;
  for (std::size_t at = bytes.size(); at-- > 0;) number = number << 8U | static_cast<std::uint8_t>(bytes[at]);
  return number;
}

/// Writes each field that is shown to it.
class Put {
 public:
  explicit Put(std::string& out) : out_(out) {}
  bool is_good() const { return true; }
  void number(const std::uint8_t& value) { put_number(out_, value, 1); }
  void number(const bool& value) { put_number(out_, value ? 1 : 0, 1); }
  void number(const int& value) { put_number(out_, static_cast<std::uint32_t>(value), 4); }
  void number(const double& value) { put_number(out_, std::bit_cast<std::uint64_t>(value), 8); }
  void text(const std::string& value) {
    put_number(out_, value.size(), 8);
    out_ += value;
  }
  std::size_t count(std::size_t size) {
    put_number(out_, size, 8);
    return size;
  }
  template <class T>
  void resize(const std::vector<T>& /*list*/, std::size_t /*size*/) {}

 private:
  std::string& out_;
};

/// Reads each field that is shown to it; after the first that is not there, it leaves everything empty.
class Take {
 public:
  explicit Take(std::string_view bytes) : bytes_(bytes) {}
  bool is_good() const { return good_; }
  bool is_at_end() const { return bytes_.empty(); }
  void number(std::uint8_t& value) { value = static_cast<std::uint8_t>(number_of(next(1))); }
  void number(bool& value) {
    const auto read = number_of(next(1));
    good_ = good_ && read <= 1;
    value = read == 1;
  }
  void number(int& value) { value = static_cast<int>(static_cast<std::uint32_t>(number_of(next(4)))); }
  void number(double& value) { value = std::bit_cast<double>(number_of(next(8))); }
  void text(std::string& value) { value = next(static_cast<std::size_t>(number_of(next(8)))); }
  std::size_t count(std::size_t /*size*/) {
    const auto size = static_cast<std::size_t>(number_of(next(8)));
    // An item takes eight bytes at least (the length of a text or a list): a count beyond that is made up, and is not allotted.
    good_ = good_ && size <= bytes_.size() / 8;
    return good_ ? size : 0;
  }
  template <class T>
  void resize(std::vector<T>& list, std::size_t size) {
    list.resize(size);
  }

 private:
  std::string_view next(std::size_t size) {
    good_ = good_ && size <= bytes_.size();
    if (!good_) return {};
    const auto taken = bytes_.substr(0, size);
    bytes_.remove_prefix(size);
    return taken;
  }

  std::string_view bytes_;
  bool good_ = true;
};

/// The fields of each value stand here once, for both directions: `T` is const when they are written.
template <class Stream, class T>
void each(Stream& stream, T& value) {
  using Value = std::remove_const_t<T>;
  if constexpr (std::is_same_v<Value, std::string>) {
    stream.text(value);
  } else if constexpr (std::is_arithmetic_v<Value>) {
    stream.number(value);
  } else if constexpr (std::is_same_v<Value, Box>) {
    each(stream, value.left), each(stream, value.top), each(stream, value.width), each(stream, value.height);
  } else if constexpr (std::is_same_v<Value, PageImage>) {
    each(stream, value.bytes), each(stream, value.media_type);
    each(stream, value.width), each(stream, value.height), each(stream, value.dpi);
  } else if constexpr (std::is_same_v<Value, Symbol>) {
    each(stream, value.symbology), each(stream, value.text), each(stream, value.box), each(stream, value.read_by);
  } else if constexpr (std::is_same_v<Value, Word>) {
    each(stream, value.text), each(stream, value.box), each(stream, value.confidence), each(stream, value.line);
  } else if constexpr (std::is_same_v<Value, PageFindings>) {
    each(stream, value.width), each(stream, value.height), each(stream, value.dpi), each(stream, value.skew_degrees);
    each(stream, value.turned_degrees), each(stream, value.ink), each(stream, value.blank), each(stream, value.sheet_marks);
    each(stream, value.symbols), each(stream, value.straightened), each(stream, value.thumbnail);
    each(stream, value.likeness);
  } else if constexpr (std::is_same_v<Value, SetPart>) {
    each(stream, value.bytes), each(stream, value.stamps);
  } else if constexpr (std::is_same_v<Value, DicomFindings>) {
    each(stream, value.attributes), each(stream, value.text), each(stream, value.document), each(stream, value.document_type);
    each(stream, value.preview), each(stream, value.note), each(stream, value.frames), each(stream, value.frame);
  } else {
    const auto size = stream.count(value.size());
    stream.resize(value, size);
    for (std::size_t at = 0; at < size && stream.is_good(); ++at) each(stream, value[at]);
  }
}

template <class Stream, class T>
void each_of_request(Stream& stream, T& request) {
  each(stream, request.bytes), each(stream, request.media_type), each(stream, request.pages), each(stream, request.words);
  each(stream, request.degrees), each(stream, request.parts), each(stream, request.frame);
}

template <class Stream, class T>
void each_of_answer(Stream& stream, T& answer) {
  each(stream, answer.pages), each(stream, answer.findings), each(stream, answer.words), each(stream, answer.bytes);
  each(stream, answer.digests), each(stream, answer.dicom);
}

/// The version and one byte more: which act is asked, or whether and why an answer is a refusal.
Result<std::uint8_t> opened(Take& take) {
  std::uint8_t version = 0, what = 0;
  each(take, version), each(take, what);
  if (!take.is_good() || version != wire_version) return fail(ErrorKind::invalid, "no message of this page reader");
  return what;
}

std::string opening(std::uint8_t what) {
  return {static_cast<char>(wire_version), static_cast<char>(what)};
}

Error not_whole() {
  return fail(ErrorKind::invalid, "the message of the page reader is not whole");
}

}  // namespace

std::string frame_header(std::size_t payload_size) {
  std::string header;
  put_number(header, payload_size, frame_header_size);
  return header;
}

Result<std::size_t> payload_size(std::string_view header, std::size_t most) {
  const auto size = number_of(header.substr(0, frame_header_size));
  if (header.size() < frame_header_size || size > most) return fail(ErrorKind::too_large, "the message is over its limit");
  return static_cast<std::size_t>(size);
}

std::string encode(const Request& request) {
  std::string out = opening(static_cast<std::uint8_t>(request.act));
  Put put(out);
  each_of_request(put, request);
  return out;
}

Result<Request> request_of(std::string_view payload) {
  Take take(payload);
  CHARTA_TRY(const auto act, opened(take));
  if (act > static_cast<std::uint8_t>(Act::dicom)) return fail(ErrorKind::invalid, "no act of the page reader");
  Request request;
  request.act = static_cast<Act>(act);
  each_of_request(take, request);
  if (!take.is_good() || !take.is_at_end()) return not_whole();
  return request;
}

std::string encode(const Answer& answer) {
  // 0: an answer; else one more than the kind of the refusal.
  std::string out =
      opening(answer.refusal ? static_cast<std::uint8_t>(static_cast<int>(answer.refusal->kind) + 1) : std::uint8_t{0});
  Put put(out);
  if (answer.refusal)
    each(put, answer.refusal->message), each(put, answer.refusal->location);
  else
    each_of_answer(put, answer);
  return out;
}

Result<Answer> answer_of(std::string_view payload) {
  Take take(payload);
  CHARTA_TRY(const auto what, opened(take));
  if (what > static_cast<int>(ErrorKind::internal) + 1) return fail(ErrorKind::invalid, "no refusal of the page reader");
  Answer answer;
  if (what > 0) {
    answer.refusal = Error{static_cast<ErrorKind>(what - 1), {}, {}};
    each(take, answer.refusal->message), each(take, answer.refusal->location);
  } else {
    each_of_answer(take, answer);
  }
  if (!take.is_good() || !take.is_at_end()) return not_whole();
  return answer;
}

}  // namespace charta::page_reading
