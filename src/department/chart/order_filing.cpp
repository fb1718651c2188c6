// SPDX-License-Identifier: Apache-2.0
// Orders as ServiceRequest. Source: HL7 v2.8 chapter 4; v2-to-FHIR implementation guide 1.0, message map OMG_O19.
#include <array>

#include "base/text.hpp"
#include "department/chart/chart_service.hpp"
#include "department/chart/hl7_table.hpp"
#include "department/chart/message_groups.hpp"

namespace charta::chart {
namespace {

using hl7v2_fhir::Elements;

enum class Control { place, change, cancel, hold, resume };

struct ControlRow {
  std::string_view code;
  Control control;
};
// Table 0119 (order control codes); what is not here describes an order and changes it.
constexpr std::array<ControlRow, 12> controls{{{"NW", Control::place},
                                               {"SN", Control::place},
                                               {"PA", Control::place},
                                               {"CH", Control::place},
                                               {"RO", Control::place},
                                               {"CA", Control::cancel},
                                               {"OC", Control::cancel},
                                               {"CR", Control::cancel},
                                               {"DC", Control::cancel},
                                               {"OD", Control::cancel},
                                               {"HD", Control::hold},
                                               {"RL", Control::resume}}};

// Table 0038 (order status) to request-status.
constexpr std::array<TableRow, 8> statuses{{{"A", "active"},
                                            {"IP", "active"},
                                            {"SC", "active"},
                                            {"CA", "revoked"},
                                            {"DC", "revoked"},
                                            {"CM", "completed"},
                                            {"HD", "on-hold"},
                                            {"ER", "entered-in-error"}}};
// Table 0485 (extended priority), and the priority of TQ (OBR-27.6), to request-priority.
constexpr std::array<TableRow, 5> priorities{{{"S", "stat"}, {"A", "asap"}, {"R", "routine"}, {"P", "routine"}, {"T", "urgent"}}};

Control control_of(std::string_view code) {
  for (const auto& row : controls) {
    if (row.code == code) return row.control;
  }
  return code.empty() ? Control::place : Control::change;
}

bool is_void(std::string_view status) { return status == "revoked" || status == "entered-in-error"; }

std::optional<Instant> authored_at(json::Value order) {
  const auto time = LocalTime::parse_fhir(order["authoredOn"].text());
  return time ? std::optional(time->earliest(TimeZone::utc())) : std::nullopt;
}

/// Empty where the message does not say.
std::string priority_of(const OrderGroup& group) {
  std::string code;
  if (group.tq1 != nullptr) code = group.tq1->field(9).text();
  if (code.empty() && group.obr != nullptr) code = group.obr->field(27).text(6);
  if (code.empty() && group.orc != nullptr) code = group.orc->field(7).text(6);
  if (code.empty() && group.obr != nullptr) code = group.obr->field(5).text();
  return std::string(look_up(priorities, std::string_view(code).substr(0, 1)));
}

}  // namespace

class OrderFiling {
 public:
  OrderFiling(ChartService& chart, store::Reader& reader, const FilingContext& context)
      : chart_(chart), reader_(reader), context_(context), make_(document_, context.sender) {}

  Result<PreparedFiling> prepare() {
    const auto groups = order_groups(context_.message);
    if (groups.empty()) return hold("no-order", "the message carries no order (ORC or OBR) to file");
    for (const auto& group : groups) CHARTA_TRY_DO(add(group));
    return std::move(filing_);
  }

 private:
  Result<void> add(const OrderGroup& group) {
    const auto keys = order_keys(group.orc, group.obr, context_.sender);
    if (keys.placer.empty() && keys.filler.empty()) return hold("no-order-number", "the order has neither placer nor filler number (ORC-2, ORC-3)");
    if (group.obr == nullptr && group.orc == nullptr) return {};
    const auto control = control_of(group.orc != nullptr ? stripped(group.orc->field(1).text()) : std::string());
    CHARTA_TRY(auto before, find(keys));
    if (control == Control::cancel && !before) return hold("order-not-known", "the order that this message cancels is not known here");
    if (control == Control::place && group.obr == nullptr && !before) return hold("no-service", "the order does not say what is ordered (OBR-4)");
    json::Document earlier;
    if (before) {
      CHARTA_TRY(earlier, json::Document::parse(before->json));
    }
    if (control == Control::place && before && is_void(earlier.root()["status"].text()) && !is_placed_anew(group, earlier.root())) {
      filing_.notes.emplace_back("the order was cancelled since; it stays cancelled");
      return {};
    }
    auto order = before ? make_.editable(earlier.root()) : document_.object();
    describe(order, group, keys, control);
    if (before && json::write(order) == json::write(make_.editable(earlier.root()))) {
      filing_.notes.emplace_back("nothing new of the order");
      return {};
    }
    CHARTA_TRY(auto item, chart_.make_item(context_, order, before));
    add_keys(item, keys);
    const bool was_void = before && is_void(earlier.root()["status"].text());
    if (!is_void(order["status"].text())) {
      post_placed(item, group, keys, order, earlier.root());
    } else if (before && !was_void) {
      item.happening = happenings::OrderCancelled{item.prepared.key(), item.entry->patient, group.orc != nullptr ? stripped(group.orc->field(1).text()) : std::string()};
    }
    filing_.notes.push_back(std::string(before ? "order changed: " : "order filed: ") + item.entry->title + " (" + std::string(order["status"].text()) + ")");
    filing_.items.push_back(std::move(item));
    return {};
  }

  Result<std::optional<resources::StoredResource>> find(const happenings::OrderKeys& keys) {
    CHARTA_TRY(auto before, chart_.known(reader_, context_, filing_, "placer", {keys.placer_assigner, keys.placer}, keys.service_code));
    if (before) return before;
    return chart_.known(reader_, context_, filing_, "filler", {keys.filler_assigner, keys.filler}, keys.service_code);
  }

  std::string_view status_of(const OrderGroup& group, json::Value order, Control control) const {
    if (control == Control::cancel) return "revoked";
    if (control == Control::hold) return "on-hold";
    if (group.orc != nullptr) {
      if (const auto status = look_up(statuses, stripped(group.orc->field(5).text())); !status.empty()) return status;
    }
    if (control == Control::change && !order["status"].text().empty()) return order["status"].text();
    return "active";
  }

  /// The message that placed an order may come late, or once more, when the order has been cancelled. Only one of a later time places
  /// it again.
  bool is_placed_anew(const OrderGroup& group, json::Value earlier) const {
    const auto placed = authored_at(earlier);
    std::optional<Instant> now;
    if (group.orc != nullptr) now = hl7v2_fhir::moment(group.orc->field(9).text(), context_.sender);
    if (!now) now = hl7v2_fhir::moment(context_.message.header().time, context_.sender);
    return now && placed && *placed < *now;
  }

  void describe(json::Value order, const OrderGroup& group, const happenings::OrderKeys& keys, Control control) {
    document_.set_first(order, "resourceType", document_.string("ServiceRequest"));
    add_number(order, {keys.placer_assigner, keys.placer}, "PLAC");
    add_number(order, {keys.filler_assigner, keys.filler}, "FILL");  // often told later, by the department that performs it
    document_.set(order, "status", std::string(status_of(group, order, control)));
    document_.set(order, "intent", "order");
    const std::string priority = priority_of(group);
    if (!priority.empty() || !order["priority"]) document_.set(order, "priority", priority.empty() ? "routine" : priority);
    if (group.obr != nullptr) make_.set(order, "code", make_.concept_of(group.obr->field(4).repetition(1)));
    if (!order["subject"]) document_.set(order, "subject", make_.reference("Patient", context_.patient_id));  // never re-pointed
    if (!context_.encounter_id.empty()) document_.set(order, "encounter", make_.reference("Encounter", context_.encounter_id));
    if (group.tq1 != nullptr) make_.set(order, "occurrenceDateTime", make_.date_time(group.tq1->field(7).text()));
    if (group.obr != nullptr && !order["occurrenceDateTime"]) make_.set(order, "occurrenceDateTime", make_.date_time(group.obr->field(7).text()));
    // ORC-9 is the time of this transaction: only the one that places the order tells when it was ordered.
    const bool places = control == Control::place || !order["authoredOn"];
    auto authored = places && group.orc != nullptr ? make_.date_time(group.orc->field(9).text()) : json::Value();
    if (!authored && !order["authoredOn"]) authored = make_.date_time(context_.message.header().time);
    make_.set(order, "authoredOn", authored);
    auto requester = group.orc != nullptr ? make_.person(group.orc->field(12).repetition(1)) : json::Value();
    if (!requester && group.obr != nullptr) requester = make_.person(group.obr->field(16).repetition(1));
    make_.set(order, "requester", requester);
    if (group.obr != nullptr && !group.obr->field(31).empty()) {
      document_.remove(order, "reasonCode");
      for (const auto& reason : group.obr->field(31).repetitions()) make_.append_to(order, "reasonCode", make_.concept_of(reason));
    }
  }

  void add_number(json::Value order, const hl7v2_fhir::EntityId& number, std::string_view type) {
    for (const auto one : order["identifier"]) {
      if (one["type"]["coding"].at(0)["code"].text() == type) return;
    }
    make_.append_to(order, "identifier", make_.identifier(number, type));
  }

  void add_keys(PreparedItem& item, const happenings::OrderKeys& keys) const {
    const auto add = [&](std::string kind, const std::string& system, const std::string& value) {
      if (!value.empty()) item.keys.push_back({std::move(kind), system, value, keys.service_code, item.prepared.key(), context_.patient});
    };
    add("placer", keys.placer_assigner, keys.placer);
    add("filler", keys.filler_assigner, keys.filler);
  }

  /// The promise, or what is new of it. Its time counts from when it was ordered, and anew from when it became more or less urgent
  /// or was taken up again: a number that is told later must not put it off.
  void post_placed(PreparedItem& item, const OrderGroup& group, const happenings::OrderKeys& keys, json::Value order, json::Value earlier) const {
    happenings::OrderPlaced placed;
    placed.order = item.prepared.key();
    placed.patient = item.entry->patient;
    placed.encounter = context_.encounter;
    placed.keys = keys;
    placed.priority = std::string(order["priority"].text());
    placed.is_reinstated = is_void(earlier["status"].text());
    placed.department = group.obr != nullptr ? stripped(group.obr->field(24).text()) : std::string();
    const bool counts_anew = placed.is_reinstated || !earlier || earlier["priority"].text() != placed.priority;
    std::optional<Instant> at;
    if (!counts_anew) at = authored_at(order);
    if (!at && group.orc != nullptr) at = hl7v2_fhir::moment(group.orc->field(9).text(), context_.sender);
    if (!at) at = hl7v2_fhir::moment(context_.message.header().time, context_.sender);
    placed.ordered_at = at.value_or(context_.received_at);
    placed.marks = {item.entry->facility, item.entry->sensitivity};
    item.happening = std::move(placed);
  }

  ChartService& chart_;
  store::Reader& reader_;
  const FilingContext& context_;
  json::Document document_;
  Elements make_;
  PreparedFiling filing_;
};

Result<PreparedFiling> ChartService::prepare_orders(store::Reader& reader, const FilingContext& context) {
  return OrderFiling(*this, reader, context).prepare();
}

}  // namespace charta::chart
