// SPDX-License-Identifier: Apache-2.0
// Orders to whoever keeps our boxes: drafted, sent, received by scan; and what may leave the house for there.
#pragma once
#include "base/clock.hpp"
#include "department/encounters/encounter_service.hpp"
#include "department/off_site_orders/order_store.hpp"
#include "department/paper_charts/paper_service.hpp"
#include "record/worklists/worklist_service.hpp"

#include <functional>
#include <string>
#include <vector>

namespace charta::off_site_orders {

/// Wired in app/: puts a file into the folder of a vendor, durably; the same name twice is the same file.
using HandOver = std::function<Result<void>(const std::string& vendor, const std::string& name, const std::string& bytes)>;

struct NewOrder {
  paper_charts::PlaceId vendor;  ///< unset: who keeps the volumes
  std::string priority = "next-day", purchase_order;
  std::vector<paper_charts::VolumeId> volumes;
  bool from_requests = false;  ///< everything that is asked for and stands with this vendor
};

struct NewBox {
  paper_charts::PlaceId vendor;
  std::string name, barcode, purchase_order;
  std::vector<paper_charts::VolumeId> volumes;
};

struct OrderView {
  OrderWithLines all;
  std::vector<paper_charts::VolumeRow> volumes;  ///< of the lines, in their order
  bool is_late = false;
  std::int64_t cost_cents = 0;
  bool is_invoiced = false;  ///< the cost is the invoice's, not the rule's
};

struct RetirementList {
  std::vector<paper_charts::VolumeRow> rows;
  Instant quiet_since;
  std::int64_t looked_at = 0, busy = 0;  ///< busy: the person was here since
  int volumes_a_box = 0;
  std::string rule;
};

class OrderService {
 public:
  OrderService(store::Store& store, paper_charts::PaperService& paper, patient_index::PatientIndexService& index,
               encounters::EncounterService& encounters, worklists::WorklistService& worklists, ledger::Ledger& ledger,
               const Clock& clock, KeySource& keys, VendorService service, RetirementRules retirement, HandOver hand_over)
      : store_(store),
        paper_(paper),
        index_(index),
        encounters_(encounters),
        worklists_(worklists),
        ledger_(ledger),
        clock_(clock),
        keys_(keys),
        service_(std::move(service)),
        retirement_(std::move(retirement)),
        hand_over_(std::move(hand_over)) {}

  void declare();  ///< at start-up: the queue `off-site-order`

  // All ask file-documents.
  /// Errors: `business_rule` (a volume is on another open order, stands in the house, or with another vendor; nothing is asked
  /// for).
  Result<OrderId> draft(const access::Actor& actor, const NewOrder& order);
  /// A box at the vendor for what leaves the house: the place, and an order to fetch it. Each volume leaves by its scan.
  Result<OrderId> prepare_box(const access::Actor& actor, const NewBox& box);
  /// Goes to the vendor: expected by its rule, and its file lies in the vendor's folder.
  Result<OrderView> send(const access::Actor& actor, OrderId order);
  /// What the vendor said, or its invoice. Unset members stay.
  struct Said {
    std::optional<Instant> expected_at;
    std::optional<std::int64_t> cost_cents;
    std::string purchase_order;
  };
  Result<OrderView> note_said(const access::Actor& actor, OrderId order, const Said& said);
  /// A barcode at the door: a volume of this order came (or left), or a box, with all in it that was ordered. What is not on the
  /// order is asked back: location "confirm:not-on-this-order".
  struct Receipt {
    OrderView order;
    std::vector<paper_charts::VolumeId> moved;
    std::string says;
  };
  Result<Receipt> scan(const access::Actor& actor, OrderId order, const std::string& barcode, bool is_confirmed);
  /// The vendor does not find it: the line is short and the volume is missed, which opens the hunt.
  Result<OrderView> not_found(const access::Actor& actor, OrderId order, const std::string& barcode);
  Result<OrderView> view(const access::Actor& actor, OrderId order);
  Result<std::vector<OrderView>> list(const access::Actor& actor, bool only_open, std::int64_t limit);
  struct Form {
    std::string pdf, csv;
  };
  Result<Form> form(const access::Actor& actor, OrderId order);
  Result<Figures> figures(const access::Actor& actor, Instant from, Instant until);
  /// Volumes of a room between two sections of which nothing happened for the years of the rule, nor to their patient.
  Result<RetirementList> retirement_list(const access::Actor& actor, paper_charts::PlaceId room, const std::string& from_section,
                                         const std::string& until_section, std::int64_t limit);

  /// One pass of the clock: files that could not be handed over yet.
  Result<std::int64_t> run_clock();

 private:
  Result<void> guard(store::UnitOfWork& work, std::string_view name, const worklists::WorkItem& item);
  Result<void> entered(store::UnitOfWork& work, const worklists::WorkItem& item);
  Result<OrderId> open(store::UnitOfWork& work, const access::Actor& actor, Order order,
                       const std::vector<paper_charts::VolumeRow>& rows, paper_charts::PlaceId box);
  Result<paper_charts::Place> vendor(store::Reader& reader, paper_charts::PlaceId vendor) const;
  Result<paper_charts::PlaceId> keeper_of(store::Reader& reader, const std::vector<paper_charts::VolumeId>& volumes) const;
  Result<bool> stands_with(store::Reader& reader, const paper_charts::Volume& volume, paper_charts::PlaceId vendor) const;
  Result<OrderWithLines> whole(store::Reader& reader, OrderId order) const;
  Result<OrderView> seen(store::Reader& reader, OrderId order) const;
  Result<std::vector<FormLine>> form_lines(store::Reader& reader, const OrderWithLines& all) const;
  Result<void> settle(store::UnitOfWork& work, const access::Actor& actor, OrderId order);
  Result<void> move_line(store::UnitOfWork& work, const access::Actor& actor, const Order& order, Line& line);
  Result<void> hand_over_one(OrderId order);
  Result<bool> is_busy(store::Reader& reader, PatientId patient, Instant since) const;
  Result<void> note(store::UnitOfWork& work, const access::Actor& actor, ledger::Act act, OrderId order, std::string_view reason);

  store::Store& store_;
  paper_charts::PaperService& paper_;
  patient_index::PatientIndexService& index_;
  encounters::EncounterService& encounters_;
  worklists::WorklistService& worklists_;
  ledger::Ledger& ledger_;
  const Clock& clock_;
  KeySource& keys_;
  VendorService service_;
  RetirementRules retirement_;
  HandOver hand_over_;
  OrderStore rows_;
};

}  // namespace charta::off_site_orders
