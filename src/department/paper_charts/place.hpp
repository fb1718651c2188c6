// SPDX-License-Identifier: Apache-2.0
// The tree of places in which a volume can be. Pure.
#pragma once
#include "base/id.hpp"
#include "department/paper_charts/filing_order.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace charta::paper_charts {

using PlaceId = Id<struct PaperPlaceTag>;

enum class PlaceKind { site, room, bay, shelf, box, cart, borrower, ward, clinic, vehicle, vendor, institution };
std::string_view place_kind_code(PlaceKind kind);
std::optional<PlaceKind> parse_place_kind(std::string_view code);

/// Whether volumes there are in the file (as the department keeps them), with somebody who answers for them, or out of the house.
bool is_file(PlaceKind kind);
bool is_borrower(PlaceKind kind);
bool is_outside(PlaceKind kind);

struct Place {
  PlaceId id, parent, room;  ///< room: the file area that it belongs to, itself when it is one; unset for borrowers
  PlaceKind kind = PlaceKind::room;
  std::string name, code, path;  ///< code: as messages name it (PV1-3, AIL-3); path: "Main house / File room / Bay 3"
  std::string barcode;
  std::string loan_class;                           ///< of a borrower: which loan period holds; empty: the kind's
  FilingOrder order = FilingOrder::terminal_digit;  ///< of a room
  std::string first_key;                            ///< of a shelf: the first key that belongs on it
  std::int64_t capacity = 0;                        ///< of a shelf: volumes; 0: not said
  std::int64_t walk = 0;                            ///< its turn on the way through the room
  UserId holder;                                    ///< the person whose account it is, where it is one's
  bool is_open = true;
  int facility = 0;
  std::int64_t version = 1;

  std::string_view loaned_as() const { return loan_class.empty() ? place_kind_code(kind) : std::string_view(loan_class); }
};

/// Which kinds may stand under which; a root is a site, a borrower or what is outside.
bool may_stand_in(PlaceKind inner, std::optional<PlaceKind> outer);

/// What a shelf takes: from its first key up to the next one's.
struct ShelfShare {
  std::string first_key;
  std::int64_t volumes = 0;
  int fill_percent = 0;
};

/// Shares the keys of a room, in order, among shelves of `capacity`, none filled over `fill_percent`, so that a year's folders
/// fit before anything must be shifted. A shelf begins with a new section where that costs no more than a tenth of its room.
std::vector<ShelfShare> plan_shelves(const std::vector<std::string>& sorted_keys, std::int64_t capacity, int fill_percent);

/// Which of the shelves (in order of their first keys) holds a key; nothing when there is none.
std::optional<std::size_t> shelf_for(const std::vector<std::string>& first_keys, std::string_view key);

}  // namespace charta::paper_charts
