-- How many questions about a stay are open is asked while it is coded.
CREATE INDEX physician_query_encounter ON physician_query (encounter);
