-- What a printer is known by at whatever address it is: JSON, `mac:…`, `uuid:…`, `serial:…`.
ALTER TABLE printer ADD COLUMN identities TEXT NOT NULL DEFAULT '[]';
-- Another machine was found at its address: nothing is printed there.
ALTER TABLE printer ADD COLUMN estranged INTEGER NOT NULL DEFAULT 0;
