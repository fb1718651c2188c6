-- Which codes and elements rest on a document: asked when it leaves, is withheld or is moved.
CREATE INDEX coding_evidence_document ON coding_evidence (document);
CREATE INDEX coding_abstract_document ON coding_abstract (document);
