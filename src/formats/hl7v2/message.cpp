// SPDX-License-Identifier: Apache-2.0
// One pass over the text finds every field separator and segment end; all below is split when it is asked for.
#include "formats/hl7v2/message.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "base/text.hpp"
#include "formats/hl7v2/encoding.hpp"
#include "formats/hl7v2/envelope.hpp"

namespace charta::hl7v2 {
namespace {

constexpr std::size_t size_limit = std::size_t{1} << 30U;  // places are kept in 32 bits

/// Where the segments and their fields are.
struct Places {
  struct Line {
    std::uint32_t start, end;
    std::uint32_t first_cut, cut_count;
  };
  std::vector<Line> lines;
  std::vector<std::uint32_t> cuts;  ///< counted from the start of their segment
  bool repaired = false;
  std::string problem, location;
};

bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
bool is_upper_or_digit(char c) {
  return is_upper(c) || (c >= '0' && c <= '9');
}

/// "PID|" or a bare "PID" at the end of its line.
bool begins_segment(std::string_view text, char separator) {
  if (text.size() < 3 || !is_upper(text[0]) || !is_upper_or_digit(text[1]) || !is_upper_or_digit(text[2])) return false;
  return text.size() == 3 || text[3] == separator || text[3] == '\r' || text[3] == '\n';
}

class Scanner {
 public:
  Scanner(std::string_view text, char separator, Places& places) : text_(text), separator_(separator), places_(places) {
    has_cr_ = std::memchr(text.data(), '\r', text.size()) != nullptr;
  }

  bool run() {
    std::size_t at = 0;
#if defined(__SSE2__)
    const __m128i separators = _mm_set1_epi8(separator_);
    const __m128i cr = _mm_set1_epi8('\r');
    const __m128i lf = _mm_set1_epi8('\n');
    for (; at + 16 <= text_.size(); at += 16) {
      const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text_.data() + at));
      const __m128i hits =
          _mm_or_si128(_mm_cmpeq_epi8(block, separators), _mm_or_si128(_mm_cmpeq_epi8(block, cr), _mm_cmpeq_epi8(block, lf)));
      for (auto mask = static_cast<unsigned>(_mm_movemask_epi8(hits)); mask != 0; mask &= mask - 1)
        if (!take(at + static_cast<std::size_t>(__builtin_ctz(mask)))) return false;
    }
#endif
    for (; at < text_.size(); ++at)
      if ((text_[at] == separator_ || text_[at] == '\r' || text_[at] == '\n') && !take(at)) return false;
    return end_line(text_.size());
  }

 private:
  bool take(std::size_t at) {
    const char c = text_[at];
    if (c == separator_) {
      places_.cuts.push_back(static_cast<std::uint32_t>(at - start_));
      return true;
    }
    if (c == '\r') return end_line(at);
    // A line feed ends a segment where it is the file's line end, or where a segment plainly begins after it; else it is text.
    if (has_cr_ && at != start_ && !begins_segment(text_.substr(at + 1), separator_)) return true;
    places_.repaired = true;
    return end_line(at);
  }

  bool end_line(std::size_t end) {
    const std::size_t start = std::exchange(start_, end + 1);
    const std::size_t first_cut = std::exchange(first_cut_, places_.cuts.size());
    if (start >= end) return true;
    const auto number = places_.lines.size() + 1;
    if (!begins_segment(text_.substr(start, end - start), separator_)) {
      places_.problem = "segment " + std::to_string(number) +
                        " does not begin with a segment name (three capitals or digits) and the field separator";
      places_.location = "line " + std::to_string(number);
      return false;
    }
    places_.lines.push_back({static_cast<std::uint32_t>(start), static_cast<std::uint32_t>(end),
                             static_cast<std::uint32_t>(first_cut), static_cast<std::uint32_t>(places_.cuts.size() - first_cut)});
    return true;
  }

  std::string_view text_;
  char separator_;
  Places& places_;
  bool has_cr_;
  std::size_t start_ = 0;
  std::size_t first_cut_ = 0;
};

int read_number(std::string_view& text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || number < 1) return 0;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return number;
}

/// "[2]" at the front of `path`: 2; nothing there: 1; malformed: 0.
int read_index(std::string_view& path) {
  if (!path.starts_with('[')) return 1;
  path.remove_prefix(1);
  const int number = read_number(path);
  if (!path.starts_with(']')) return 0;
  path.remove_prefix(1);
  return number;
}

/// ".4" at the front of `path`, else 1; malformed: 0.
int read_part(std::string_view& path) {
  if (!path.starts_with('.')) return 1;
  path.remove_prefix(1);
  return read_number(path);
}

}  // namespace

struct Message::Parts {
  Bytes text;
  Delimiters delimiters;
  Header header;
  std::vector<std::uint32_t> cuts;
  std::vector<Segment> segments;
  bool repaired = false;

  const Segment* nth(std::string_view name, int wanted) const {
    for (const Segment& segment : segments)
      if (segment.name() == name && --wanted == 0) return &segment;
    return nullptr;
  }
};

Message::Message(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Message::Message(Message&&) noexcept = default;
Message& Message::operator=(Message&&) noexcept = default;
Message::~Message() = default;

Result<Message> Message::parse(BytesView bytes, std::string_view default_charset) {
  if (bytes.size() > size_limit) return fail(ErrorKind::too_large, "a message may have at most 1 GiB");
  CHARTA_TRY(const Bytes wide, as_octets(bytes));
  if (!wide.empty()) bytes = wide;
  bytes = without_preamble(bytes);
  auto parts = std::make_unique<Parts>();
  CHARTA_TRY(parts->delimiters, read_delimiters(bytes));
  const char separator = parts->delimiters.field;
  const Segment sent_msh(first_line(bytes), &parts->delimiters, 1);
  std::vector<std::string> charsets;
  for (const Repetition& name : sent_msh.field(18).repetitions()) charsets.push_back(name.text(1));
  CHARTA_TRY(parts->text,
             as_utf8(bytes, wide.empty() ? charsets : std::vector<std::string>{"UTF-8"}, default_charset, separator));

  thread_local Places places;  // its room is used again by the next message
  places.lines.clear();
  places.cuts.clear();
  places.repaired = false;
  if (!Scanner(parts->text, separator, places).run()) return fail(ErrorKind::invalid, places.problem, places.location);
  parts->repaired = places.repaired;
  parts->cuts.assign(places.cuts.begin(), places.cuts.end());
  parts->segments.reserve(places.lines.size());
  int number = 0;
  for (const auto& line : places.lines)
    parts->segments.emplace_back(std::string_view(parts->text).substr(line.start, line.end - line.start), &parts->delimiters,
                                 ++number, parts->cuts.data() + line.first_cut, static_cast<int>(line.cut_count));
  parts->header = read_header(parts->segments.front(), parts->delimiters);
  return Message(std::move(parts));
}

const Header& Message::header() const {
  return parts_->header;
}
const Delimiters& Message::delimiters() const {
  return parts_->delimiters;
}
const std::vector<Segment>& Message::segments() const {
  return parts_->segments;
}
const Segment* Message::first(std::string_view name) const {
  return parts_->nth(name, 1);
}
bool Message::line_ends_repaired() const {
  return parts_->repaired;
}

std::string Message::text(std::string_view path) const {
  const std::string_view name = path.substr(0, 3);
  path.remove_prefix(name.size());
  const Segment* segment = parts_->nth(name, read_index(path));
  if (segment == nullptr || !path.starts_with('-')) return {};
  path.remove_prefix(1);
  const Field field = segment->field(read_number(path));
  const Repetition repetition = field.repetition(read_index(path));
  const Component component = repetition.component(read_part(path));
  return component.subcomponent(read_part(path)).text();
}

std::string Message::print() const {
  std::string out;
  out.reserve(parts_->text.size() + 16);
  const bool names_utf8 =
      !is_ascii(parts_->text) && converter_of(parts_->header.charsets.empty() ? "" : parts_->header.charsets[0]) != "UTF-8";
  for (const Segment& segment : parts_->segments) {
    if (names_utf8 && segment.line() == 1) {
      const int count = std::max(segment.field_count(), 18);
      out += "MSH";
      for (int number = 2; number <= count; ++number)
        (out += parts_->delimiters.field) += number == 18 ? utf8_name(parts_->delimiters) : segment.field(number).raw();
    } else {
      out += segment.raw();
    }
    out += '\r';
  }
  return out;
}

}  // namespace charta::hl7v2
