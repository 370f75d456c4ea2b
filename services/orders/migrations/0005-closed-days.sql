-- business days that have their Z
CREATE TABLE closed_day (business_day TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
