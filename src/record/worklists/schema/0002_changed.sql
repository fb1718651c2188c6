-- Task searches and lists with closed items go by kind and last change, open or not; the index of closed items alone served neither.
DROP INDEX work_item_closed;
CREATE INDEX work_item_changed ON work_item (kind, changed_at);
