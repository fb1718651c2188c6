// SPDX-License-Identifier: Apache-2.0
// Random histories: whatever units do, succeed, fail, throw or are taken back in part, the store holds what a plain map holds.
#include "tests/support/test_store.hpp"

#include <gmock/gmock.h>

#include <map>
#include <random>

namespace charta::store {
namespace {

constexpr Migration shelf_schema[] = {
    {"shelf", 1, "shelf", "CREATE TABLE shelf(id KEY, label TEXT NOT NULL UNIQUE, pages BIGINT, note BLOB);"}};
constexpr Statement insert_shelf{"shelf.add", "INSERT INTO shelf(id, label, pages, note) VALUES (:id, :label, :pages, :note)"};
constexpr Statement update_shelf{"shelf.recount", "UPDATE shelf SET pages = :pages, note = :note WHERE id = :id"};
constexpr Statement delete_shelf{"shelf.drop", "DELETE FROM shelf WHERE id = :id"};
constexpr Statement select_shelves{"shelf.all", "SELECT id, label, pages, note FROM shelf ORDER BY id"};

struct ShelfRow {
  std::string label;
  std::optional<std::int64_t> pages;
  Bytes note;
  bool operator==(const ShelfRow&) const = default;
};
using Shelves = std::map<std::int64_t, ShelfRow>;

/// One act of a unit, on the store and on the model alike.
class RandomHistory {
 public:
  explicit RandomHistory(unsigned seed) : random_(seed) {}
  unsigned below(unsigned limit) { return std::uniform_int_distribution<unsigned>(0, limit - 1)(random_); }

  /// Does something at random; false where both agree that it cannot be.
  bool act(UnitOfWork& work, Shelves& model) {
    switch (below(8)) {
      case 0:
      case 1:
      case 2:
        return add(work, model);
      case 3:
        return change(work, model);
      case 4:
        return drop(work, model);
      case 5:
        return add_many(work, model);
      default:
        return inside_a_savepoint(work, model);
    }
  }

 private:
  std::int64_t any_id() { return 1 + below(30); }
  std::optional<std::int64_t> any_pages() {
    if (below(3) == 0) return std::nullopt;
    return static_cast<std::int64_t>(below(1000)) * (below(2) == 0 ? 1 : -4'000'000'000'000);
  }
  Bytes any_note() { return below(2) == 0 ? Bytes() : Bytes("\0n\xff\\", 4) + std::to_string(below(100)); }
  static bool clashes(const Shelves& model, std::int64_t id, const std::string& label) {
    if (model.contains(id)) return true;
    for (const auto& [other, row] : model)
      if (row.label == label) return true;
    return false;
  }

  bool add(UnitOfWork& work, Shelves& model) {
    const std::int64_t id = any_id();
    const ShelfRow row{"shelf " + std::to_string(below(30)), any_pages(), any_note()};
    const auto done = work.write_counted(
        insert_shelf, {{"id", id}, {"label", row.label}, {"pages", row.pages}, {"note", Value::bytes(row.note)}});
    const bool expected = !clashes(model, id, row.label);
    EXPECT_EQ(done.has_value(), expected) << (done ? "it was taken" : done.error().message);
    if (!done) {
      EXPECT_EQ(done.error().kind, ErrorKind::version_conflict);
    }
    if (expected) model[id] = row;
    return expected;
  }

  bool change(UnitOfWork& work, Shelves& model) {
    const std::int64_t id = any_id();
    const auto pages = any_pages();
    const Bytes note = any_note();
    const auto changed = work.write_counted(update_shelf, {{"id", id}, {"pages", pages}, {"note", Value::bytes(note)}});
    EXPECT_TRUE(changed);
    if (changed) {
      EXPECT_EQ(*changed, model.contains(id) ? 1 : 0);
    }
    if (const auto found = model.find(id); found != model.end()) {
      found->second.pages = pages;
      found->second.note = note;
    }
    return true;
  }

  bool drop(UnitOfWork& work, Shelves& model) {
    const std::int64_t id = any_id();
    EXPECT_TRUE(work.write(delete_shelf, {{"id", id}}));
    model.erase(id);
    return true;
  }

  bool add_many(UnitOfWork& work, Shelves& model) {
    constexpr std::string_view names[] = {"id", "label", "pages", "note"};
    Shelves fresh;
    bool fits = true;
    std::vector<std::pair<std::int64_t, ShelfRow>> rows;
    for (unsigned i = 1 + below(6); i > 0; --i)
      rows.push_back({any_id(), {"shelf " + std::to_string(below(60)), any_pages(), any_note()}});
    std::vector<Value> values;
    for (const auto& [id, row] : rows) {
      fits = fits && !clashes(model, id, row.label) && !clashes(fresh, id, row.label);
      fresh[id] = row;
      values.insert(values.end(), {Value(id), Value(row.label), Value(row.pages), Value::bytes(row.note)});
    }
    Result<void> done = work.write_rows(insert_shelf, names, values);
    if (done) done = work.read(select_shelves, {}, [](const Row&) { return false; });  // what was deferred is told now
    EXPECT_EQ(done.has_value(), fits);
    if (fits) model.merge(fresh);
    return fits;
  }

  bool inside_a_savepoint(UnitOfWork& work, Shelves& model) {
    Shelves inner = model;
    bool fits = true;
    const bool gives_up = below(3) == 0;
    const auto done = work.savepoint([&]() -> Result<void> {
      for (unsigned i = below(4); i > 0 && fits; --i) fits = act(work, inner);
      if (gives_up) return fail(ErrorKind::business_rule, "given up");
      return {};  // an act that failed spoils the savepoint all the same
    });
    EXPECT_EQ(done.has_value(), fits && !gives_up);
    if (done) model = std::move(inner);
    return true;
  }

  std::mt19937 random_;
};

class RandomHistoryTest : public testing::StoreTest {
 protected:
  void SetUp() override { open({shelf_schema}); }
  Shelves stored() {
    Shelves all;
    const auto done = store().read([&](Reader& reader) {
      return reader.read(select_shelves, {}, [&](const Row& row) {
        all[row.integer(0)] = {row.string(1), row.is_null(2) ? std::nullopt : std::optional(row.integer(2)), Bytes(row.bytes(3))};
        return true;
      });
    });
    EXPECT_TRUE(done);
    return all;
  }
};
CHARTA_ON_BOTH_ENGINES(RandomHistoryTest);

TEST_P(RandomHistoryTest, TheStoreHoldsWhatAPlainMapHolds) {
  RandomHistory history(20260301);
  Shelves model;
  int committed = 0, refused = 0, thrown = 0;
  for (int unit = 0; unit < 400 && !HasFailure(); ++unit) {
    const unsigned ending = history.below(10);
    Shelves after = model;
    bool fits = true;
    const auto run = [&] {
      return store().write([&](UnitOfWork& work) -> Result<void> {
        after = model;
        fits = true;
        for (unsigned acts = 1 + history.below(5); acts > 0 && fits; --acts) fits = history.act(work, after);
        if (ending == 0) return fail(ErrorKind::business_rule, "the unit thinks better of it");
        if (ending == 1) throw std::runtime_error("a defect");
        return {};  // after an act that failed it claims to have succeeded: that must not stand
      });
    };
    if (ending == 1) {
      EXPECT_THROW((void)run(), std::runtime_error);
      ++thrown;
    } else {
      const bool done = run().has_value();
      EXPECT_EQ(done, fits && ending != 0);
      ++(done ? committed : refused);
      if (done) model = after;
    }
    if (unit % 50 == 49) reopen();
    ASSERT_EQ(stored(), model) << "after unit " << unit;
  }
  EXPECT_GT(committed, 50) << "a history in which nothing happens proves nothing";
  EXPECT_GT(refused, 50);
  EXPECT_GT(thrown, 10);
  EXPECT_FALSE(model.empty());
}

}  // namespace
}  // namespace charta::store
