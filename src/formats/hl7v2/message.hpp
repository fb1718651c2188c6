// SPDX-License-Identifier: Apache-2.0
// HL7 v2.3 to v2.8, encoding rules of chapter 2: bytes <-> a typed tree of views. Unknown and Z segments are kept.
#pragma once
#include "base/digest.hpp"
#include "base/result.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace charta::hl7v2 {

/// MSH-1 and MSH-2. `truncation` is the fifth character of v2.7 and later.
struct Delimiters {
  char field = '|', component = '^', repetition = '~', escape = '\\', subcomponent = '&', truncation = '\0';
};

/// A piece of a message: its bytes (escape sequences and character set as sent) and the delimiters that split it.
/// Numbering is HL7's own: fields, repetitions, components and subcomponents count from 1; what is absent is an empty piece.
class Piece {
 public:
  Piece() = default;
  Piece(std::string_view raw, const Delimiters* delimiters) : raw_(raw), delimiters_(delimiters) {}
  std::string_view raw() const { return raw_; }
  bool empty() const { return raw_.empty(); }
  bool is_truncated() const;                       ///< cut by the sender: ends with the truncation character of MSH-2 (v2.7)
  bool is_null() const { return raw_ == "\"\""; }  ///< HL7's explicit null: "delete what you have"
  std::string text() const;                        ///< unescaped; empty for absent and for the explicit null

 protected:
  std::string_view raw_;
  const Delimiters* delimiters_ = nullptr;
};

class Component : public Piece {
 public:
  using Piece::Piece;
  Piece subcomponent(int number) const;
};

class Repetition : public Piece {
 public:
  using Piece::Piece;
  Component component(int number) const;
  std::string text(int component) const { return this->component(component).subcomponent(1).text(); }
};

class Field : public Piece {
 public:
  using Piece::Piece;
  std::vector<Repetition> repetitions() const;  ///< none for an empty field
  Repetition repetition(int number) const;
  Component component(int number) const { return repetition(1).component(number); }
  std::string text(int component = 1) const { return repetition(1).text(component); }
};

class Segment {
 public:
  Segment(std::string_view raw, const Delimiters* delimiters, int line) : Segment(raw, delimiters, line, nullptr, 0) {}
  /// With the places of its field separators, counted from the segment's first byte: fields are found without a search.
  Segment(std::string_view raw, const Delimiters* delimiters, int line, const std::uint32_t* cuts, int cut_count)
      : raw_(raw),
        delimiters_(delimiters),
        cuts_(cuts),
        line_(line),
        cut_count_(cut_count),
        is_header_(raw.starts_with("MSH") || raw.starts_with("FHS") || raw.starts_with("BHS")) {}
  std::string_view name() const { return raw_.substr(0, 3); }
  std::string_view raw() const { return raw_; }
  int line() const { return line_; }  ///< its place in the message, from 1
  Field field(int number) const;      ///< MSH-1 and MSH-2 are the delimiters themselves
  int field_count() const;

 private:
  Field piece(int separator) const;  ///< what follows the separator of that number, from 0

  std::string_view raw_;
  const Delimiters* delimiters_;
  const std::uint32_t* cuts_ = nullptr;
  int line_;
  int cut_count_ = 0;
  bool is_header_;  ///< MSH, FHS, BHS: the first two fields are the delimiters
};

/// MSH, read leniently: enough to answer even a message that is otherwise broken.
struct Header {
  std::string sending_application, sending_facility, receiving_application, receiving_facility;  ///< first components
  std::string time, message_code, trigger, structure, control_id, processing_id, version, accept_ack, application_ack;
  std::vector<std::string> charsets;
  std::string parties;  ///< MSH-3 to MSH-6 as sent, with their separators: an answer turns them round, whole
  bool enhanced() const { return !accept_ack.empty() || !application_ack.empty(); }
};

/// MSH alone: of a message whose other segments may be broken. Errors: `missing` (no MSH), `invalid` (delimiters).
struct Envelope {
  Delimiters delimiters;
  Header header;
};
Result<Envelope> read_envelope(BytesView bytes);

/// A parsed message. Owns its bytes; segments are views into them.
class Message {
 public:
  /// Segments end with CR; LF and CRLF are accepted (said by `line_ends_repaired`). Text is converted to UTF-8 by MSH-18 (else
  /// `default_charset`, else UTF-8, else ISO-8859-1 when the bytes are not valid UTF-8).
  /// Errors: `missing` (no MSH), `invalid` (a segment name, delimiters, bytes against the declared character set), each with
  /// location.
  static Result<Message> parse(BytesView bytes, std::string_view default_charset = {});

  Message(Message&&) noexcept;
  Message& operator=(Message&&) noexcept;
  ~Message();

  const Header& header() const;
  const Delimiters& delimiters() const;
  const std::vector<Segment>& segments() const;
  const Segment* first(std::string_view name) const;  ///< or null
  bool line_ends_repaired() const;
  /// "PID-3.4" or "OBR[2]-4.1" or "PID-3[2].1": the unescaped text there, empty when absent.
  std::string text(std::string_view path) const;
  /// The UTF-8 bytes, segments ended by CR: parse(print(x)) == x. MSH-18 says UNICODE UTF-8 where the text is not ASCII.
  std::string print() const;

 private:
  struct Parts;
  explicit Message(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

/// The structure of a trigger (A04 -> ADT_A01, A31 -> ADT_A05, A40 -> ADT_A39): MSH-9.3 is a hint, the trigger decides.
std::string_view structure_of(std::string_view message_code, std::string_view trigger);

/// MSA-1.
enum class AckCode { AA, AE, AR, CA, CE, CR };
struct AckError {
  std::string code = "207";  ///< table 0357
  std::string location;      ///< "PID-3.1": printed as ERL
  std::string message;       ///< ERR-8
  char severity = 'E';
};
/// An acknowledgement in the sender's version and delimiters; its own MSH-10 is `control_id`.
std::string make_ack(const Header& to, const Delimiters& delimiters, AckCode code, std::string_view control_id,
                     std::string_view at, const std::vector<AckError>& errors = {}, std::string_view text = {});

/// Splits a batch file (FHS/BHS … BTS/FTS) or a plain run of messages into messages' bytes; counts are compared with BTS-1 and
/// FTS-1.
struct Batch {
  std::vector<std::string_view> messages;
  std::vector<std::string> warnings;
};
Batch split_batch(BytesView file);

/// The ICU converter of a name in MSH-18 (table 0211 and the spellings seen in the field: "8859/1", "UNICODE UTF-8", "ISO IR87",
/// "utf8"). Empty for a name that nothing is known of. `alternates`: the further repetitions of MSH-18.
std::optional<std::string> converter_of(std::string_view charset, const std::vector<std::string>& alternates = {});

/// Escapes text for a field with these delimiters.
std::string escape(std::string_view text, const Delimiters& delimiters);

}  // namespace charta::hl7v2
