-- What the line of the form said when an item of the chart was answered by it; empty: nobody knows, and it is answered again.
ALTER TABLE data_entry_prior ADD COLUMN value_digest TEXT NOT NULL DEFAULT '';
