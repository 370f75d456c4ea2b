-- Folded from catalog: the store's terms that matter here.
CREATE TABLE store_terms (
  currency TEXT NOT NULL,
  timezone TEXT NOT NULL,
  business_day_cutoff TEXT NOT NULL,
  card_capture TEXT NOT NULL,
  blind_count INTEGER NOT NULL
) STRICT;
