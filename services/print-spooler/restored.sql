-- What a backup says is still to be printed is on paper, perhaps: staff look first. A drawer and a
-- test are of their moment.
UPDATE job SET status = 'cancelled', problem = 'A backup was restored.'
  WHERE kind IN ('drawer', 'test')
    AND status IN ('queued', 'held', 'sending', 'awaiting_confirm', 'unconfirmed');
UPDATE job SET status = 'held', problem = 'A backup was restored: it may be on paper already.'
  WHERE status IN ('queued', 'sending', 'awaiting_confirm');
