// SPDX-License-Identifier: Apache-2.0
#include "department/patient_index/patient_query.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace charta::patient_index {
namespace {

using hl7v2::Delimiters;

/// One parameter of QPD-3: "@PID.5.1.1^MARSH".
Result<void> take_parameter(std::string_view name, const std::string& value, Demographics& who) {
  const auto is = [&](std::string_view prefix) { return name == prefix || name.starts_with(std::string(prefix) + "."); };
  if (who.names.empty()) who.names.emplace_back();
  Name& written = who.names.front();
  if (is("@PID.5.1")) {
    written.family = value;
  } else if (is("@PID.5.2")) {
    written.given = value;
  } else if (is("@PID.5.3")) {
    written.middle = value;
  } else if (is("@PID.3.1")) {
    who.identifiers.push_back({{}, value, {}});
  } else if (is("@PID.3.4") || is("@PID.8") || is("@PID.18")) {
    if (is("@PID.8")) who.sex = value == "M" ? "male" : value == "F" ? "female" : "";
    // Which authority, and which account: narrowing by them is not offered, so they widen the answer and say nothing false.
  } else if (is("@PID.7")) {
    who.birth_text = value;
    const auto time = LocalTime::parse_hl7(value);
    if (time && time->precision() >= Precision::day) who.birth_date = time->date();
  } else if (is("@PID.11.1")) {
    who.street = value;
  } else if (is("@PID.11.3")) {
    who.city = value;
  } else if (is("@PID.11.4")) {
    who.region = value;
  } else if (is("@PID.11.5")) {
    who.postal_code = value;
  } else if (is("@PID.13")) {
    who.phone = value;
  } else if (is("@PID.19")) {
    std::copy_if(value.begin(), value.end(), std::back_inserter(who.ssn), [](char c) { return c >= '0' && c <= '9'; });
  } else {
    return fail(ErrorKind::invalid, fmt::format("{} is no parameter of this query", name), "QPD-3");
  }
  return {};
}

Result<void> read_demographics(const hl7v2::Segment& qpd, PatientQuery& query) {
  for (const auto& parameter : qpd.field(3).repetitions()) {
    const std::string written = parameter.text(2);
    const std::string value(trimmed(written));
    if (value.empty()) continue;
    CHARTA_TRY_DO(take_parameter(parameter.text(1), value, query.who));
  }
  if (query.who.names.empty()) return fail(ErrorKind::missing, "the query says nothing of the person", "QPD-3");
  return {};
}

Result<void> read_identifier(const hl7v2::Segment& qpd, const hl7v2_fhir::Sender& sender, PatientQuery& query) {
  const auto cx = qpd.field(3).repetition(1);
  const auto id = hl7v2_fhir::cx_id(cx, sender);
  if (id.empty()) return fail(ErrorKind::missing, "the query names no number", "QPD-3");
  if (cx.component(4).empty()) return fail(ErrorKind::unknown_code, "the query does not say whose number this is", "QPD-3.4");
  query.number = {id.system, id.value, upper_ascii(cx.text(5))};
  return {};
}

/// QRI-2, table 0392, for the fields it has a code for.
std::string joined(const std::vector<std::string>& codes, char separator) {
  std::string text;
  for (const auto& code : codes) {
    if (!text.empty()) text += separator;
    text += code;
  }
  return text;
}

class AnswerWriter {
 public:
  AnswerWriter(const hl7v2::Message& question) : question_(question), d_(question.delimiters()) {}

  void header(std::string_view trigger, std::string_view control_id, std::string_view at) {
    const auto& to = question_.header();
    out_ = "MSH";
    out_ += d_.field;
    for (const char c : {d_.component, d_.repetition, d_.escape, d_.subcomponent}) out_ += c;
    for (const int field : {5, 6, 3, 4}) add(question_.segments().front().field(field).raw());
    add(at);
    add("");
    add(fmt::format("RSP{0}{1}{0}RSP_{2}", d_.component, trigger, trigger == "K22" ? "K21" : "K23"));
    add(control_id);
    add(to.processing_id.empty() ? "P" : to.processing_id);
    add(to.version.empty() ? "2.5" : to.version);
    for (int empty = 13; empty < 18; ++empty) add("");
    add("UNICODE UTF-8");
    end();
  }
  void acknowledgement(const QueryAnswer& answer) {
    out_ += "MSA";
    add(answer.acknowledgement);
    add(text(question_.header().control_id));
    end();
    if (answer.error_text.empty()) return;
    out_ += "ERR";
    add("");
    add(location(answer.error_location));
    add(answer.error_code);
    add("E");
    for (int empty = 5; empty < 8; ++empty) add("");
    add(text(answer.error_text));
    end();
  }
  void query(const QueryAnswer& answer) {
    const auto* qpd = question_.first("QPD");
    out_ += "QAK";
    add(qpd == nullptr ? std::string_view() : qpd->field(2).raw());
    add(answer.status);
    add(qpd == nullptr ? std::string_view() : qpd->field(1).raw());
    add(std::to_string(answer.hits.size()));
    end();
    if (qpd == nullptr) return;
    out_ += qpd->raw();
    end();
  }
  void person(const QueryHit& hit, std::size_t number, bool only_numbers) {
    const auto& who = hit.who;
    out_ += "PID";
    add(only_numbers ? "" : std::to_string(number));
    add("");
    add(numbers(who));
    add("");
    // PIX: the name is a required field and is not asked for: an empty first repetition, and the legal one unspecified.
    add(only_numbers ? fmt::format("{}{}", d_.repetition, std::string(6, d_.component) + "S") : names(who));
    if (!only_numbers) {
      add(text(who.mothers_maiden_name));
      add(digits(who.birth_date ? who.birth_date->text() : who.birth_text));
      add(who.sex == "male" ? "M" : who.sex == "female" ? "F" : who.sex.empty() ? "" : "U");
      add("");
      add("");
      add(components({who.street, "", who.city, who.region, who.postal_code}));
      add("");
      add(text(who.phone));
    }
    end();
  }
  void confidence(const QueryHit& hit) {
    if (hit.probability <= 0) return;
    out_ += "QRI";
    add(fmt::format("{:.3f}", hit.probability));
    add(joined(hit.agrees, d_.repetition));
    add("Fellegi-Sunter");
    end();
  }
  std::string take() { return std::move(out_); }

 private:
  void add(std::string_view field) {
    out_ += d_.field;
    out_ += field;
  }
  void end() { out_ += '\r'; }
  std::string text(std::string_view plain) const { return hl7v2::escape(plain, d_); }
  std::string components(const std::vector<std::string>& parts) const {
    std::string all;
    for (const auto& part : parts) all += (&part == &parts.front() ? std::string() : std::string(1, d_.component)) + text(part);
    while (!all.empty() && all.back() == d_.component) all.pop_back();
    return all;
  }
  std::string names(const Demographics& who) const {
    std::string all;
    for (const Name& name : who.names) {
      if (!all.empty()) all += d_.repetition;
      all += components({name.family, name.given, name.middle, name.suffix, "", "",
                         name.use == NameUse::former  ? "M"
                         : name.use == NameUse::alias ? "A"
                                                      : "L"});
    }
    return all;
  }
  std::string numbers(const Demographics& who) const {
    std::string all;
    for (const Identifier& id : who.identifiers) {
      if (id.type == "SS") continue;  // shown nowhere by default
      if (!all.empty()) all += d_.repetition;
      std::string authority = authority_of(id.assigner);
      std::replace(authority.begin(), authority.end(), '&', d_.subcomponent);
      all += text(id.value) + std::string(3, d_.component) + authority + d_.component + (id.type.empty() ? "PI" : text(id.type));
    }
    return all;
  }
  static std::string digits(std::string_view date) {
    std::string out;
    std::copy_if(date.begin(), date.end(), std::back_inserter(out), [](char c) { return c >= '0' && c <= '9'; });
    return out;
  }
  /// "QPD-3.4" as ERL: QPD^1^3^1^4.
  std::string location(std::string_view where) const {
    const auto dash = where.find('-');
    if (dash == std::string_view::npos) return std::string(where);
    const auto dot = where.find('.', dash);
    std::string text =
        fmt::format("{}{}1{}{}", where.substr(0, dash), d_.component, d_.component, where.substr(dash + 1, dot - dash - 1));
    if (dot != std::string_view::npos) text += fmt::format("{}1{}{}", d_.component, d_.component, where.substr(dot + 1));
    return text;
  }

  const hl7v2::Message& question_;
  const Delimiters& d_;
  std::string out_;
};

}  // namespace

bool is_patient_query(const hl7v2::Header& header) {
  return header.message_code == "QBP" && (header.trigger == "Q22" || header.trigger == "Q23");
}

Result<PatientQuery> read_query(const hl7v2::Message& message, const hl7v2_fhir::Sender& sender) {
  PatientQuery query;
  query.kind = message.header().trigger == "Q23" ? PatientQuery::Kind::identifiers : PatientQuery::Kind::demographics;
  const auto* qpd = message.first("QPD");
  if (qpd == nullptr) return fail(ErrorKind::missing, "a query needs its parameters (QPD)", "QPD");
  const bool pix = query.kind == PatientQuery::Kind::identifiers;
  if (pix)
    CHARTA_TRY_DO(read_identifier(*qpd, sender, query));
  else
    CHARTA_TRY_DO(read_demographics(*qpd, query));
  for (const auto& domain : qpd->field(pix ? 4 : 8).repetitions()) {
    auto system = hl7v2_fhir::assigner_system(domain.component(4));
    if (!system.empty()) query.domains.push_back(std::move(system));
  }
  if (const auto* rcp = message.first("RCP")) {
    const auto most = parse_integer(rcp->field(2).text(1));
    if (most && *most > 0) query.limit = static_cast<std::size_t>(std::min<std::int64_t>(*most, 100));
  }
  return query;
}

std::string authority_of(std::string_view system) {
  constexpr std::string_view oid = "urn:oid:", uuid = "urn:uuid:", local = "urn:charta:assigner:";
  if (system.starts_with(oid)) return "&" + std::string(system.substr(oid.size())) + "&ISO";
  if (system.starts_with(uuid)) return "&" + std::string(system.substr(uuid.size())) + "&UUID";
  if (system.starts_with(local)) return std::string(system.substr(local.size()));
  return "&" + std::string(system) + "&URI";
}

std::string print_answer(const hl7v2::Message& question, const QueryAnswer& answer, std::string_view control_id,
                         std::string_view at) {
  const bool pix = question.header().trigger == "Q23";
  AnswerWriter out(question);
  out.header(pix ? "K23" : "K22", control_id, at);
  out.acknowledgement(answer);
  out.query(answer);
  std::size_t number = 0;
  for (const QueryHit& hit : answer.hits) {
    out.person(hit, ++number, pix);
    if (!pix) out.confidence(hit);
  }
  return out.take();
}

}  // namespace charta::patient_index
