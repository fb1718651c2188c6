// SPDX-License-Identifier: Apache-2.0
// The HL7 segments of the simulated hospital, v2.5.1.
#pragma once
#include "department/training/hospital.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace charta::training {

inline constexpr std::string_view own_assigner = "NORTH&2.16.840.1.113883.19.5.1&ISO";
inline constexpr std::string_view foreign_assigner = "SOUTH&2.16.840.1.113883.19.5.2&ISO";

/// One stay or visit.
struct Visit {
  int person = -1;
  char patient_class = 'O';  ///< I, O, E
  std::string account;
  int ward = -1, bed = 0;
  int attending = 0;
  Instant admitted_at, discharged_at;
  bool open = true;
};

struct Order {
  int person = -1, visit = -1, service = -1, physician = 0;
  std::string placer, filler;
  Instant ordered_at;
  bool cancelled = false;
};

struct Header {
  std::string_view application, code, trigger, structure, control_id, processing_id;
};

/// Appends segments, each ended by CR. Fields are given in rising order; what is not given stays empty.
class MessageWriter {
 public:
  explicit MessageWriter(const std::vector<Physician>& physicians) : physicians_(physicians) { out_.reserve(2048); }

  MessageWriter& msh(const Header& header, Instant at);
  MessageWriter& evn(std::string_view trigger, Instant at);
  MessageWriter& pid(const Person& person, std::string_view account, std::string_view assigner = own_assigner);
  MessageWriter& mrg(const Person& prior);
  MessageWriter& pv1(const Visit& visit);
  MessageWriter& mother_nk1(const Person& mother);
  MessageWriter& orc(std::string_view control, const Order& order, Instant at);
  MessageWriter& obr(const Order& order, std::string_view status, Instant at);
  struct Report {
    std::string_view loinc, title;
    std::string filler;
    int author = 0;
  };
  /// OBR of a report that nobody here ordered, final.
  MessageWriter& report(int set_id, const Report& report, Instant at);
  /// One result line each: values near the reference range, some out of it.
  MessageWriter& analytes(Random& random, const Service& service, std::string_view status);
  MessageWriter& text_obx(const Service& service, const std::vector<std::string>& lines, std::string_view status);
  MessageWriter& embedded_obx(std::string_view loinc, std::string_view title, std::string_view type, std::string_view subtype,
                              std::string_view base64, std::string_view status);
  struct Transcript {
    std::string_view loinc, title, number, parent, placer, filler, completion, availability;
    int author = 0;
  };
  MessageWriter& txa(const Transcript& document, Instant at);
  MessageWriter& sch(std::string_view number, std::string_view reason, Instant start, std::string_view status);
  MessageWriter& ais(const Service& service, Instant start);
  MessageWriter& raw(std::string_view segments) { return out_ += segments, *this; }
  std::string take() { return std::move(out_); }

 private:
  std::string physician(int number) const;
  std::string out_;
  const std::vector<Physician>& physicians_;
};

/// "20250301123000", UTC.
std::string hl7_time(Instant at);
std::string hl7_day(Date day);

}  // namespace charta::training
