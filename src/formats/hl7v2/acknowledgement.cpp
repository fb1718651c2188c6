// SPDX-License-Identifier: Apache-2.0
// ACK: MSH turned round, MSA, and one ERR for each error, in the shape of the sender's version.
#include "base/text.hpp"
#include "formats/hl7v2/envelope.hpp"
#include "formats/hl7v2/message.hpp"

#include <charconv>

namespace charta::hl7v2 {
namespace {

std::string_view text_of(AckCode code) {
  static constexpr std::string_view names[] = {"AA", "AE", "AR", "CA", "CE", "CR"};
  return names[static_cast<int>(code)];
}

/// "2.3.1" -> 203; a version that cannot be read counts as 2.5.
int version_number(std::string_view version) {
  int minor = 0;
  if (!version.starts_with("2.")) return 205;
  const auto read = std::from_chars(version.data() + 2, version.data() + version.size(), minor);
  return read.ec == std::errc() ? 200 + minor : 205;
}

class AckWriter {
 public:
  AckWriter(const Header& to, const Delimiters& delimiters) : to_(to), d_(delimiters), version_(version_number(to.version)) {}

  void header(std::string_view control_id, std::string_view at, bool names_utf8) {
    out_ += "MSH";
    out_ += d_.field;
    for (const char c : {d_.component, d_.repetition, d_.escape, d_.subcomponent, d_.truncation})
      if (c != '\0') out_ += c;
    parties();
    field(escape(at, d_));
    field("");
    field(type());
    field(escape(control_id, d_));
    field(to_.processing_id.empty() ? "P" : escape(to_.processing_id, d_));
    field(to_.version.empty() ? "2.5" : escape(to_.version, d_));
    if (names_utf8) {
      for (int empty = 13; empty < 18; ++empty) field("");
      field(utf8_name(d_));
    }
    out_ += '\r';
  }

  void acknowledgement(AckCode code, std::string_view text) {
    out_ += "MSA";
    field(text_of(code));
    field(escape(to_.control_id, d_));
    if (!text.empty()) field(escape(text, d_));
    out_ += '\r';
  }

  void error(const AckError& error) {
    out_ += "ERR";
    if (version_ < 205) {  // ERR-1 ELD: segment, sequence, field, and the error as subcomponents of a CE
      field(location(error.location, 3) + d_.component + error.code + sub() + escape(error.message, d_) + sub() + "HL70357");
    } else {
      field("");
      field(location(error.location, 6));
      field(error.code + d_.component + std::string(meaning(error.code)) + d_.component + "HL70357");
      field(std::string(1, error.severity));
      for (int empty = 5; empty < 8; ++empty) field("");
      field(escape(error.message, d_));
    }
    out_ += '\r';
  }

  std::string take() { return std::move(out_); }

 private:
  void field(std::string_view raw) { (out_ += d_.field) += raw; }
  std::string sub() const { return {d_.subcomponent == '\0' ? ' ' : d_.subcomponent}; }

  /// MSH-3 to MSH-6: receiver and sender change places, with every component that they came with.
  void parties() {
    auto raw = split(to_.parties, d_.field);
    if (to_.parties.empty() || raw.size() != 4) {
      for (const auto* name :
           {&to_.receiving_application, &to_.receiving_facility, &to_.sending_application, &to_.sending_facility})
        field(escape(*name, d_));
      return;
    }
    for (const int place : {2, 3, 0, 1}) field(raw[static_cast<std::size_t>(place)]);
  }

  /// v2.3.1 added the trigger's echo, v2.4 the structure.
  std::string type() const {
    std::string type = "ACK";
    if (to_.trigger.empty()) return type;
    (type += d_.component) += escape(to_.trigger, d_);
    if (version_ >= 204) (type += d_.component) += "ACK";
    return type;
  }

  /// "PID[2]-3[1].1" as ERL (segment, sequence, field, repetition, component, subcomponent) or the first `parts` of it.
  std::string location(std::string_view path, int parts) const {
    if (path.size() < 3 || path.starts_with("line")) return {};
    std::string erl = escape(path.substr(0, 3), d_);
    path.remove_prefix(3);
    std::string sequence = "1";
    std::string number, repetition, component, subcomponent;
    const auto digits = [&path] {
      std::string read;
      while (!path.empty() && path[0] >= '0' && path[0] <= '9') (read += path[0]), path.remove_prefix(1);
      return read;
    };
    const auto after = [&](char mark, std::string& into) {
      if (!path.starts_with(mark)) return;
      path.remove_prefix(1);
      into = digits();
      if (mark == '[' && path.starts_with(']')) path.remove_prefix(1);
    };
    after('[', sequence);
    after('-', number);
    if (!number.empty()) repetition = "1";
    after('[', repetition);
    after('.', component);
    after('.', subcomponent);
    const std::string* all[] = {&sequence, &number, &repetition, &component, &subcomponent};
    int last = 0;
    for (int i = 0; i < parts - 1; ++i)
      if (!all[i]->empty()) last = i;
    if (parts == 3) last = 1;
    for (int i = 0; i <= last; ++i) (erl += d_.component) += *all[i];
    return erl;
  }

  /// HL7 table 0357.
  static std::string_view meaning(std::string_view code) {
    struct Row {
      std::string_view code, meaning;
    };
    static constexpr Row rows[] = {
        {"0", "Message accepted"},
        {"100", "Segment sequence error"},
        {"101", "Required field missing"},
        {"102", "Data type error"},
        {"103", "Table value not found"},
        {"104", "Value too long"},
        {"200", "Unsupported message type"},
        {"201", "Unsupported event code"},
        {"202", "Unsupported processing id"},
        {"203", "Unsupported version id"},
        {"204", "Unknown key identifier"},
        {"205", "Duplicate key identifier"},
        {"206", "Application record locked"},
        {"207", "Application internal error"},
    };
    for (const Row& row : rows)
      if (row.code == code) return row.meaning;
    return {};
  }

  const Header& to_;
  const Delimiters& d_;
  int version_;
  std::string out_;
};

bool all_ascii(const Header& to, const std::vector<AckError>& errors, std::string_view text) {
  for (const AckError& error : errors)
    if (!is_ascii(error.message)) return false;
  return is_ascii(text) && is_ascii(to.parties) && is_ascii(to.control_id) && is_ascii(to.sending_application) &&
         is_ascii(to.sending_facility) && is_ascii(to.receiving_application) && is_ascii(to.receiving_facility);
}

}  // namespace

std::string make_ack(const Header& to, const Delimiters& delimiters, AckCode code, std::string_view control_id,
                     std::string_view at, const std::vector<AckError>& errors, std::string_view text) {
  AckWriter writer(to, delimiters);
  writer.header(control_id, at, !all_ascii(to, errors, text));
  writer.acknowledgement(code, text);
  for (const AckError& error : errors) writer.error(error);
  return writer.take();
}

}  // namespace charta::hl7v2
