-- A session that ended after the backup would be good again: everybody logs in anew.
UPDATE session SET ended_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE ended_at IS NULL;
