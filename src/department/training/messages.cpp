// SPDX-License-Identifier: Apache-2.0
#include "department/training/messages.hpp"

#include "formats/hl7v2/message.hpp"

#include <algorithm>
#include <cstdio>

namespace charta::training {
namespace {

const hl7v2::Delimiters usual{};

std::string plain(std::string_view text) {
  for (const char c : text)
    if (c == '|' || c == '^' || c == '~' || c == '\\' || c == '&' || static_cast<unsigned char>(c) < 0x20)
      return hl7v2::escape(text, usual);
  return std::string(text);
}

void two_digits(std::string& out, unsigned number) {
  out += static_cast<char>('0' + number / 10 % 10);
  out += static_cast<char>('0' + number % 10);
}

/// A segment that writes the separators between the fields it is given.
class Line {
 public:
  Line(std::string& out, std::string_view name) : out_(out) { out_ += name; }
  ~Line() { out_ += '\r'; }
  Line(const Line&) = delete;
  Line& operator=(const Line&) = delete;
  Line& at(int field, std::string_view raw) {
    for (; field_ < field; ++field_) out_ += '|';
    out_ += raw;
    return *this;
  }

 private:
  std::string& out_;
  int field_ = 0;
};

std::string name_field(const Name& name, std::string_view type) {
  std::string field = plain(name.family) + "^" + plain(name.given) + "^" + plain(name.middle) + "^" + plain(name.suffix);
  ((field += "^^^") += type);
  return field;
}

std::string coded(std::string_view code, std::string_view text, std::string_view system) {
  return plain(code) + "^" + plain(text) + "^" + std::string(system);
}

std::string identifier(std::string_view mrn, std::string_view assigner) {
  return std::string(mrn) + "^^^" + std::string(assigner) + "^MR";
}

std::string filler_field(const std::string& number) {
  return number.empty() ? number : number + "^FILLER";
}

}  // namespace

std::string hl7_day(Date day) {
  const auto calendar = day.calendar();
  std::string text = std::to_string(static_cast<int>(calendar.year()));
  two_digits(text, static_cast<unsigned>(calendar.month()));
  two_digits(text, static_cast<unsigned>(calendar.day()));
  return text;
}

std::string hl7_time(Instant at) {
  std::string text = hl7_day(at.utc_date());
  const auto seconds = static_cast<unsigned>((at.milliseconds() / 1000) % 86400);
  two_digits(text, seconds / 3600);
  two_digits(text, seconds / 60 % 60);
  two_digits(text, seconds % 60);
  return text;
}

std::string MessageWriter::physician(int number) const {
  const auto& who = physicians_[static_cast<std::size_t>(number)];
  return who.id + "^" + plain(who.family) + "^" + plain(who.given) + "^^^^MD^^" + std::string(own_assigner);
}

MessageWriter& MessageWriter::msh(const Header& header, Instant at) {
  Line line(out_, "MSH|^~\\&");
  line.at(1, header.application)
      .at(2, "NORTH^2.16.840.1.113883.19.5.1^ISO")
      .at(3, "CHARTA")
      .at(4, "HIM")
      .at(5, hl7_time(at) + "+0000");
  line.at(7, std::string(header.code) + "^" + std::string(header.trigger) + "^" + std::string(header.structure));
  line.at(8, header.control_id).at(9, header.processing_id).at(10, "2.5.1").at(16, "UNICODE UTF-8");
  return *this;
}

MessageWriter& MessageWriter::evn(std::string_view trigger, Instant at) {
  Line(out_, "EVN").at(1, trigger).at(2, hl7_time(at));
  return *this;
}

MessageWriter& MessageWriter::pid(const Person& person, std::string_view account, std::string_view assigner) {
  std::string names = name_field(person.name, "L");
  for (const auto& former : person.former_families) names += "~" + plain(former) + "^" + plain(person.name.given) + "^^^^^M";
  Line line(out_, "PID");
  line.at(1, "1").at(3, identifier(person.mrn, assigner)).at(5, names).at(7, hl7_day(person.born)).at(8, {&person.sex, 1});
  line.at(11, plain(person.street) + "^^" + plain(person.town) + "^" + person.state + "^" + person.postal_code + "^USA");
  line.at(13, person.telephone);
  if (!account.empty()) line.at(18, std::string(account) + "^^^" + std::string(own_assigner) + "^AN");
  if (!person.ssn.empty()) line.at(19, person.ssn);
  if (person.birth_order > 0) line.at(24, "Y").at(25, std::to_string(person.birth_order));
  return *this;
}

MessageWriter& MessageWriter::mrg(const Person& prior) {
  Line(out_, "MRG").at(1, identifier(prior.mrn, own_assigner)).at(7, name_field(prior.name, "L"));
  return *this;
}

MessageWriter& MessageWriter::mother_nk1(const Person& mother) {
  Line(out_, "NK1")
      .at(1, "1")
      .at(2, name_field(mother.name, "L"))
      .at(3, "MTH^Mother^HL70063")
      .at(33, identifier(mother.mrn, own_assigner));
  return *this;
}

MessageWriter& MessageWriter::pv1(const Visit& visit) {
  Line line(out_, "PV1");
  line.at(1, "1").at(2, {&visit.patient_class, 1});
  if (visit.ward >= 0) {
    const Ward& ward = lists().wards[static_cast<std::size_t>(visit.ward)];
    line.at(3, std::string(ward.point_of_care) + "^" + std::to_string(1 + visit.bed / 2) + "^" +
                   (visit.bed % 2 == 0 ? "A" : "B") + "^NORTH");
    line.at(7, physician(visit.attending)).at(10, ward.service);
  } else {
    line.at(3, visit.patient_class == 'E' ? "ED^^^NORTH" : "CLINIC^^^NORTH").at(7, physician(visit.attending));
  }
  line.at(19, visit.account + "^^^" + std::string(own_assigner) + "^VN").at(44, hl7_time(visit.admitted_at));
  if (!visit.open) line.at(45, hl7_time(visit.discharged_at));
  return *this;
}

MessageWriter& MessageWriter::orc(std::string_view control, const Order& order, Instant at) {
  Line(out_, "ORC")
      .at(1, control)
      .at(2, order.placer + "^PLACER")
      .at(3, filler_field(order.filler))
      .at(9, hl7_time(at))
      .at(12, physician(order.physician));
  return *this;
}

MessageWriter& MessageWriter::obr(const Order& order, std::string_view status, Instant at) {
  const Service& service = lists().services[static_cast<std::size_t>(order.service)];
  Line line(out_, "OBR");
  line.at(1, "1").at(2, order.placer.empty() ? "" : order.placer + "^PLACER").at(3, filler_field(order.filler));
  line.at(4, coded(service.loinc, service.name, "LN") + "^" + std::string(service.code) + "^" + plain(service.name) + "^L");
  line.at(7, hl7_time(order.ordered_at)).at(16, physician(order.physician));
  if (!status.empty()) line.at(22, hl7_time(at)).at(24, service.department).at(25, status);
  return *this;
}

MessageWriter& MessageWriter::report(int set_id, const Report& report, Instant at) {
  Line(out_, "OBR")
      .at(1, std::to_string(set_id))
      .at(3, filler_field(report.filler))
      .at(4, coded(report.loinc, report.title, "LN"))
      .at(7, hl7_time(at))
      .at(16, physician(report.author))
      .at(22, hl7_time(at))
      .at(25, "F");
  return *this;
}

MessageWriter& MessageWriter::analytes(Random& random, const Service& service, std::string_view status) {
  int number = 0;
  for (const Analyte& analyte : service.analytes) {
    const double width = analyte.high - analyte.low;
    const double value = analyte.low - 0.15 * width + width * 1.3 * static_cast<double>(random.below(1000)) / 1000.0;
    char text[32];
    std::snprintf(text, sizeof text, analyte.high < 20 ? "%.2f" : "%.0f", std::max(0.0, value));
    char range[64];
    std::snprintf(range, sizeof range, "%g-%g", analyte.low, analyte.high);
    Line line(out_, "OBX");
    line.at(1, std::to_string(++number))
        .at(2, "NM")
        .at(3, coded(analyte.loinc, analyte.name, "LN"))
        .at(5, text)
        .at(6, plain(analyte.unit));
    line.at(7, range).at(8, value < analyte.low ? "L" : value > analyte.high ? "H" : "N").at(11, status);
  }
  return *this;
}

MessageWriter& MessageWriter::text_obx(const Service& service, const std::vector<std::string>& lines, std::string_view status) {
  std::string text;
  for (const auto& part : lines) {
    if (!text.empty()) text += "\\.br\\";
    text += plain(part);
  }
  Line(out_, "OBX").at(1, "1").at(2, "TX").at(3, coded(service.loinc, service.name, "LN")).at(5, text).at(11, status);
  return *this;
}

MessageWriter& MessageWriter::embedded_obx(std::string_view loinc, std::string_view title, std::string_view type,
                                           std::string_view subtype, std::string_view base64, std::string_view status) {
  const std::string value = "^" + std::string(type) + "^" + std::string(subtype) + "^Base64^" + std::string(base64);
  Line(out_, "OBX").at(1, "1").at(2, "ED").at(3, coded(loinc, title, "LN")).at(5, value).at(11, status);
  return *this;
}

MessageWriter& MessageWriter::txa(const Transcript& document, Instant at) {
  Line line(out_, "TXA");
  line.at(1, "1")
      .at(2, coded(document.loinc, document.title, "LN"))
      .at(3, "TX")
      .at(4, hl7_time(at))
      .at(5, physician(document.author));
  line.at(6, hl7_time(at)).at(9, physician(document.author)).at(12, std::string(document.number) + "^TRANS");
  if (!document.parent.empty()) line.at(13, std::string(document.parent) + "^TRANS");
  if (!document.placer.empty()) line.at(14, std::string(document.placer) + "^PLACER");
  line.at(15, filler_field(std::string(document.filler))).at(17, document.completion).at(19, document.availability);
  return *this;
}

MessageWriter& MessageWriter::sch(std::string_view number, std::string_view reason, Instant start, std::string_view status) {
  Line line(out_, "SCH");
  line.at(1, std::string(number) + "^SCHED")
      .at(2, std::string(number) + "^SCHED")
      .at(6, reason)
      .at(7, "ROUTINE^Routine visit^HL70276");
  line.at(9, "30")
      .at(10, "min^minutes^UCUM")
      .at(11, "^^30^" + hl7_time(start) + "^" + hl7_time(start.plus(std::chrono::minutes(30))));
  line.at(25, status);
  return *this;
}

MessageWriter& MessageWriter::ais(const Service& service, Instant start) {
  out_ += "RGS|1|A\r";
  Line(out_, "AIS")
      .at(1, "1")
      .at(2, "A")
      .at(3, coded(service.loinc, service.name, "LN"))
      .at(4, hl7_time(start))
      .at(7, "30")
      .at(8, "min");
  return *this;
}

}  // namespace charta::training
